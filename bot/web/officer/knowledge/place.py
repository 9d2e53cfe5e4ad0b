"""What holds only here: which local rules are in force, hours, hotline, counters, what ends."""

from aiohttp import web

from bot.http.access import access
from bot.knowledge.place import ENDS_SOON, ending_soon, free_online, in_force
from bot.services.officers.model import Right
from bot.web.officer import paths
from bot.web.officer.frame import Console
from bot.web.public.hours import say_hours


class PlacePage:
    """Serves ``/officer/place``."""

    def __init__(self, console: Console) -> None:
        self._console = console

    def routes(self) -> list[web.RouteDef]:
        """Return the routes."""
        return [web.get(paths.PLACE, self.show)]

    @access(Right.KNOWLEDGE_READ)
    async def show(self, request: web.Request) -> web.StreamResponse:
        """Show the local rules of today; they are changed in files, not here."""
        site = self._console.pages.site
        overlays, today = site.source.overlays, site.today()
        return self._console.page(
            request,
            "place.html",
            layers=[(overlay, in_force(overlay, today)) for overlay in overlays],
            hours=say_hours(site.centre.calendar.week, site.voice("vi")),
            counters=[
                (site.menu.field_label(slug), counter, overlay.name)
                for overlay in overlays
                for slug, counter in overlay.counters.items()
            ],
            free=free_online(overlays, today),
            ending=ending_soon(overlays, today),
            days=ENDS_SOON.days,
            cards=site.knowledge.procedures,
        )
