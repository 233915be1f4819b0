"""The settings, from environment variables."""

import ssl
from collections.abc import Mapping
from dataclasses import dataclass
from ipaddress import ip_address
from pathlib import Path
from urllib.parse import SplitResult, unquote, urlsplit

from email_service.connection import Server
from email_service.owners import Owners

DEFAULT_MAILDIR = "data/maildir"
MAX_CONNECTIONS = 32
PORTS = {"imap": 143, "imaps": 993}


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """What the environment says; README.md lists the variables."""

    address: str
    owners: Owners
    connections: int
    """Calls answered at once, and connections kept."""
    mailbox: Server | Path
    """A server, or the folder that is a Maildir."""
    sample: bool
    """An empty Maildir gets a few emails."""


def read(environ: Mapping[str, str]) -> Settings:
    """Return the settings; raises `ValueError` with one line that says why."""
    mailbox = mailbox_of(environ)
    sample = environ.get("EMAIL_SAMPLE", "0")
    if sample not in {"0", "1"}:
        raise ValueError("EMAIL_SAMPLE is neither 0 nor 1")
    if sample == "1" and isinstance(mailbox, Server):
        raise ValueError("EMAIL_SAMPLE is for a Maildir, not for EMAIL_IMAP_URL")
    return Settings(
        address=address(environ),
        owners=owners(environ.get("EMAIL_OWNERS", "")),
        connections=connections(environ.get("EMAIL_CONNECTIONS", "4")),
        mailbox=mailbox,
        sample=sample == "1",
    )


def address(environ: Mapping[str, str]) -> str:
    """Return where to listen, `host:port`."""
    return environ.get("SERVICE_ADDRESS") or "127.0.0.1:50053"


def mailbox_of(environ: Mapping[str, str]) -> Server | Path:
    """Return where the mailbox is."""
    url, folder = environ.get("EMAIL_IMAP_URL"), environ.get("EMAIL_MAILDIR")
    if url and folder:
        raise ValueError("EMAIL_IMAP_URL and EMAIL_MAILDIR are two mailboxes; set one")
    if url:
        return server(url, environ)
    if (
        folder
        and environ.get("EMAIL_SAMPLE") != "1"
        and not Path(folder, "cur").is_dir()
    ):
        raise ValueError("EMAIL_MAILDIR is not a Maildir: it has no folder cur")
    return Path(folder or DEFAULT_MAILDIR)


def server(url: str, environ: Mapping[str, str]) -> Server:
    """Return the server the URL names: imaps://user@host:993/INBOX."""
    parts, port = split(url)
    if not parts.hostname or not parts.username or parts.query or parts.fragment:
        raise ValueError("EMAIL_IMAP_URL is not like imaps://user@host:993/INBOX")
    if parts.password is not None:
        raise ValueError("EMAIL_IMAP_URL holds a password; set EMAIL_IMAP_PASSWORD")
    user, folder = unquote(parts.username), unquote(parts.path.strip("/"))
    if not (user + folder).isprintable():
        raise ValueError("EMAIL_IMAP_URL holds control characters")
    if parts.scheme == "imap" and not is_loopback(parts.hostname):
        raise ValueError("EMAIL_IMAP_URL is imap:// beyond this machine; use imaps://")
    return Server(
        host=parts.hostname,
        port=port,
        tls=None if parts.scheme == "imap" else tls(environ.get("EMAIL_IMAP_CA")),
        user=user,
        password=password(environ),
        folder=folder or "INBOX",
    )


def split(url: str) -> tuple[SplitResult, int]:
    """Return the parts of the URL, and its port."""
    try:
        parts = urlsplit(url)
        return parts, parts.port or PORTS[parts.scheme]
    except (ValueError, KeyError):
        # The parser's own words repeat the URL, which may hold a password.
        raise ValueError("EMAIL_IMAP_URL is not an imaps:// URL") from None


def is_loopback(host: str) -> bool:
    """Tell whether the host is this machine."""
    try:
        return host == "localhost" or ip_address(host).is_loopback
    except ValueError:
        return False


def tls(authorities: str | None) -> ssl.SSLContext:
    """Return how the server's certificate is verified."""
    try:
        return ssl.create_default_context(cafile=authorities or None)
    except OSError as error:
        raise ValueError(f"EMAIL_IMAP_CA cannot be used: {error.strerror}") from error


def password(environ: Mapping[str, str]) -> str:
    """Return the password, from its variable or from the file that one names."""
    given, path = (
        environ.get(name)
        for name in ("EMAIL_IMAP_PASSWORD", "EMAIL_IMAP_PASSWORD_FILE")
    )
    if bool(given) == bool(path):
        raise ValueError("set one of EMAIL_IMAP_PASSWORD and EMAIL_IMAP_PASSWORD_FILE")
    secret = given or read_secret(Path(str(path)))
    if not secret.isprintable() or not secret:
        raise ValueError("the IMAP password is empty, or more than one line")
    return secret


def read_secret(path: Path) -> str:
    """Return the one line the file holds."""
    try:
        return path.read_text().removesuffix("\n").removesuffix("\r")
    except (OSError, UnicodeDecodeError) as error:
        why = getattr(error, "strerror", None) or "not text"
        raise ValueError(f"EMAIL_IMAP_PASSWORD_FILE cannot be read: {why}") from error


def owners(numbers: str) -> Owners:
    """Return who may hear the mailbox."""
    try:
        return Owners.parse(numbers)
    except ValueError as error:
        raise ValueError(f"EMAIL_OWNERS: {error}") from error


def connections(number: str) -> int:
    """Return how many connections are kept at most."""
    if not number.isdecimal() or not 1 <= int(number) <= MAX_CONNECTIONS:
        raise ValueError(f"EMAIL_CONNECTIONS is not between 1 and {MAX_CONNECTIONS}")
    return int(number)
