"""Which service answers which question."""

from collections.abc import Iterator, Sequence

from edge.config.settings import Config
from edge.hooks.questions import QUESTIONS, VOICE
from edge.tools.discovery import Discovery
from edge.tools.releases import claim
from edge.tools.service import Service

SERVICES = {
    question.kind: question.service for question in (*QUESTIONS.values(), VOICE)
}

EVENTS = "CallEventService"


class Bindings:
    """The services that `[hooks]` names, as discovery knows them now."""

    def __init__(self, config: Config, discovery: Discovery) -> None:
        self._discovery = discovery
        self.adopt(config)

    def adopt(self, config: Config) -> None:
        """Follow these settings from the next question on."""
        self.hooks = config.hooks
        self._stored = config.store is not None
        self.budget = config.server.budget
        limits = {
            "assistant": config.hooks.assistant_seconds,
            "knowledge": config.hooks.knowledge_seconds,
        }
        self._longer = {kind: limit - self.budget for kind, limit in limits.items()}

    def end(self, kind: str, deadline: float) -> float:
        """Return when a question has to be answered: some have limits of their own.

        `deadline` is when the budget of its webhook ends.
        """
        return deadline + self._longer.get(kind, 0)

    def bound(self, kind: str) -> str:
        """Return the name of the service that answers a question, or ""."""
        return str(getattr(self.hooks, kind))

    def service(self, kind: str, call_id: str) -> Service | None:
        """Return the service that answers a question of a call; None: none is bound.

        Of several releases one that lives, by weight, the same for the whole call.
        """
        releases = self._releases(kind)
        if len(releases) < 2:  # noqa: PLR2004  there is nothing to choose
            return releases[0] if releases else None
        living = [one for one in releases if one.missing is None and one.config.weight]
        return max(
            living or releases,
            key=lambda one: claim(one.config.target, one.config.weight, call_id),
        )

    @property
    def problems(self) -> Sequence[str]:
        """Which services do not answer what they should, or want a store."""
        wrong = [
            f"{service.name}: hooks.{kind} names it, but it serves no {SERVICES[kind]}"
            for kind, _ in self.hooks.bound()
            for service in self._releases(kind)
            if service.hooks is not None and SERVICES[kind] not in service.hooks
        ]
        return wrong if self._stored else [*wrong, *self._unstored()]

    def _unstored(self) -> Iterator[str]:
        """Yield what wants a store, where there is none."""
        for service in self._discovery.services:
            if EVENTS in (service.hooks or ()):
                yield f"{service.name}: is brought no events without a [store]"
        for tool in self._discovery.toolbox:
            if tool.background:
                yield f"{tool.service}: {tool.name} is waited for without a [store]"

    def _releases(self, kind: str) -> list[Service]:
        name = self.bound(kind)
        return [one for one in self._discovery.services if name and one.name == name]
