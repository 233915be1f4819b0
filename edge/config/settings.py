"""Every setting of the edge, with its default, its bounds and its use."""

from ipaddress import ip_network
from typing import Annotated

from msgspec import Meta, field

from edge.config.connections import Certificate, Connections
from edge.config.control import Control
from edge.config.credentials import Credential
from edge.config.definitions import Definitions
from edge.config.hooks import Hooks
from edge.config.limits import Limits
from edge.config.overload import Overload
from edge.config.policies import Overrides, Policies
from edge.config.secrets import Secret
from edge.config.section import Seconds, Section
from edge.config.store import Store
from edge.config.tls import Tls

VAPIS_OWN = frozenset(
    {"customer", "call", "phoneNumber", "transport", "assistant", "metadata"}
    | {"now", "date", "time", "month", "day", "year"}
)
"""Variables Vapi fills itself (Vapi docs, assistants/dynamic-variables)."""


class Server(Section, frozen=True):
    """Where the edge listens and how long it may take."""

    host: str = "127.0.0.1"
    port: Annotated[int, Meta(ge=0, le=65535)] = 8095
    path: Annotated[str, Meta(pattern="^/")] = "/vapi/webhook"
    budget: Seconds = 3.0
    """Seconds in which every webhook is answered."""
    max_body: Annotated[int, Meta(ge=1024, le=1 << 30)] = 5 << 20
    """The largest body read, in bytes; a larger one is answered 413."""
    public_url: Annotated[str, Meta(pattern=r"^(https?://[^/?#]+.*)?$")] = ""
    """What Vapi's server URL begins with, before the path; empty: as requests say."""
    tls: Certificate | None = None
    """What the edge shows where it speaks TLS itself; else a proxy in front does."""
    connections: Connections = Connections()
    trusted_proxies: tuple[str, ...] = ()
    """Networks, in CIDR, whose X-Forwarded-For and -Proto are believed."""

    def __post_init__(self) -> None:
        """Refuse what is no network."""
        for network in self.trusted_proxies:
            ip_network(network)


class Service(Section, frozen=True):
    """A gRPC server whose rpcs are offered as tools."""

    name: Annotated[str, Meta(pattern=r"^[A-Za-z][\w-]*$")]
    target: Annotated[str, Meta(min_length=1)]
    """Any gRPC target: host:port, dns:///weather:50051, unix:/run/weather.sock."""
    descriptors: str = ""
    """A descriptor set that is the authority on the service's contract."""
    only: tuple[str, ...] = ()
    """The names of the tools to offer; empty: all."""
    weight: Annotated[float, Meta(ge=0, le=1000)] = 1.0
    """The share of new calls, where several releases go by one name."""
    tls: Tls | None = None
    """Without it, the connection is in plain text."""
    token: Secret | None = None
    """The bearer token the service asks of the edge; sent over TLS alone."""
    policies: Overrides = Overrides()
    """What is different for this service."""

    def __post_init__(self) -> None:
        """Refuse to send a token where anybody can read it."""
        if self.token and not self.tls:
            raise ValueError("a token is sent over TLS alone: add tls = {}")


class Assistant(Section, frozen=True):
    """One answer to assistant-request."""

    file: str = ""
    """Markdown with YAML front matter: the format of Vapi's gitops."""
    id: str = ""
    """Or the id of an assistant that Vapi keeps."""
    phone_numbers: tuple[str, ...] = ()
    """Which called numbers it answers; empty: every other."""
    context: dict[str, str] = field(default_factory=dict)
    """Variable name to the tool whose answer fills it, before the call begins."""
    tools: tuple[str, ...] = ()
    """Names of the tools its calls may use; empty: all."""

    def __post_init__(self) -> None:
        """Refuse an entry that names no assistant, or two, or Vapi's variables."""
        if bool(self.file) == bool(self.id):
            raise ValueError("an assistant has either a file or an id")
        for name in self.context:
            if name in VAPIS_OWN or not name.isidentifier():
                raise ValueError(f"the context cannot be named {name!r}")


class Discovery(Section, frozen=True):
    """How the edge keeps in step with its services."""

    refresh: Annotated[float, Meta(ge=0.1, le=3600)] = 30.0
    """Seconds between two looks at a service that answers."""
    retry: Annotated[float, Meta(ge=0.1, le=60)] = 1.0
    """Seconds between two looks at one that does not."""
    timeout: Seconds = 5.0
    """Seconds that one look may take."""
    memory: str = "./data"
    """The folder that holds what services showed last, for the next start."""


class Config(Section, frozen=True):
    """All of it, every key with a default that works on a laptop."""

    server: Server = Server()
    credentials: tuple[Credential, ...] = ()
    services: tuple[Service, ...] = ()
    assistants: tuple[Assistant, ...] = ()
    discovery: Discovery = Discovery()
    control: Control = Control()
    policies: Policies = Policies()
    limits: Limits = Limits()
    overload: Overload = Overload()
    store: Store | None = None
    """Without it, nothing outlives a webhook but what services showed."""
    hooks: Hooks = Hooks()
    definitions: Definitions = Definitions()

    @property
    def patience(self) -> float:
        """Seconds that the slowest webhook may take."""
        return max(self.server.budget, self.hooks.longest)

    def __post_init__(self) -> None:
        """Refuse an entry twice: releases of one name lie at targets of their own."""
        seen = set()
        for service in self.services:
            if (service.name, service.target) in seen:
                raise ValueError(f"{service.name!r} is named twice at one target")
            seen.add((service.name, service.target))
        strangers = set(self.control.tokens) - {name for name, _ in seen}
        if strangers:
            raise ValueError(f"control.tokens names no service: {min(strangers)}")
        for kind, bound in self.hooks.bound():
            if bound not in {name for name, _ in seen}:
                raise ValueError(f"hooks.{kind} names no service: {bound}")
