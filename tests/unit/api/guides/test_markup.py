"""What becomes of the Markdown of a guide, and of the addresses in it."""

from pathlib import Path

import pytest

from api.guides import library, markup, samples
from services import settings

GUIDE = """# Title

A [link](other.md#there) and `GET /api/v1/packages?limit=1` and `long_name`.

```bash run
echo one
```

```python run
print("<one>")
```

```json answer
{"one": 1}
```

## Same

## Same
"""


def reference(method: str, path: str) -> str | None:
    return "/api/docs#/Packages/list_packages" if (method, path)[1].endswith("packages") else None


def page() -> markup.Page:
    return markup.render(GUIDE, reference)


def test_links_between_guides_lead_to_their_pages() -> None:
    assert 'href="/docs/other#there"' in page().html


def test_an_operation_leads_to_its_description() -> None:
    assert '<a href="/api/docs#/Packages/list_packages"><code>GET ' in page().html


def test_long_names_may_be_broken_and_are_found_whole() -> None:
    shown = page()

    assert "<code>long_<wbr>name</code>" in shown.html
    assert "long_name" in shown.sections[0].words[0]


def test_the_same_heading_twice_has_two_anchors() -> None:
    assert [one.anchor for one in page().headings] == ["title", "same", "same-1"]


def test_neighbouring_languages_are_one_sample_and_an_answer_is_another() -> None:
    parts = samples.grouped(markup.parse(GUIDE))
    groups = [part for part in parts if isinstance(part, list)]

    assert [[one.language for one in group] for group in groups] == [["bash", "python"], ["json"]]
    assert [one.line for one in groups[0]] == [5, 9]


def test_code_is_shown_and_not_taken_for_html() -> None:
    assert "&lt;one&gt;" in page().html
    assert "<script>" not in markup.render("# T\n\n<script>alert(1)</script>\n", reference).html


@pytest.mark.parametrize(
    ("environment", "expected"),
    [
        ({}, "LECTERN_API_KEY=$(cat {data}/api-key)"),
        ({"LECTERN_BASE_URL": "https://api.example.com"}, library.EXAMPLE_KEY),
    ],
)
def test_only_an_instance_on_the_same_machine_says_where_its_key_is(
    tmp_path: Path, environment: dict[str, str], expected: str
) -> None:
    given = settings.read({"LECTERN_DATA_DIR": str(tmp_path), **environment})

    shown = library.fitted(f"curl {library.WRITTEN_FOR_BASE} {library.EXAMPLE_KEY}", given)

    assert shown == f"curl {given.base_url} {expected.format(data=tmp_path)}"


def test_the_address_of_the_player_is_that_of_the_instance(tmp_path: Path) -> None:
    given = settings.read({"LECTERN_DATA_DIR": str(tmp_path), "LECTERN_PORT": "4000"})

    assert library.fitted(library.WRITTEN_FOR_PLAYER, given) == given.player_origin
