"""From `edge.toml`, or from two environment variables, to settings."""

import re
import tomllib
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TypeVar

import msgspec

from edge.config.credentials import Bearer, Hmac
from edge.config.secrets import Secret, secrets_from
from edge.config.section import Section
from edge.config.settings import Config, Service
from edge.config.store import Store
from edge.errors import ConfigError

DEFAULT_FILE = "edge.toml"
Table = TypeVar("Table", bound=Section)

TLS_FILES = ("ca", "certificate", "key")
NAMED_ADDRESS = re.compile(r"^([A-Za-z][\w-]*)=(.+)$")


def load(path: str | None, environ: Mapping[str, str]) -> Config:
    """Read the settings, or raise `ConfigError` naming file, key and expectation.

    `path` wins over `EDGE_CONFIG`, that over an `edge.toml` in the working
    directory; without any, `EDGE_SERVICES` and `VAPI_WEBHOOK_SECRET` suffice.
    """
    file = file_of(path, environ)
    if file:
        config = from_file(file, environ)
    else:
        config = Config(services=services_of(environ.get("EDGE_SERVICES", "")))
    if config.credentials or not environ.get("VAPI_WEBHOOK_SECRET"):
        return config
    return msgspec.structs.replace(
        config, credentials=every_kind(Secret(environ["VAPI_WEBHOOK_SECRET"]))
    )


def file_of(path: str | None, environ: Mapping[str, str]) -> Path | None:
    """Return the file the settings are read from, or None where there is none."""
    named = path or environ.get("EDGE_CONFIG")
    if named:
        return Path(named)
    return Path(DEFAULT_FILE) if Path(DEFAULT_FILE).exists() else None


def from_file(path: Path, environ: Mapping[str, str]) -> Config:
    """Decode one file; paths in it are relative to the folder it lies in."""
    try:
        tree = tomllib.loads(path.read_text(encoding="utf-8"))
        config = msgspec.convert(tree, Config, dec_hook=secrets_from(environ))
    except OSError as error:
        raise ConfigError(f"{path}: cannot be read: {error.strerror}") from error
    except msgspec.ValidationError as error:
        raise ConfigError(f"{path}: {plain(str(error))}") from error
    except ValueError as error:
        raise ConfigError(f"{path}: not valid TOML: {error}") from error
    except RecursionError:
        raise ConfigError(f"{path}: nested too deeply") from None
    return relative_to(path.parent, config)


def relative_to(folder: Path, config: Config) -> Config:
    """Anchor the files the settings name, so that the edge may start anywhere.

    Raises `ConfigError` for a name that no file can have.
    """

    def anchored(name: str) -> str:
        if "\0" in name:
            raise ConfigError(f"no file has the name {name!r}")
        return str(folder / name) if name and not name.startswith("https:") else name

    def anchored_files(table: Table, files: Sequence[str]) -> Table:
        return replace(table, **{f: anchored(getattr(table, f)) for f in files})

    def anchored_store(store: Store) -> Store:
        tls = store.tls and anchored_files(store.tls, TLS_FILES)
        return replace(anchored_files(store, ("data", "credentials")), tls=tls)

    replace = msgspec.structs.replace
    shown = config.server.tls
    return replace(
        config,
        server=replace(
            config.server,
            tls=shown and anchored_files(shown, ("certificate", "key")),
        ),
        services=tuple(
            replace(
                service,
                descriptors=anchored(service.descriptors),
                tls=service.tls and anchored_files(service.tls, TLS_FILES),
            )
            for service in config.services
        ),
        assistants=tuple(
            replace(assistant, file=anchored(assistant.file))
            for assistant in config.assistants
        ),
        discovery=anchored_files(config.discovery, ("memory",)),
        store=config.store and anchored_store(config.store),
        control=anchored_files(
            config.control, ("certificate", "key", "client_ca", "ca")
        ),
    )


def services_of(addresses: str) -> tuple[Service, ...]:
    """Read `EDGE_SERVICES`: addresses, or name=address, parted by spaces or commas."""
    services = []
    for number, address in enumerate(re.split(r"[\s,]+", addresses.strip()), 1):
        named = NAMED_ADDRESS.match(address)
        if named:
            services.append(Service(name=named[1], target=named[2]))
        elif address:
            services.append(Service(name=f"service-{number}", target=address))
    return tuple(services)


def every_kind(secret: Secret) -> tuple[Hmac | Bearer, ...]:
    """Accept one secret in each of the forms Vapi may send it in."""
    return (
        Hmac(secret=secret),
        Bearer(secret=secret),
        Bearer(secret=secret, header="x-vapi-secret", prefix=""),
    )


def plain(text: str) -> str:
    """Turn msgspec's "… - at `$.server.port`" into "server.port: …"."""
    what, _, where = text.partition(" - at `$")
    key = where.strip("`.")
    return f"{key}: {what}" if key else what
