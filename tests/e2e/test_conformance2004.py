"""Every case of the ADL SCORM 2004 4th Edition suite, by the real player in a real browser."""

from collections.abc import AsyncIterator
from typing import Any

import pytest
from lectern_conformance import TABLE, VERDICTS, Pool, cases
from lectern_server import Server
from playwright.async_api import Browser

pytestmark = [
    pytest.mark.skipif(
        not TABLE.exists(), reason="the conformance data lie beside the repository, in ../shared"
    ),
    # A case may wait for the one before it and for a free seat.
    pytest.mark.timeout(420),
]


@pytest.fixture(scope="session")
async def pool(
    request: pytest.FixtureRequest,
    server: Server,
    browser: Browser,
    tmp_path_factory: pytest.TempPathFactory,
) -> AsyncIterator[Pool]:
    """Plays the cases of this run side by side, while the tests wait for one after the other."""
    playing = Pool(server, browser, tmp_path_factory.mktemp("adl2004"))
    request.config.stash[VERDICTS] = playing.verdicts
    names = {case["case"] for case in cases()}
    chosen = [getattr(item, "callspec", None) for item in request.session.items]
    played = [spec.params.get("case", {}) for spec in chosen if spec]
    await playing.start({case["case"] for case in played if case.get("case") in names})
    yield playing
    await playing.stop()


@pytest.mark.parametrize("case", cases(), ids=lambda case: case["case"])
async def test_case(pool: Pool, case: dict[str, Any]) -> None:
    verdict = await pool.verdict(case["case"])
    if verdict.problems:
        pytest.fail(str(verdict), pytrace=False)
