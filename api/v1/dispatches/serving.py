"""What every address of dispatches does alike, whoever asks there."""

from datetime import UTC, datetime

from quart import Response

from api import auth
from api.paging import Pagination
from api.sorting import page_of
from api.v1.dispatches import given, view
from api.v1.dispatches.shapes import (
    DispatchList,
    DispatchQuery,
    DispatchResponse,
    DispatchTerms,
    DispatchZipQuery,
)
from api.v1.packages.downloads import disposition
from services.dispatches import dispatches, generating, listing
from services.dispatches.generating import Wish
from services.dispatches.listing import DispatchFilter
from services.ports import ports


async def create(package_id: str, data: DispatchTerms) -> tuple[DispatchResponse, int]:
    now = datetime.now(UTC)
    terms = given.terms(data, now)
    made = await dispatches.create(auth.tenant_id(), package_id, terms, now)
    return DispatchResponse(dispatch=view.present(made, ports(), now)), 201


async def read(dispatch_id: str) -> DispatchResponse:
    now = datetime.now(UTC)
    found = await dispatches.find(auth.tenant_id(), dispatch_id)
    return DispatchResponse(dispatch=view.present(found, ports(), now))


async def page(asked: DispatchQuery) -> DispatchList:
    now = datetime.now(UTC)
    wanted = DispatchFilter(
        now=now, package_id=asked.package_id, status=asked.status, search=asked.search or ""
    )
    which = page_of(asked.page, asked.size, asked.sort, asked.order, listing.SORTS)
    found, total = await listing.page(auth.tenant_id(), wanted, which)
    shown = [view.listed(one, ports(), now) for one in found]
    return DispatchList(shown, total, Pagination.of(asked, total))


async def shell_package(dispatch_id: str, asked: DispatchZipQuery) -> Response:
    standard = given.STANDARDS[asked.scorm_version] if asked.scorm_version else None
    wish = Wish(standard, asked.test)
    made = await generating.build(auth.tenant_id(), dispatch_id, wish, ports())
    response = Response(made.content, content_type="application/zip")
    response.headers["Content-Disposition"] = disposition(made.file_name)
    return response
