"""That a learner was erased can be shown without saying whom."""

import base64
import hashlib
import hmac
from typing import Any
from uuid import UUID

import jwt
import pytest

from services import subjects
from services.accounts import acting, audit
from services.accounts.acting import Actor
from services.accounts.audit import Wanted
from services.erasure import certificates, erasures, removing
from services.errors import NotReady
from tests.lectern_records import KEYRING, launched, make_package

PORTAL = Actor("key", str(UUID(int=7)), "portal", "", "request-7")


async def test_the_record_keeps_that_it_was_done_and_by_whom_but_not_of_whom(
    tenant: UUID,
) -> None:
    await launched(tenant, await make_package(tenant))
    with acting.acting(PORTAL):
        erasure = await erasures.request(tenant, "ada", KEYRING)
    await removing.run(tenant, erasure.id, KEYRING)

    found, _ = await audit.page(tenant, Wanted(), 1, 10)

    noted = [(each.action, each.actor_name) for each in found if each.target == str(erasure.id)]
    assert noted == [("learner.erased", "portal"), ("learner.erasure_requested", "portal")]
    assert all('"ada"' not in each.facts for each in found)
    assert (await audit.verify(tenant)).holds


async def test_a_certificate_proves_itself_to_who_knows_the_id(tenant: UUID) -> None:
    await launched(tenant, await make_package(tenant))
    with acting.acting(PORTAL):
        erasure = await erasures.request(tenant, "ada", KEYRING)
    with pytest.raises(NotReady):
        certificates.certify(erasure, KEYRING)
    await removing.run(tenant, erasure.id, KEYRING)

    told = certificates.certify(await erasures.find(tenant, str(erasure.id)), KEYRING)

    claims, subject = verified(told), told["subject"]
    assert claims == {name: value for name, value in told.items() if name != "signature"}
    assert hmac_of(subject["key"], "ada") == subject["digest"]
    assert hmac_of(subject["key"], "bob") != subject["digest"]
    assert told["removed"]["sessions"] == 1
    assert told["requested_by"]["name"] == "portal"
    # As a whole value: three letters alone may come up in any signature.
    assert "'ada'" not in str(told)


def verified(told: dict[str, Any]) -> dict[str, Any]:
    signature = told["signature"]
    key = jwt.PyJWK(signature["public_key"]).key
    found: dict[str, Any] = jwt.decode(signature["jws"], key, ["EdDSA"])
    return found


def hmac_of(key: str, user_id: str) -> str:
    octets = base64.urlsafe_b64decode(key + "=" * (-len(key) % 4))
    return hmac.new(octets, user_id.encode(), hashlib.sha256).hexdigest()


async def test_tenants_hash_the_same_id_differently(tenant: UUID, other_tenant: UUID) -> None:
    assert subjects.of(KEYRING, tenant, "ada") != subjects.of(KEYRING, other_tenant, "ada")
