"""Every link of every page leads somewhere, and the pages bring nothing from elsewhere."""

import re
from typing import Any, cast
from urllib.parse import urldefrag, urlsplit

import lectern_guides as guides
import pytest
from lxml import html
from quart import Quart
from quart.typing import TestClientProtocol as Client

from api import openapi
from api.guides import library, markup

ADDRESSES = ["/docs", *(f"/docs/{name}" for name in guides.names())]
OUTSIDE = ("http", "https", "mailto")


async def page(client: Client, address: str) -> Any:
    answer = await client.get(address)
    assert answer.status_code == 200, address
    return cast(Any, html).document_fromstring(await answer.get_data(as_text=True))


async def places(client: Client, address: str, known: dict[str, set[str]]) -> set[str]:
    """The anchors of a page of ours."""
    if address not in known:
        known[address] = set((await page(client, address)).xpath("//@id"))
    return known[address]


def described(app: Quart) -> set[str]:
    """The anchors of the API reference, as its page makes them."""
    methods = [one for found in openapi.document(app)["paths"].values() for one in found.values()]
    return {f"/{one['tags'][0]}/{one['operationId']}" for one in methods}


@pytest.mark.parametrize("address", ADDRESSES)
async def test_every_link_leads_somewhere(app: Quart, client: Client, address: str) -> None:
    known: dict[str, set[str]] = {"/api/docs": described(app)}
    dead: list[str] = []
    for link in cast(list[str], (await page(client, address)).xpath("//@href | //@src")):
        where, anchor = urldefrag(link)
        parts = urlsplit(where)
        if parts.scheme:
            dead += [] if parts.scheme in OUTSIDE and parts.netloc else [link]
        elif anchor:
            dead += [] if anchor in await places(client, where or address, known) else [link]
        else:
            dead += [] if (await client.get(where)).status_code == 200 else [link]

    assert dead == []


@pytest.mark.parametrize("address", ADDRESSES)
async def test_a_page_brings_nothing_from_elsewhere(client: Client, address: str) -> None:
    answer = await client.get(address)
    text = await answer.get_data(as_text=True)

    assert "unsafe" not in answer.headers["Content-Security-Policy"]
    assert re.findall(r"<(?:script|style)>| style=| on[a-z]+=\"", text) == []
    assert re.findall(r"<(?:script|link|img)[^>]+(?:src|href)=\"(?!/docs/)", text) == []


@pytest.mark.parametrize("name", guides.names())
def test_every_operation_that_is_named_exists(app: Quart, name: str) -> None:
    paths = openapi.document(app)["paths"]
    known = {
        f"{method.upper()} {re.sub(r'{[^}]*}', '{}', path)}"
        for path, methods in paths.items()
        for method in methods
    }
    named = [
        (child.content, found)
        for token in markup.parse((guides.FOLDER / f"{name}.md").read_text("utf-8"))
        for child in token.children or []
        if child.type == "code_inline" and (found := markup.OPERATION.fullmatch(child.content))
    ]

    unknown = [
        text for text, it in named if f"{it[1]} {re.sub(r'{[^}]*}', '{}', it[2])}" not in known
    ]

    assert [text for text in unknown if " /api/" in text] == []


@pytest.mark.parametrize("name", guides.names())
def test_every_sample_runs_or_says_why_not(name: str) -> None:
    silent = [
        f"{name}.md:{one.line}"
        for group in guides.blocks(name)
        for one in group
        if one.is_spoken and not one.runs and not re.fullmatch(r"norun: \S.+", one.says)
    ]

    assert silent == []


@pytest.mark.parametrize("name", guides.names())
def test_a_sample_that_runs_comes_in_every_language(name: str) -> None:
    alone = [
        f"{name}.md:{group[0].line}"
        for group in guides.blocks(name)
        if any(one.runs for one in group)
        and {one.language for one in group} != set(guides.spoken())
    ]

    assert alone == []


def test_every_guide_has_its_place_in_the_contents() -> None:
    listed = (library.FOLDER / "contents.toml").read_text("utf-8")

    assert [name for name in guides.names() if f'"{name}"' not in listed] == []


async def test_a_guide_is_also_there_as_markdown(client: Client) -> None:
    answer = await client.get("/docs/quick-start.md")

    assert answer.mimetype == "text/markdown"
    assert (await answer.get_data(as_text=True)).startswith("# Quick start\n")


async def test_an_unknown_guide_is_answered_with_the_list_of_all(client: Client) -> None:
    answer = await client.get("/docs/no-such-guide")

    assert answer.status_code == 404
    assert "/docs/quick-start" in await answer.get_data(as_text=True)


async def test_what_has_not_changed_is_not_sent_again(client: Client) -> None:
    first = await client.get("/docs/quick-start")

    again = await client.get("/docs/quick-start", headers={"If-None-Match": first.headers["ETag"]})

    assert again.status_code == 304
    assert await again.get_data() == b""


async def test_the_files_of_the_pages_may_be_kept_for_ever(client: Client) -> None:
    text = await (await client.get("/docs")).get_data(as_text=True)
    found = re.search(r'"(/docs/assets/[^/]+/)guides.css"', text)
    assert found

    answer = await client.get(f"{found[1]}guides.css")
    older = await client.get("/docs/assets/0123456789ab/guides.css")
    foreign = await client.get(f"{found[1]}..%2Fplayer.css")

    assert "immutable" in answer.headers["Cache-Control"]
    assert (older.status_code, foreign.status_code) == (404, 404)
