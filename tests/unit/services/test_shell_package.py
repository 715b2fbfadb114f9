"""Shell packages: small, sound, the same every time, and unimpressed by hostile titles."""

import json
import re
import subprocess
from collections.abc import Mapping
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lectern_zips import reader
from lxml import etree

from models.dispatch import Standard
from models.launch import Window
from scorm.edition import Edition
from scorm.packaging.examine import Examined, examine
from scorm.packaging.findings import Severity
from scorm.packaging.write import plain_title
from services.dispatches import shell_package
from services.dispatches.shell_package import Shell, build, file_name

LARGEST = 30_000
ROOT = Path(__file__).parents[3]
SHELL = Shell(
    dispatch_id="7d0c1c53-6d5e-4a83-9b39-5b6c6f3a1f10",
    title="Fire safety",
    standard=Standard.SCORM_12,
    token="eyJhbGciOiJIUzI1NiJ9.eyJ0eXAiOiJkaXNwYXRjaCJ9." + "s" * 43,
    player_origin="https://play.example.com",
)
HOSTILE = [
    "</script><script>window.broken = true</script>",
    "</title><img src=x onerror=alert(1)>",
    "\\\"'; window.broken = true; //",
    "${policy} $title $$ %s {0}",
    "<!-- ]]> &amp; &#0;",
    "\x00\x1b\u2028\u2029\ud800 line\nline",
    "تدريب على السلامة 😀 \u202e",
    "long " * 100,
]


def unpacked(shell: Shell) -> dict[str, bytes]:
    with ZipFile(BytesIO(build(shell))) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def page_of(shell: Shell) -> Any:
    return etree.fromstring(unpacked(shell)["index.html"], etree.HTMLParser(encoding="ascii"))


def config_of(script: bytes) -> dict[str, Any]:
    """What the script leaves when it is run, with nothing else left behind."""
    text = script.decode("ascii")
    assert text.startswith("window.lecternDispatch = {")
    assert text.endswith("};\n")
    return json.loads(text.removeprefix("window.lecternDispatch = ").removesuffix(";\n"))


@pytest.mark.parametrize("standard", Standard)
@pytest.mark.parametrize("title", ["Fire safety", *HOSTILE])
def test_our_own_validator_finds_nothing_to_warn_of(standard: Standard, title: str) -> None:
    data = build(replace(SHELL, standard=standard, title=title))

    result = examine(reader(data), len(data), lambda _: True)

    assert isinstance(result, Examined)
    serious = {Severity.ERROR, Severity.WARNING, Severity.REPAIR}
    assert [each for each in result.report.findings if each.severity in serious] == []
    assert result.manifest.edition is Edition(standard.value)
    assert result.manifest.title == plain_title(title)
    assert result.manifest.launch_href == "index.html"
    assert result.manifest.sco_count == 1


@pytest.mark.parametrize("standard", Standard)
def test_it_is_small_and_the_same_every_time(standard: Standard) -> None:
    shell = replace(SHELL, standard=standard)

    data = build(shell)

    assert len(data) <= LARGEST
    assert data == build(shell)
    assert data != build(replace(shell, title="Other"))


def test_the_manifest_lists_exactly_the_files_that_are_there() -> None:
    files = unpacked(SHELL)
    root = etree.fromstring(files.pop("imsmanifest.xml"))

    assert [each.get("href") for each in root.iter("{*}file")] == list(files)
    assert set(files) == {"index.html", "dispatch.js", "dispatch-config.js", "dispatch.css"}


@pytest.mark.parametrize("title", HOSTILE)
def test_a_hostile_title_stays_a_title(title: str) -> None:
    files = unpacked(replace(SHELL, title=title))
    page = page_of(replace(SHELL, title=title))

    assert page.findtext(".//title") == plain_title(title)
    assert len(page.findall(".//script")) == 2
    assert page.findall(".//img") == []
    assert b"<" not in files["dispatch-config.js"]
    assert config_of(files["dispatch-config.js"])["title"] == plain_title(title)


@given(st.text())
@settings(max_examples=30)
def test_any_title_gives_a_script_that_means_the_same_to_a_browser(title: str) -> None:
    script = unpacked(replace(SHELL, title=title))["dispatch-config.js"]

    assert config_of(script)["title"] == (plain_title(title) or "Course")


def test_a_browser_reads_the_same_settings() -> None:
    script = unpacked(replace(SHELL, title=HOSTILE[0]))["dispatch-config.js"]
    program = (
        'const window = {}; eval(require("node:fs").readFileSync(0, "utf8"));'
        "console.log(JSON.stringify(window));"
    )
    done = subprocess.run(["node", "-e", program], input=script, capture_output=True, check=True)

    assert json.loads(done.stdout) == {"lecternDispatch": config_of(script)}


def test_the_settings_say_where_to_go_and_how() -> None:
    shell = replace(
        SHELL,
        standard=Standard.SCORM_2004_3RD,
        window=Window.POPUP,
        hides_learners=True,
        test=True,
    )
    config = config_of(unpacked(shell)["dispatch-config.js"])
    texts = config.pop("texts")

    assert config == {
        "dispatch_id": SHELL.dispatch_id,
        "title": "Fire safety",
        "standard": "2004",
        "launch_url": f"https://play.example.com/player/dispatch/{SHELL.token}",
        "player_origin": "https://play.example.com",
        "window": "popup",
        "hides_learners": True,
        "test": True,
    }
    assert set(texts) == {path.stem for path in (ROOT / "locales").glob("*.json")}
    assert texts["ar"]["dir"] == "rtl"
    assert {lang: set(each) for lang, each in texts.items()} == {
        lang: set(texts["en"]) for lang in texts
    }


def test_the_script_speaks_only_texts_that_it_brings_along() -> None:
    files = unpacked(SHELL)
    texts: Mapping[str, str] = config_of(files["dispatch-config.js"])["texts"]["en"]
    named = set(re.findall(r'"((?:stub|check)\.[\w.-]*\w)"', files["dispatch.js"].decode()))

    assert named
    assert named <= set(texts)


def test_it_loads_nothing_from_anywhere_and_brings_no_key() -> None:
    files = unpacked(SHELL)
    page = page_of(SHELL)
    loaded = [each.get("src") or each.get("href") for each in page.iter("script", "link", "img")]

    assert loaded == ["dispatch.css", "dispatch-config.js", "dispatch.js"]
    assert b"url(" not in files["dispatch.css"]
    assert b"@import" not in files["dispatch.css"]
    assert b"eyJ" not in b"".join(
        content for name, content in files.items() if name != "dispatch-config.js"
    )
    assert b"lk_" not in b"".join(files.values())
    assert files["dispatch-config.js"].count(SHELL.token.encode()) == 1


def test_everything_is_ascii_as_nobody_knows_what_character_set_a_system_claims() -> None:
    files = unpacked(replace(SHELL, title="Übung 😀"))
    del files["imsmanifest.xml"]

    assert all(content.isascii() for content in files.values())


@pytest.mark.parametrize(
    ("origin", "source"),
    [
        ("https://play.example.com:8443", "https://play.example.com:8443"),
        ("http://[::1]:3001", "http:"),
    ],
)
def test_the_page_frames_the_player_and_nothing_else(origin: str, source: str) -> None:
    page = page_of(replace(SHELL, player_origin=origin))
    policy = page.xpath("string(//meta[@http-equiv='Content-Security-Policy']/@content)")

    assert policy == f"frame-src {source}; object-src 'none'; form-action 'none'"


def test_without_scripts_it_says_so_in_every_language() -> None:
    page = page_of(SHELL)
    said = {each.get("lang"): each for each in page.findall(".//noscript//section")}

    assert next(iter(said)) == "en"
    assert set(said) == {path.stem for path in (ROOT / "locales").glob("*.json")}
    assert said["ar"].get("dir") == "rtl"
    assert all("".join(each.itertext()).strip() for each in said.values())


def test_a_connection_check_can_be_imported_beside_the_course() -> None:
    own, check = (
        etree.fromstring(unpacked(replace(SHELL, test=test))["imsmanifest.xml"])
        for test in (False, True)
    )

    assert own.get("identifier") != check.get("identifier")
    assert check.findtext(".//{*}title") == "Connection check: Fire safety"


@pytest.mark.parametrize(
    ("title", "standard", "test", "name"),
    [
        ("Fire safety", Standard.SCORM_12, False, "Fire-safety-scorm-1.2.zip"),
        ("Fire", Standard.SCORM_2004_4TH, True, "Fire-connection-check-scorm-2004-4th.zip"),
        ("../../etc/passwd\r\n", Standard.SCORM_2004_3RD, False, "etc-passwd-scorm-2004-3rd.zip"),
        ("¿?", Standard.SCORM_12, False, "Course-scorm-1.2.zip"),
    ],
)
def test_its_file_has_a_speaking_name(
    title: str, standard: Standard, test: bool, name: str
) -> None:
    assert file_name(title, standard, test=test) == name


def test_every_element_that_the_script_looks_for_is_on_the_page() -> None:
    files = unpacked(SHELL)
    page = page_of(SHELL)
    there = {each.get("id") for each in page.iter() if each.get("id")}
    wanted = set(re.findall(r'#part\("([\w-]+)"\)', files["dispatch.js"].decode()))

    assert wanted
    assert wanted <= there
    assert shell_package.FILES[0] == "index.html"
