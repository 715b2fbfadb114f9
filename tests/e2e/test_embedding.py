"""A dispatch shows on the sites that it names, framed or linked, and nowhere else."""

from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import quote, urlsplit

import httpx
import pytest
from lectern_dispatches import Dispatched, frame_at, of_package
from lectern_lessons import lesson, playing
from lectern_server import Server
from lectern_sites import Neighbours, neighbours
from playwright.async_api import BrowserContext, Page

NAMED = ["partner.localhost", "*.partner.localhost"]
ALLOWED = ["partner.localhost", "sub.partner.localhost", "a.b.partner.localhost"]
OTHERS = [
    "lms.localhost",
    "evilpartner.localhost",
    "partner.localhost.evil.localhost",
    "partner-localhost.localhost",
    "localhost",
]


@dataclass(frozen=True, slots=True)
class Place:
    """Sites around, on two ports, and one dispatch for each way of naming them."""

    sites: Neighbours
    elsewhere: Neighbours
    named: Dispatched
    below: Dispatched
    with_port: Dispatched
    anywhere: Dispatched


@pytest.fixture(scope="module")
def place(server: Server) -> Iterator[Place]:
    package = server.upload(lesson("1.2"))
    with neighbours() as sites, neighbours() as elsewhere:
        ported = [f"partner.localhost:{sites.site.port}"]
        lists: list[list[str]] = [NAMED, NAMED[1:], ported, []]
        made = (of_package(server, package, "1.2", allowed_domains=each) for each in lists)
        yield Place(sites, elsewhere, *made)


def link(dispatch: Dispatched) -> str:
    return f"{dispatch.launch_url}?user_id=ann"


async def plays(page: Page, address: str, dispatch: Dispatched) -> None:
    await page.goto(address)
    running = await playing(page, dispatch.standard, dispatch.place)
    assert await running.get("learner") == "ann"


async def is_blocked(page: Page, address: str) -> None:
    """The browser itself puts its error page where the frame would be."""
    await page.goto(address)
    blocked = await frame_at(page, lambda url: url.startswith("chrome-error:"))
    assert blocked.parent_frame is not None
    assert not any(".content." in _host(frame.url) for frame in page.frames)


@pytest.mark.parametrize("host", ALLOWED)
@pytest.mark.parametrize("policy", ["", "no-referrer"])
async def test_s08_a_listed_site_shows_it_in_a_frame_whatever_its_referrer_policy(
    place: Place, page: Page, host: str, policy: str
) -> None:
    address = place.sites.framing(link(place.named), host, policy=policy)
    await plays(page, address, place.named)


@pytest.mark.parametrize("host", OTHERS)
async def test_s08_no_other_site_shows_it_in_a_frame(place: Place, page: Page, host: str) -> None:
    await is_blocked(page, place.sites.framing(link(place.named), host))


async def test_s08_a_wildcard_is_not_about_the_domain_itself(place: Place, page: Page) -> None:
    await is_blocked(page, place.sites.framing(link(place.below), "partner.localhost"))
    address = place.sites.framing(link(place.below), "sub.partner.localhost")
    await plays(page, address, place.below)


async def test_s08_a_port_counts_where_it_is_named(place: Place, page: Page) -> None:
    url = link(place.with_port)
    await is_blocked(page, place.elsewhere.framing(url, "partner.localhost"))
    await is_blocked(page, place.sites.framing(url, "sub.partner.localhost"))
    await plays(page, place.sites.framing(url, "partner.localhost"), place.with_port)


async def test_s08_every_page_of_a_portal_around_must_be_listed(place: Place, page: Page) -> None:
    inner = place.sites.framing(link(place.named), "partner.localhost")
    await is_blocked(page, place.sites.framing(inner, "lms.localhost"))
    outer = place.elsewhere.framing(inner, "sub.partner.localhost")
    await plays(page, outer, place.named)


async def test_s08_a_page_without_an_origin_shows_it_in_no_frame(place: Place, page: Page) -> None:
    html = f'<iframe src="{link(place.named)}"></iframe>'
    await is_blocked(page, f"data:text/html,{quote(html)}")


@pytest.mark.parametrize("host", ["lms.localhost", "partner.localhost"])
async def test_s08_without_a_list_every_site_shows_it(place: Place, page: Page, host: str) -> None:
    address = place.sites.framing(link(place.anywhere), host, policy="no-referrer")
    await plays(page, address, place.anywhere)


@pytest.mark.parametrize("host", ALLOWED)
async def test_s08_a_link_on_a_listed_site_opens_it(place: Place, page: Page, host: str) -> None:
    await page.goto(place.sites.leading(link(place.named), host))
    await page.click("#go")
    await playing(page, "1.2", place.named.place)


@pytest.mark.parametrize("host", OTHERS)
async def test_s08_a_link_elsewhere_is_refused_with_the_list(
    place: Place, page: Page, host: str
) -> None:
    await page.goto(place.sites.leading(link(place.named), host))
    await page.click("#go")
    await _is_told_where(page, place)


async def test_s08_a_link_without_a_referrer_is_refused_with_the_list(
    place: Place, page: Page
) -> None:
    await page.goto(place.sites.leading(link(place.named), "partner.localhost", policy="origin"))
    await page.click("#go")
    await playing(page, "1.2", place.named.place)
    silent = place.sites.leading(link(place.named), "partner.localhost", policy="no-referrer")
    await page.goto(silent)
    await page.click("#go")
    await _is_told_where(page, place)
    await page.goto(link(place.named))
    await _is_told_where(page, place)


async def test_s08_without_a_list_every_link_opens_it(place: Place, page: Page) -> None:
    await plays(page, link(place.anywhere), place.anywhere)


async def _is_told_where(page: Page, place: Place) -> None:
    await page.get_by_text("*.partner.localhost").first.wait_for()
    assert not any(".content." in _host(frame.url) for frame in page.frames)
    assert "/player/dispatch/" in page.url


async def test_s08_the_course_itself_is_blocked_elsewhere_as_well(
    place: Place, context: BrowserContext
) -> None:
    page = await context.new_page()
    address = place.sites.framing(link(place.named), "partner.localhost")
    await page.goto(address)
    running = await playing(page, "1.2", place.named.place)
    bridge = running.frame.parent_frame
    assert bridge is not None
    assert bridge.parent_frame is not None

    other = await context.new_page()
    for stolen in (running.frame.url, bridge.url, bridge.parent_frame.url):
        await is_blocked(other, place.sites.framing(stolen, "lms.localhost"))
        headers = _headers(place.named.server, stolen)
        policy = headers["Content-Security-Policy"]
        [ancestors] = [p.split() for p in policy.split(";") if "frame-ancestors" in p]
        assert {"http://partner.localhost:*", "https://*.partner.localhost:*"} <= set(ancestors)
        assert not {"*", "http:", "https:"} & set(ancestors)
        assert "X-Frame-Options" not in headers


async def test_s08_no_route_of_the_player_sends_x_frame_options(place: Place) -> None:
    for dispatch in (place.named, place.anywhere):
        token = urlsplit(dispatch.launch_url).path
        for path in (token, f"{token}?shell=1.2", "/player/dispatch/x", "/player/x"):
            assert "X-Frame-Options" not in _headers(dispatch.server, dispatch.player_origin + path)


def _host(url: str) -> str:
    return urlsplit(url).hostname or ""


def _headers(server: Server, url: str) -> httpx.Headers:
    parts = urlsplit(url)
    path = f"{parts.path}?{parts.query}" if parts.query else parts.path
    host = {"Host": parts.netloc}
    return httpx.get(f"http://127.0.0.1:{server.port}{path}", headers=host).headers
