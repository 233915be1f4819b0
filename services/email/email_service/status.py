"""Errors as a gRPC status that may be spoken."""

import logging
from typing import Any, NoReturn

from google.protobuf import any_pb2, message
from google.rpc import error_details_pb2, status_pb2
from grpc.aio import ServicerContext
from grpc_status import rpc_status

from email_service.errors import MailError

logger = logging.getLogger(__name__)


async def abort(context: ServicerContext[Any, Any], error: MailError) -> NoReturn:
    """End the call with the error's status; its own text goes to the log alone."""
    logger.warning("%s: %s", error.code.name, error)
    await context.abort_with_status(rpc_status.to_status(status(error)))


def status(error: MailError) -> status_pb2.Status:
    """Return the status: the words for the caller, and the field that was wrong.

    The words travel as `LocalizedMessage`, the field as `BadRequest` (AIP-193).
    """
    words = error_details_pb2.LocalizedMessage(locale="en-US", message=error.words)
    details = [packed(words)]
    if error.field:
        details.append(packed(bad_request(error.field, error.words)))
    return status_pb2.Status(
        code=error.code.value[0], message=error.words, details=details
    )


def bad_request(field: str, words: str) -> error_details_pb2.BadRequest:
    """Return the detail that names the field."""
    violation = error_details_pb2.BadRequest.FieldViolation(
        field=field, description=words
    )
    return error_details_pb2.BadRequest(field_violations=[violation])


def packed(detail: message.Message) -> any_pb2.Any:
    """Return the detail as statuses carry it."""
    carried = any_pb2.Any()
    carried.Pack(detail)
    return carried
