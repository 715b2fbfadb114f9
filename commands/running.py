"""How a command runs: with the settings, on the database, and with a sentence when it cannot."""

from collections.abc import Coroutine
from typing import Any

import click
import uvloop

from app import open_house
from services import logs
from services import settings as configuration
from services.accounts import acting
from services.errors import Refusal
from services.settings import Settings, SettingsError


async def with_database(work: Coroutine[Any, Any, Any]) -> Any:
    """A command that finds the database unreachable must not leave its work unawaited."""
    try:
        async with open_house(settings_or_complaint()):
            acting.become(acting.OPERATOR)
            return await work
    finally:
        work.close()


def settings_or_complaint() -> Settings:
    logs.configure()
    try:
        return configuration.read()
    except SettingsError as error:
        raise click.ClickException(str(error)) from error


def run(work: Coroutine[Any, Any, Any]) -> Any:
    try:
        return uvloop.run(work)
    except (Refusal, SettingsError) as refusal:
        raise click.ClickException(str(refusal)) from refusal
