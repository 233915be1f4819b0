"""Why an answer is not to be had, in words fit for the caller.

    Failure
      INVALID_ARGUMENT, NOT_FOUND, OUT_OF_RANGE  the asker's fault, in `field`
      UNAVAILABLE, DEADLINE_EXCEEDED             the provider is down, garbled or late
      RESOURCE_EXHAUSTED                         the provider was asked too often
      INTERNAL                                   our fault

Whatever else is raised is a defect: it is logged, and heard as INTERNAL.
"""

import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import grpc
from google.protobuf import any_pb2, message
from google.rpc import error_details_pb2, status_pb2
from grpc.aio import ServicerContext
from grpc_status import rpc_status

logger = logging.getLogger("weather")


class Failure(Exception):
    """An answer that cannot be given: the status code, and what may be spoken."""

    def __init__(self, code: grpc.StatusCode, words: str, *, field: str = "") -> None:
        super().__init__(words)
        self.code = code
        self.words = words
        self.field = field

    def status(self) -> grpc.Status:
        """Return the status as clients read it: `google.rpc.Status` and its details.

        The words travel as `LocalizedMessage`, the field as `BadRequest` (AIP-193).
        """
        details = [
            error_details_pb2.LocalizedMessage(locale="en-US", message=self.words)
        ]
        if self.field:
            details.append(bad_request(self.field, self.words))
        return rpc_status.to_status(
            status_pb2.Status(
                code=self.code.value[0],
                message=self.words,
                details=[packed(detail) for detail in details],
            )
        )


def bad_request(field: str, words: str) -> error_details_pb2.BadRequest:
    """Return the detail that names the wrong request `field`."""
    violation = error_details_pb2.BadRequest.FieldViolation(
        field=field, description=words
    )
    return error_details_pb2.BadRequest(field_violations=[violation])


def packed(detail: message.Message) -> any_pb2.Any:
    """Return `detail` as status details carry it."""
    packet = any_pb2.Any()
    packet.Pack(detail)
    return packet


def late() -> Failure:
    """Return the failure of whoever has no time left."""
    return Failure(
        grpc.StatusCode.DEADLINE_EXCEEDED,
        "The weather is taking too long to arrive. Please try again in a moment.",
    )


def broken() -> Failure:
    """Return the failure that hides a defect of ours."""
    return Failure(
        grpc.StatusCode.INTERNAL,
        "Something went wrong while I looked up the weather.",
    )


@asynccontextmanager
async def spoken(context: ServicerContext[Any, Any]) -> AsyncIterator[None]:
    """End the rpc of `context` with a status fit to be spoken, whatever is raised."""
    try:
        yield
    except Failure as failure:
        status = failure.status()
    except TimeoutError:
        status = late().status()
    except Exception:  # the one boundary: grpc would tell the caller the class
        logger.exception("A defect")
        status = broken().status()
    else:
        return
    await context.abort_with_status(status)
