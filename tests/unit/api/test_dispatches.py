"""Dispatches through the API: made in three ways, read, listed and found again."""

from collections.abc import Awaitable, Callable
from typing import Any

import pytest

Ask = Callable[..., Awaitable[tuple[int, Any]]]


@pytest.fixture
async def course(acme: Any, package: Any) -> str:
    made: str = await package(acme)
    return made


async def test_a_dispatch_has_every_field_under_all_its_names(
    call: Ask, acme: Any, course: str
) -> None:
    sent = {
        "package_id": course,
        "dispatch_name": "Northwind",
        "client_name": "Northwind Ltd",
        "registration_limit": 100,
        "license_limit": 50,
        "expires_in_hours": 720,
        "allowed_domains": ["LMS.example.com", "*.lms.example.com", "lms.example.com"],
        "password": "open sesame",
    }

    status, body = await call(acme, "POST", "/dispatches", sent)

    made = body["dispatch"]
    assert status == 201
    assert list(body) == ["dispatch"]
    assert made["status"] == "active"
