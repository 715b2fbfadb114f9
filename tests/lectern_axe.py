"""What axe finds wrong with a page of ours."""

from typing import Any

from axe_playwright_python.async_playwright import Axe
from playwright.async_api import Frame, Page


async def violations(page: Page | Frame) -> list[str]:
    """Of the player's own page; what is inside the course is the author's."""
    axe: Any = Axe()  # its package has no types
    results = await axe.run(page, options={"iframes": False, "resultTypes": ["violations"]})
    found: list[dict[str, Any]] = results.response["violations"]
    return [f"{one['id']}: {one['nodes'][0]['html'][:200]}" for one in found]
