"""Plans are data: the file that comes along works, and a broken one is told by its line."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from msgspec import UNSET

from services.errors import Invalid
from services.quotas import plans
from services.quotas.months import month_of
from services.quotas.plans import CapMode, Limit, Rate, Resource, Terms, own_terms
from services.quotas.thresholds import Use
from services.settings import SettingsError

GIB = 1024**3
ENTERPRISE = '[enterprise]\nlabel = "Enterprise"\n'


def written(folder: Path, text: str) -> str:
    path = folder / "plans.toml"
    path.write_text(text, encoding="utf-8")
    return str(path)


def test_the_plans_that_come_along() -> None:
    found = plans.read(plans.PACKAGED)

    assert list(found)[:3] == ["free", "professional", "enterprise"]
    storage = [found[name].storage_bytes for name in ("free", "professional", "enterprise")]
    assert storage == [Limit(GIB), Limit(50 * GIB), UNSET]
    starter = plans.allowance("learners-starter", Terms())
    assert starter.limits[Resource.LEARNERS] == Limit(250, CapMode.SOFT)
    assert starter.limits[Resource.PACKAGES].limit == 25
    assert Resource.LAUNCHES not in starter.limits


def test_a_tenants_own_terms_go_before_its_plan() -> None:
    own = own_terms({"packages": {"limit": 4}, "storage_bytes": None, "rate_limits": {"read": 9}})

    allowance = plans.allowance("learners-free", own)

    assert allowance.limits[Resource.PACKAGES] == Limit(4, CapMode.HARD)
    assert Resource.STORAGE not in allowance.limits
    assert allowance.limits[Resource.LEARNERS].limit == 25
    assert allowance.rates == {Rate.READ: 9}


def test_a_plan_that_is_gone_leaves_a_tenant_its_own_terms() -> None:
    allowance = plans.allowance("gone", own_terms({"packages": {"limit": 4}}))

    assert (allowance.plan, list(allowance.limits)) == ("gone", [Resource.PACKAGES])


def test_a_file_of_ones_own_replaces_all_of_it(tmp_path: Path) -> None:
    text = ENTERPRISE + 'rate_limits = { read = 7 }\n[tiny]\nlabel = "Tiny"\npackages.limit = 1\n'
    try:
        plans.install(written(tmp_path, text))

        assert list(plans.everyone()) == ["enterprise", "tiny"]
        assert plans.allowance("enterprise", Terms()).rates == {Rate.READ: 7}
        assert plans.allowance("tiny", Terms()).limits == {Resource.PACKAGES: Limit(1)}
    finally:
        plans.install("")


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("[enterprise\n", "line 1"),
        (ENTERPRISE + "packages = 4\n", "line 3: packages: Expected `object"),
        (ENTERPRISE + "\n[tiny]\nlabel = 'T'\npackages = { limit = -1 }\n", "line 6.*>= 0"),
        (ENTERPRISE + "packages = { limit = 1, mode = 'firm' }\n", "line 3: packages.mode"),
        (ENTERPRISE + "colour = 'blue'\n", "line 3: colour: is not known here"),
        (ENTERPRISE + "[enterprise.launches]\nlimit = 'x'\n", "line 3: launches.limit"),
        (ENTERPRISE + "[other]\npackages = { limit = 1 }\n", "line 3: .*label"),
        (ENTERPRISE + "[Shout]\nlabel = 'S'\n", "line 3: 'Shout' cannot name a plan"),
        (ENTERPRISE + "rate_limits = { read = 'many' }\n", "line 3: rate_limits.read"),
        ("[free]\nlabel = 'Free'\n", 'no plan "enterprise".*add a line'),
    ],
)
def test_a_broken_file_is_told_by_its_line(tmp_path: Path, text: str, told: str) -> None:
    with pytest.raises(SettingsError, match=told) as refused:
        plans.install(written(tmp_path, text))

    assert "LECTERN_PLANS_FILE" in str(refused.value)


def test_a_file_that_is_not_there_is_told_by_its_name(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match=r"LECTERN_PLANS_FILE cannot be read.*none\.toml"):
        plans.install(str(tmp_path / "none.toml"))


@pytest.mark.parametrize(
    ("stored", "field"),
    [
        ({"packages": 4}, "limits.packages"),
        ({"packages": {"limit": -4}}, "limits.packages.limit"),
        ({"colour": 1}, "limits.colour"),
        ({"rate_limits": {"speed": 1}}, "limits.rate_limits.speed"),
        ([], "limits"),
    ],
)
def test_terms_that_cannot_be_are_told_by_their_field(stored: object, field: str) -> None:
    with pytest.raises(Invalid) as refused:
        own_terms(stored)

    assert list(refused.value.details["fieldErrors"]) == [field]  # type: ignore[call-overload]


@pytest.mark.parametrize(
    ("used", "limit", "percent", "reached"),
    [
        (0, 10, 0, []),
        (79, 100, 79, []),
        (799, 1000, 79, []),
        (8, 10, 80, [80]),
        (999, 1000, 99, [80]),
        (10, 10, 100, [80, 100]),
        (30, 10, 300, [80, 100]),
        (0, 0, 100, [80, 100]),
    ],
)
def test_thresholds_are_reached_and_not_only_nearly(
    used: int, limit: int, percent: int, reached: list[int]
) -> None:
    use = Use(Resource.PACKAGES, used, limit)

    assert (use.percent, use.reached) == (percent, reached)


@pytest.mark.parametrize(
    ("now", "name", "end"),
    [
        (datetime(2026, 11, 30, 23, 59, 59, tzinfo=UTC), "2026-11", (2026, 12)),
        (datetime(2026, 12, 1, tzinfo=UTC), "2026-12", (2027, 1)),
    ],
)
def test_months_end_where_the_next_begins(now: datetime, name: str, end: tuple[int, int]) -> None:
    month = month_of(now)

    assert (month.name, month.end) == (name, datetime(*end, 1, tzinfo=UTC))
    assert month.start <= now < month.end
