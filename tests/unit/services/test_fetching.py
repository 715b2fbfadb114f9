"""Requests to foreign addresses, made of a real server that does not always mean well."""

import asyncio
import datetime as dt
import socket
import ssl
from collections.abc import AsyncGenerator, Awaitable, Callable
from contextlib import asynccontextmanager
from ipaddress import ip_address
from pathlib import Path

import pytest
from aiohttp import web
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from services.errors import FetchFailed, Invalid
from services.outbound import fetching, targets
from services.outbound.fetching import Timeouts
from services.outbound.targets import Resolve

PATIENT = Timeouts(total=5)
Handler = Callable[[web.BaseRequest], Awaitable[web.StreamResponse]]


@asynccontextmanager
async def serving(
    handler: Handler, host: str = "127.0.0.1", port: int = 0, tls: ssl.SSLContext | None = None
) -> AsyncGenerator[int]:
    runner = web.ServerRunner(web.Server(handler), shutdown_timeout=0.1)
    await runner.setup()
    try:
        await web.TCPSite(runner, host, port, ssl_context=tls).start()
        yield runner.addresses[0][1]
    finally:
        await runner.cleanup()


async def hello(request: web.BaseRequest) -> web.Response:
    return web.Response(text=f"{request.method} {request.host} {request.raw_path}")


def named(*answers: str) -> Resolve:
    """A resolver that gives the next answer each time, and the last one for ever."""
    left = list(answers)

    async def ask(host: str, port: int) -> list[str]:
        return [left.pop(0) if len(left) > 1 else left[0]]

    return ask


async def reason_of(call: Awaitable[object]) -> object:
    with pytest.raises(FetchFailed) as failed:
        await call
    return failed.value.details["reason"]


async def fetched(url: str, timeouts: Timeouts = PATIENT, limit: int = 2048) -> bytes:
    target = await targets.checked(url, True)
    async with fetching.open(target, timeouts=timeouts) as answer:
        return await answer.read(limit)


async def test_the_host_keeps_its_name_and_the_path_its_spelling() -> None:
    async with serving(hello) as port:
        url = f"http://Courses.Partner.com:{port}/a%2Fb/c?x=%41&y[]=1"
        target = await targets.checked(url, True, ask=named("127.0.0.1"))
        async with fetching.open(target, "POST", {"X-One": "1"}, b"body") as answer:
            said = await answer.read(2048)

    assert answer.status == 200
    assert said == f"POST courses.partner.com:{port} /a%2Fb/c?x=%41&y[]=1".encode()


async def test_a_name_that_moves_inside_after_the_check_is_not_followed() -> None:
    async def inside(request: web.BaseRequest) -> web.Response:
        raise AssertionError("it was called")

    async with serving(hello) as port, serving(inside, "127.0.0.2", port):
        ask = named("127.0.0.1", "127.0.0.2")
        target = await targets.checked(f"http://rebinding.com:{port}/", True, ask=ask)
        for _ in range(3):
            async with fetching.open(target) as answer:
                assert answer.status == 200


async def test_a_listener_inside_hears_nothing_of_what_was_refused() -> None:
    heard: list[str] = []

    async def canary(request: web.BaseRequest) -> web.Response:
        heard.append(request.raw_path)
        return web.Response()

    async with serving(canary) as port:
        for url in (f"http://127.0.0.1:{port}/", f"https://partner.com:{port}/"):
            with pytest.raises(Invalid):
                await targets.checked(url, False, ask=named("127.0.0.1"))
        with pytest.raises(Invalid):
            await targets.checked("https://partner.com/", False, ask=named("127.0.0.1"))

    assert heard == []


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
async def test_redirects_are_failures_and_not_followed(status: int) -> None:
    asked: list[str] = []

    async def away(request: web.BaseRequest) -> web.Response:
        asked.append(request.path)
        return web.Response(status=status, headers={"Location": "/inside"})

    async with serving(away) as port:
        with pytest.raises(FetchFailed, match="redirects are not followed") as failed:
            await fetched(f"http://127.0.0.1:{port}/")

    assert failed.value.details == {"reason": "REDIRECT", "status": status}
    assert asked == ["/"]


async def test_a_huge_answer_is_read_no_further_than_asked() -> None:
    sent = 0

    async def endless(request: web.BaseRequest) -> web.StreamResponse:
        nonlocal sent
        answer = web.StreamResponse()
        await answer.prepare(request)
        while True:
            await answer.write(b"x" * 100_000)
            sent += 100_000

    async with serving(endless) as port:
        said = await fetched(f"http://127.0.0.1:{port}/", limit=2048)

    assert said == b"x" * 2048
    assert sent < 20_000_000


async def test_an_answer_that_never_ends_is_given_up() -> None:
    async def dripping(request: web.BaseRequest) -> web.StreamResponse:
        answer = web.StreamResponse()
        await answer.prepare(request)
        while True:
            await answer.write(b".")
            await asyncio.sleep(0.05)

    async with serving(dripping) as port:
        url = f"http://127.0.0.1:{port}/"
        began = asyncio.get_running_loop().time()
        assert await reason_of(fetched(url, Timeouts(total=0.5))) == "TIMEOUT"

    assert asyncio.get_running_loop().time() - began < 3


async def test_a_server_that_says_nothing_is_given_up() -> None:
    async def silent(request: web.BaseRequest) -> web.Response:
        await asyncio.sleep(30)
        return web.Response()

    async with serving(silent) as port:
        url = f"http://127.0.0.1:{port}/"
        assert await reason_of(fetched(url, Timeouts(total=None, idle=0.3))) == "TIMEOUT"


async def test_an_answer_that_breaks_off_says_so() -> None:
    async def broken(request: web.BaseRequest) -> web.StreamResponse:
        answer = web.StreamResponse(headers={"Content-Length": "1000"})
        await answer.prepare(request)
        await answer.write(b"some")
        assert request.transport
        request.transport.close()
        return answer

    async with serving(broken) as port:
        assert await reason_of(fetched(f"http://127.0.0.1:{port}/")) == "BROKEN"


async def test_nobody_listening_says_so() -> None:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]

    assert await reason_of(fetched(f"http://127.0.0.1:{port}/")) == "CONNECT"


async def test_proxies_and_cookies_play_no_part(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:1")
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:1")

    async def biscuit(request: web.BaseRequest) -> web.Response:
        answer = web.Response(text=request.headers.get("Cookie", "none"))
        answer.set_cookie("a", "b")
        return answer

    async with serving(biscuit) as port:
        url = f"http://127.0.0.1:{port}/"
        assert [await fetched(url), await fetched(url)] == [b"none", b"none"]


async def test_packed_answers_are_not_unpacked() -> None:
    async def packed(request: web.BaseRequest) -> web.Response:
        assert request.headers["Accept-Encoding"] == "identity"
        return web.Response(body=b"\x1f\x8bnot unpacked", headers={"Content-Encoding": "gzip"})

    async with serving(packed) as port:
        assert await fetched(f"http://127.0.0.1:{port}/") == b"\x1f\x8bnot unpacked"


async def test_the_certificate_must_be_for_the_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    own = certificate(tmp_path, "courses.partner.com")
    monkeypatch.setenv("SSL_CERT_FILE", str(own))
    fetching.trust.cache_clear()
    tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    tls.load_cert_chain(own)
    asked: list[str | None] = []
    tls.sni_callback = lambda _socket, name, _context: asked.append(name)

    async with serving(hello, tls=tls) as port:
        right, wrong = [
            await targets.checked(f"https://{host}:{port}/", True, ask=named("127.0.0.1"))
            for host in ("courses.partner.com", "other.partner.com")
        ]
        async with fetching.open(right) as answer:
            assert answer.status == 200
        assert await reason_of(opened(wrong)) == "TLS"

    fetching.trust.cache_clear()
    assert asked[0] == "courses.partner.com"


async def opened(target: targets.Target) -> None:
    async with fetching.open(target):
        pass


def certificate(folder: Path, host: str) -> Path:
    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, host)])
    names: list[x509.GeneralName] = [
        x509.DNSName(host),
        x509.IPAddress(ip_address("127.0.0.9")),
    ]
    now = dt.datetime.now(dt.UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now - dt.timedelta(days=1))
        .not_valid_after(now + dt.timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName(names), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    path = folder / "certificate.pem"
    path.write_bytes(
        made.public_bytes(serialization.Encoding.PEM)
        + key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
    )
    return path
