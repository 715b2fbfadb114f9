"""Request targets as an attacker writes them, raw over a socket. [check S12]"""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from player import content_paths
from tests import content_host
from tests.content_host import BUILD, CT, HOST, World

SECRET = b"planted-secret-next-to-the-storage-root"
FILES = {
    "index.html": b"start",
    "Scripts/Main.JS": b"main",
    "twin.css": b"lower",
    "TWIN.css": b"upper",
    "caf\u00e9.html": b"accent",
    "a b+c.txt": b"blank and plus",
    "100%.txt": b"percent",
    "deep/er/page.html": b"deep",
}


@pytest.fixture(scope="module")
async def world(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[World]:
    folder = Path(tmp_path_factory.mktemp("zoo"))
    made = await content_host.stored(folder, content_host.packed(FILES))
    for place in [folder, folder / "storage", folder / "storage" / "tenants"]:
        (place / "secret.txt").write_bytes(SECRET)
    async with content_host.playing(made) as playing:
        yield playing


@pytest.mark.parametrize(
    ("path", "body"),
    [
        ("index.html", b"start"),
        ("./index.html", b"start"),
        ("deep/../index.html", b"start"),
        ("deep/er/../../index.html", b"start"),
        ("deep//er///page.html", b"deep"),
        ("deep%2Fer%2fpage.html", b"deep"),
        ("deep\\er\\page.html", b"deep"),
        ("deep%5Cer%5cpage.html", b"deep"),
        ("deep/%2e%2e/index.html", b"start"),
        ("scripts/main.js", b"main"),
        ("SCRIPTS/MAIN.js", b"main"),
        ("twin.css", b"lower"),
        ("TWIN.css", b"upper"),
        ("caf%C3%A9.html", b"accent"),
        ("cafe%CC%81.html", b"accent"),
        ("CAF%C3%89.html", b"accent"),
        ("a%20b+c.txt", b"blank and plus"),
        ("100%25.txt", b"percent"),
        ("index.html?x=../../secret.txt", b"start"),
        ("index.html?%00", b"start"),
    ],
)
async def test_a_link_that_means_a_file_gets_it(world: World, path: str, body: bytes) -> None:
    answer = await world.get(path)

    assert (answer.status, answer.body) == (200, body)


ZOO = [
    "../secret.txt",
    "../../secret.txt",
    "../../../../../../../../etc/passwd",
    "deep/../../secret.txt",
    "..%2fsecret.txt",
    "%2e%2e/secret.txt",
    "%2e%2e%2fsecret.txt",
    "%2E%2E%2Fsecret.txt",
    ".%2e/secret.txt",
    "%252e%252e%252fsecret.txt",
    "%252e%252e/secret.txt",
    "..%255csecret.txt",
    "..%5csecret.txt",
    "..\\secret.txt",
    "..%c0%afsecret.txt",
    "%c0%ae%c0%ae/secret.txt",
    "%c0%ae%c0%ae%c0%afsecret.txt",
    "%e0%80%ae%e0%80%ae/secret.txt",
    "..%u2216secret.txt",
    "..%00/secret.txt",
    "index.html%00.txt",
    "%00",
    "%",
    "%zz",
    "%ff%fe",
    "index.html;a",
    "index.html;jsessionid=1",
    "..;/secret.txt",
    "/etc/passwd",
    "//etc/passwd",
    "file:///etc/passwd",
    "C:/Windows/win.ini",
    "index.html::$DATA",
    "index.html%20",
    "index.html.",
    "Twin.css",
    "tWIN.css",
    "deep",
    "deep/",
    "",
    ".",
    "./",
    "secret.txt",
    "storage/secret.txt",
    "imsmanifest.xml",
    "__rt",
    "__rt/",
    "__rt/../../secret.txt",
    f"__rt/{BUILD}/",
    f"__rt/{BUILD}/../../../secret.txt",
    f"__rt/{BUILD}/..%2f..%2fsecret.txt",
    f"__rt/{BUILD}/bridge.js/../secret.txt",
    f"__rt/{BUILD}/.hidden",
    "a" * 5000,
    "../" * 500 + "etc/passwd",
    "%2e%2e%2f" * 200 + "etc/passwd",
]


@pytest.mark.parametrize("path", ZOO, ids=lambda path: path[:40] or "empty")
async def test_no_link_leads_out_of_the_course(world: World, path: str) -> None:
    answer = await world.get(path)

    assert answer.status == 404
    assert answer.headers["content-type"].startswith("text/plain")
    assert answer.body == b"Not found.\n"


@pytest.mark.parametrize(
    "target",
    [
        f"/~{CT}",
        f"//~{CT}/index.html",
        f"/x/../~{CT}/index.html",
        f"/~{CT}%2findex.html",
        f"/%7e{CT}/index.html",
        f"/~{CT}x/index.html",
        f"/~{CT[:-1]}/index.html",
        f"/~{CT.upper()}/index.html",
        "/~/index.html",
        "/~../index.html",
        f"/~{CT};a/index.html",
        f"http://{HOST}/../secret.txt",
        f"http://evil.test/~{CT}/../secret.txt",
        "*",
        "/",
        "/api/v1/packages",
        "/api/health",
        "/dashboard",
        "/console",
        "/storage/tenants/t1/uploads/u1.zip",
        "/player/s1",
        "/favicon.ico",
        "/robots.txt",
    ],
)
async def test_nothing_else_is_on_a_content_origin(world: World, target: str) -> None:
    answer = await world.ask(target)

    assert answer.status == 404
    assert SECRET not in answer.body


async def test_the_absolute_form_changes_nothing(world: World) -> None:
    """A server hands on the path alone or the whole; neither may lead anywhere else."""
    answer = await world.ask(f"http://{HOST}/~{CT}/index.html")

    assert (answer.status, answer.body) in [(200, b"start"), (404, b"Not found.\n")]


@pytest.mark.parametrize(
    "request_line",
    [
        b"GET /~%s/\xff\xfe HTTP/1.1",
        b"GET /~%s/a b HTTP/1.1",
        b"GET /~%s/\x00 HTTP/1.1",
    ],
)
async def test_what_is_no_http_is_no_fault_of_ours(world: World, request_line: bytes) -> None:
    line = request_line % CT.encode()

    answer = await world.raw(line + f"\r\nHost: {HOST}\r\nConnection: close\r\n\r\n".encode())

    assert 400 <= answer.status < 500
    assert SECRET not in answer.body


def test_a_path_is_decoded_once_and_stays_inside() -> None:
    assert content_paths.inside(b"a/./b/../c%2ehtml") == "a/c.html"
    assert content_paths.inside(b"a%252e") == "a%2e"
    assert content_paths.inside(b"..") is None
    assert content_paths.inside(b"a/../..") is None
    assert content_paths.inside(b"") is None
