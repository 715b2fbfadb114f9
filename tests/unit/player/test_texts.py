"""The catalogues of the player."""

import re

import pytest

from player import texts

PLACE = re.compile(r"\{\w+\}")
PLURALS = {f"save.offline.{form}" for form in ("zero", "two", "few", "many")}


def test_the_first_language_that_we_speak_is_taken() -> None:
    assert texts.choose(["nl-BE", "fr-CA", "en"]).lang == "fr"


def test_case_and_region_do_not_matter() -> None:
    assert texts.choose(["DE_at"]).lang == "de"


def test_without_a_common_language_the_player_speaks_english() -> None:
    assert texts.choose(["tlh", "*", ""]).lang == "en"


def test_arabic_is_written_from_right_to_left() -> None:
    assert texts.choose(["ar-EG"]).dir == "rtl"


@pytest.mark.parametrize("lang", sorted(texts.catalogues()))
def test_every_language_has_every_phrase_and_its_places(lang: str) -> None:
    english = texts.catalogues()["en"].phrases
    other = texts.catalogues()[lang].phrases

    assert set(other) - PLURALS == set(english) - PLURALS
    for key, text in english.items():
        if key.endswith(".one"):
            continue  # a language may have a word for it
        assert set(PLACE.findall(other.get(key, text))) >= set(PLACE.findall(text)), key


def test_a_refusal_without_words_of_its_own_is_still_explained() -> None:
    spoken = texts.choose(["en"]).problem("SOMETHING_NEW")

    assert spoken["title"] == "The course could not be opened"


def test_an_expired_link_says_what_to_do() -> None:
    assert "open it from there" in texts.choose(["en"]).problem("TOKEN_EXPIRED")["advice"]


def test_a_page_is_spared_what_others_say() -> None:
    english = texts.choose(["en"])

    spared = english.without("stub.", "check.")
    assert "player.title" in spared
    assert not any(key.startswith(("stub.", "check.")) for key in spared)
    assert len(spared) < len(english.phrases)


@pytest.mark.parametrize(
    ("code", "reason", "title"),
    [
        ("DISPATCH_NOT_ACTIVE", "paused", "This course is paused"),
        ("DISPATCH_NOT_ACTIVE", "expired", "This course is no longer available"),
        ("DISPATCH_NOT_ACTIVE", "revoked", "Access to this course has ended"),
        ("QUOTA_EXCEEDED", "license_limit", "All places are taken"),
        ("QUOTA_EXCEEDED", "learners", "The course cannot be opened at the moment"),
        ("INVALID_TOKEN", "dispatch", "This link is not valid"),
        ("INVALID_TOKEN", "", "This link does not work any more"),
    ],
)
def test_a_refusal_is_told_by_its_reason(code: str, reason: str, title: str) -> None:
    assert texts.choose(["en"]).problem(code, reason)["title"] == title


def test_the_page_and_its_script_group_refusals_alike() -> None:
    script = (texts.CATALOGUES.parent / "static/js/shell/phrases.js").read_text()
    known = dict(re.findall(r'^  "?([A-Z_]+(?: [a-z_]+)?)"?: "([A-Z_]+)",$', script, re.MULTILINE))

    assert known == texts._SPOKEN  # pyright: ignore[reportPrivateUsage]
