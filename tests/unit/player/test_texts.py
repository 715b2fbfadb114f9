"""The catalogues of the player."""

import pytest

from player import texts

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
    for key in ("save.savedAt", "ended.return", "save.offline.other"):
        place = english[key][english[key].index("{") : english[key].index("}") + 1]
        assert place in other[key]


def test_a_refusal_without_words_of_its_own_is_still_explained() -> None:
    spoken = texts.choose(["en"]).problem("SOMETHING_NEW")

    assert spoken["title"] == "The course could not be opened"


def test_an_expired_link_says_what_to_do() -> None:
    assert "open it from there" in texts.choose(["en"]).problem("TOKEN_EXPIRED")["advice"]
