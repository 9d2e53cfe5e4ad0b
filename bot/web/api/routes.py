"""API v1: its operations, each with its route and its description."""

from bot.web.api.bookings import BookingApi
from bot.web.api.bulk import BulkApi
from bot.web.api.desk import ApiDesk
from bot.web.api.door import Door
from bot.web.api.dossiers import DossierApi
from bot.web.api.notices import NoticeApi
from bot.web.api.openapi import Description
from bot.web.api.operations import Operation
from bot.web.api.procedures import procedure_operations
from bot.web.api.reports import ReportApi
from bot.web.limits import AddressLimiter
from bot.web.public.api import ProcedureApi
from bot.web.site import Site


def build_api(site: Site, procedures: ProcedureApi, desk: ApiDesk | None) -> list[Operation]:
    """Return all operations; without a desk only the public ones."""
    description = Description(AddressLimiter(site.clock))
    operations = [*description.operations(), *procedure_operations(procedures)]
    if desk is not None:
        door = Door(desk, site.clock)
        for part in (DossierApi(desk, door), BulkApi(desk, door), ReportApi(site, desk, door)):
            operations += part.operations()
        if desk.notices is not None:
            operations += NoticeApi(desk, desk.notices, door).operations()
        if desk.queue is not None:
            operations += BookingApi(desk.queue, door).operations()
    description.describe(operations)
    return operations
