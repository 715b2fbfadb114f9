"""Erasures: how far they have come, and what proves that they were done."""

import msgspec
from quart import Blueprint
from quart_schema import tag_blueprint

from api import auth
from api.operations import Operation, operation
from api.paging import Pagination
from api.v1.learners import view
from api.v1.learners.shapes import Erasure, ErasureCertificate, ErasureList, ErasureQuery
from models.tenant import Scope
from services.erasure import certificates, erasures
from services.errors import ErasureNotFound, NotReady
from services.ports import ports

bp = Blueprint("erasures", __name__, url_prefix="/api/v1/erasures")
auth.protect(bp)
tag_blueprint(bp, ["Learners"])


@bp.get("")
@operation(Operation(answer=ErasureList, query=ErasureQuery))
async def list_erasures(query_args: ErasureQuery) -> ErasureList:
    """List erasures.

    Newest first. Whom they were about is told nowhere.
    """
    asked = query_args
    found, total = await erasures.page(auth.tenant_id(), asked.status, asked.page, asked.size)
    return ErasureList([view.erasure(each) for each in found], Pagination.of(asked, total))


@bp.get("/<erasure_id>")
@operation(Operation(answer=Erasure, refusals=(ErasureNotFound,)))
async def read_erasure(erasure_id: str) -> Erasure:
    """Read an erasure."""
    return view.erasure(await erasures.find(auth.tenant_id(), erasure_id))


@bp.get("/<erasure_id>/certificate")
@operation(
    Operation(
        answer=ErasureCertificate,
        refusals=(ErasureNotFound, NotReady),
        scopes=(Scope.DELETE, Scope.ADMIN),
    )
)
async def read_certificate(erasure_id: str) -> ErasureCertificate:
    """Read the certificate of an erasure.

    What was removed and when, signed. It does not say of whom: who knows the id can compute its
    HMAC and compare.
    """
    found = await erasures.find(auth.tenant_id(), erasure_id)
    certificate = certificates.certify(found, ports().keyring)
    return msgspec.convert(certificate, ErasureCertificate)
