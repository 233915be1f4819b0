"""What a gRPC status says, and may say aloud."""

from collections.abc import Iterator
from typing import TypeVar

import grpc.aio
from google.protobuf.message import DecodeError, Message
from google.rpc import error_details_pb2, status_pb2

from edge.errors import CallFailed, Code
from edge.tools.background import seconds_of

DETAILS = "grpc-status-details-bin"
"""Where google.rpc.Status travels (gRPC's richer error model)."""

Detail = TypeVar("Detail", bound=Message)


def failure_of(error: grpc.aio.AioRpcError) -> CallFailed:
    """Convert gRPC's exception; details that are garbage are as good as none."""
    status = status_of(error)
    return CallFailed(
        Code(error.code().value[0]),
        error.details() or "",
        localized=tuple(localized_of(status)),
        fields=tuple(fields_of(status)),
        pause=pause_of(status),
    )


def status_of(error: grpc.aio.AioRpcError) -> status_pb2.Status:
    """Return the status with its details."""
    for key, value in error.trailing_metadata() or ():
        if key == DETAILS and isinstance(value, bytes):
            return parsed(status_pb2.Status, value)
    return status_pb2.Status()


def parsed(kind: type[Detail], data: bytes) -> Detail:
    """Parse a message; an empty one where the bytes are none."""
    try:
        return kind.FromString(data)
    except DecodeError:
        return kind()


def details(status: status_pb2.Status, kind: type[Detail]) -> Iterator[Detail]:
    """Yield the details of one kind."""
    for detail in status.details:
        if detail.Is(kind.DESCRIPTOR):
            yield parsed(kind, detail.value)


def localized_of(status: status_pb2.Status) -> Iterator[tuple[str, str]]:
    """Yield what the service says the caller may hear: each locale, and the words."""
    for localized in details(status, error_details_pb2.LocalizedMessage):
        if localized.message:
            yield localized.locale, localized.message


def fields_of(status: status_pb2.Status) -> Iterator[tuple[str, str]]:
    """Yield each argument that was wrong, and what was wrong with it."""
    for request in details(status, error_details_pb2.BadRequest):
        for violation in request.field_violations:
            yield violation.field, violation.description


def pause_of(status: status_pb2.Status) -> float | None:
    """Return the seconds after which the service may be asked again, if it says so."""
    for again in details(status, error_details_pb2.RetryInfo):
        return seconds_of(again.retry_delay)
    return None
