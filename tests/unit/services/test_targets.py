"""Which addresses may be called: public names over https, and nothing that leads inside."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.errors import Invalid
from services.outbound import targets
from services.outbound.targets import Resolve

PUBLIC = "93.184.215.14"
PUBLIC_6 = "2606:2800:21f:cb07:6820:80da:af6b:8b2c"


def answering(*addresses: str) -> Resolve:
    async def ask(host: str, port: int) -> list[str]:
        return list(addresses)

    return ask


async def unknown(host: str, port: int) -> list[str]:
    raise OSError("no such host")


@pytest.mark.parametrize(
    "url",
    [
        "https://files.partner.com/course.zip",
        "https://partner.co.uk",
        "https://partner.com:8443/a/b.zip?X-Amz-Signature=0f%2B&x[]=1",
        "HTTPS://Files.Partner.COM/Course.zip",
        "https://xn--bcher-kva.de/x.zip",
    ],
)
async def test_public_https_addresses_are_targets(url: str) -> None:
    target = await targets.checked(url, False, ask=answering(PUBLIC, PUBLIC_6))

    assert target.addresses == (PUBLIC, PUBLIC_6)
    assert target.host == target.host.lower()
    assert target.url.startswith(f"https://{target.host}")


@pytest.mark.parametrize(
    "url",
    [
        "",
        "course.zip",
        "//partner.com/x",
        "http://partner.com/x",
        "ftp://partner.com/x",
        "file:///etc/passwd",
        "gopher://partner.com/",
        "javascript:alert(1)",
        "https:partner.com",
        "https:/partner.com",
        "https://",
        "https:///x",
        "https://partner.com:22/",
        "https://partner.com:6379/",
        "https://partner.com:80/",
        "https://partner.com:0443/",
        "https://partner.com:/",
        "https://partner.com:65979/",
        "https://user@partner.com/",
        "https://user:word@partner.com/",
        "https://partner.com@10.0.0.1/",
        "https://partner.com#@10.0.0.1/",
        "https://partner.com/x#part",
        "https://partner.com\\@10.0.0.1/",
        "https://partner.com\\.evil.com/",
        "https://partner.com/a b",
        " https://partner.com/",
        "https://partner.com/\r\nHost: x",
        "https://partner.com/\n",
        "https://par%74ner.com/",
        "https://partner.com%00.evil.com/",
        "https://partner.com./",
        "https://.partner.com/",
        "https://partner..com/",
        "https://-partner.com/",
        "https://" + "a" * 64 + ".com/",
        "https://" + "a." * 130 + "com/",
        "https://partner.com/" + "x" * 2048,
        # Characters that some programs turn into ASCII ones.
        "https://\uff11\uff12\uff17.\uff10.\uff10.\uff11/",
        "https://partner\u3002com/",
        "https://\u24dbocalhost.com/",
        "https://bücher.de/",
        "https://par\ufb01ner.com/",
        "https://faceboo\u212a.com/",
        "https://\u017fpotify.com/",
    ],
)
async def test_what_two_programs_could_read_differently_is_refused(url: str) -> None:
    with pytest.raises(Invalid):
        await targets.checked(url, False, ask=answering(PUBLIC))


@pytest.mark.parametrize(
    "host",
    [
        "127.0.0.1",
        PUBLIC,
        "2130706433",
        "0x7f000001",
        "0x7f.0.0.1",
        "0177.0.0.1",
        "127.1",
        "127.0.1",
        "0",
        "[::1]",
        f"[{PUBLIC_6}]",
        "[::ffff:127.0.0.1]",
        "[fe80::1%25eth0]",
        "localhost",
        "LOCALHOST",
        "api.localhost",
        "printer.local",
        "metadata.google.internal",
        "host.docker.internal",
        "router.lan",
        "server",
        "db.cluster",
        "co.uk",
        "com",
        "github.io",
        "1.0.0.127.in-addr.arpa",
        "hidden.onion",
    ],
)
async def test_addresses_and_names_of_the_inside_are_refused(host: str) -> None:
    with pytest.raises(Invalid):
        await targets.checked(f"https://{host}/", False, ask=answering(PUBLIC))


INSIDE = [
    "0.0.0.0",  # noqa: S104 - never listened on
    "10.1.2.3",
    "100.64.0.1",
    "127.0.0.1",
    "127.255.255.254",
    "169.254.169.254",
    "172.16.0.1",
    "192.0.0.8",
    "192.0.2.1",
    "192.168.1.1",
    "198.18.0.1",
    "198.51.100.1",
    "203.0.113.1",
    "224.0.0.1",
    "240.0.0.1",
    "255.255.255.255",
    "::",
    "::1",
    "::ffff:127.0.0.1",
    "::ffff:169.254.169.254",
    "::127.0.0.1",
    "::10.0.0.1",
    "64:ff9b::10.0.0.1",
    "64:ff9b::a9fe:a9fe",
    "64:ff9b:1::808:808",
    "2002:7f00:1::",
    "2002:a9fe:a9fe::1",
    "2001:0:5db8:d70e:0:0:f5fe:fdfc",
    "2001:db8::1",
    "3fff::1",
    "fc00::1",
    "fd00:ec2::254",
    "fe80::1",
    "fe80::1%eth0",
    f"{PUBLIC_6}%eth0",
    "fec0::1",
    "ff02::1",
    "100::1",
    "2606:4700::5efe:127.0.0.1",
    "2606:4700::200:5efe:10.0.0.1",
    "not an address",
]


@pytest.mark.parametrize("address", INSIDE)
async def test_one_answer_that_leads_inside_refuses_all(address: str) -> None:
    with pytest.raises(Invalid, match="not public"):
        await targets.checked("https://partner.com/", False, ask=answering(PUBLIC, address))


@pytest.mark.parametrize(
    "address",
    [
        *(PUBLIC, PUBLIC_6, "8.8.8.8", "::ffff:8.8.8.8", "64:ff9b::808:808", "2002:808:808::"),
        "2001:0:808:808:0:0:f7f7:f7f7",
    ],
)
def test_public_addresses_are_public_in_every_wrapping(address: str) -> None:
    assert targets.is_allowed(address)


@given(st.ip_addresses(v=6, network="::ffff:0:0/96"))
def test_a_mapped_address_is_as_public_as_the_one_inside(address: object) -> None:
    inner = str(getattr(address, "ipv4_mapped"))  # noqa: B009

    assert targets.is_allowed(str(address)) == targets.is_allowed(inner)


async def test_a_host_that_does_not_exist_is_named_as_such() -> None:
    with pytest.raises(Invalid, match="cannot be found"):
        await targets.checked("https://partner.com/", False, ask=unknown)
    with pytest.raises(Invalid, match="cannot be found"):
        await targets.checked("https://partner.com/", False, ask=answering())


async def test_the_host_is_asked_for_once() -> None:
    asked: list[tuple[str, int]] = []

    async def ask(host: str, port: int) -> list[str]:
        asked.append((host, port))
        return [PUBLIC]

    await targets.checked("https://Partner.com:8443/", False, ask=ask)

    assert asked == [("partner.com", 8443)]


async def test_the_complaint_names_the_field_of_the_request() -> None:
    with pytest.raises(Invalid) as refused:
        await targets.checked("http://partner.com", False, name="webhook_url")

    assert "webhook_url" in str(refused.value.details["fieldErrors"])


@pytest.mark.parametrize(
    "url",
    ["http://127.0.0.1:4000/x", "http://localhost:4000/", "http://[::1]:4000/", "http://nas/x.zip"],
)
async def test_a_developer_may_allow_the_own_machine_and_network(url: str) -> None:
    ask = answering("127.0.0.1", "192.168.1.1")

    assert (await targets.checked(url, True, ask=ask)).url == url
    with pytest.raises(Invalid):
        await targets.checked(url, False, ask=ask)


@pytest.mark.parametrize(
    "url",
    [
        *("http://2130706433/", "http://0x7f.1/", "http://0177.0.0.1/", "http://127.1/"),
        *("http://169.254.169.254/", "http://0.0.0.0/", "http://user@localhost/"),
        *("http://[::ffff:169.254.169.254]/", "http://224.0.0.1/", "http://localhost./"),
    ],
)
async def test_odd_spellings_and_metadata_stay_refused_for_developers(url: str) -> None:
    with pytest.raises(Invalid):
        await targets.checked(url, True, ask=answering("127.0.0.1"))
