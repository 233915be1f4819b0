"""Is the edge alive, and ready to answer calls."""

from aiohttp import web

from edge.hooks.bindings import Bindings
from edge.policies.load import Load
from edge.policies.rates import Rates
from edge.tools.discovery import Discovery


class Health:
    """The two routes that whoever runs the edge asks."""

    def __init__(
        self, discovery: Discovery, bindings: Bindings, rates: Rates, load: Load
    ) -> None:
        self._rates = rates
        self._load = load
        self._discovery = discovery
        self._bindings = bindings
        self.draining = False

    async def alive(self, _: web.BaseRequest) -> web.Response:
        """Answer 200 as long as anything can be answered at all."""
        return web.json_response({"status": "alive"})

    async def ready(self, _: web.BaseRequest) -> web.Response:
        """Answer 200 once every service was tried, and until the edge drains.

        A service that is missing is named, but keeps nobody from the others; tool
        calls above a limit, and what was shed under load, are counted by kind.
        """
        ready = self._discovery.ready and not self.draining
        body = {
            "status": "draining" if self.draining else "ready" if ready else "starting",
            "tools": sorted(tool.name for tool in self._discovery.toolbox),
            "missing": self._discovery.missing,
            "left_alone": self._discovery.left_alone,
            "limited": self._rates.refused,
            "shed": self._load.shed,
            "problems": [*self._discovery.problems, *self._bindings.problems],
        }
        return web.json_response(body, status=200 if ready else 503)
