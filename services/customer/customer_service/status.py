"""How a call ends that has no answer."""

import logging
from collections.abc import Awaitable
from typing import Any, TypeVar

import grpc.aio
from google.protobuf import any_pb2
from google.protobuf.message import Message
from google.rpc.error_details_pb2 import BadRequest, LocalizedMessage
from google.rpc.status_pb2 import Status
from grpc_status import rpc_status

from customer_service.refusal import BROKEN, Refusal, Refused

logger = logging.getLogger(__name__)

Response = TypeVar("Response")


async def answered(
    context: grpc.aio.ServicerContext[Any, Any], answer: Awaitable[Response]
) -> Response:
    """Return the answer, or end the call with a status when there is none.

    Only a `Refused` has a say in what may be spoken: gRPC itself would send the text
    of any other exception, which is logged instead.
    """
    try:
        return await answer
    except Refused as refused:
        refusal = refused.refusal
    except Exception:
        logger.exception("a call failed")
        refusal = BROKEN
    return await context.abort_with_status(rpc_status.to_status(of_refusal(refusal)))


def of_refusal(refusal: Refusal) -> Status:
    """Return the status with its details, messages of `google.rpc` (AIP-193)."""
    details: list[Message] = [LocalizedMessage(locale="en-US", message=refusal.speech)]
    if refusal.field:
        violation = BadRequest.FieldViolation(
            field=refusal.field, description=refusal.problem
        )
        details.append(BadRequest(field_violations=[violation]))
    return Status(
        code=refusal.code.value[0],
        message=refusal.speech,
        details=[packed(detail) for detail in details],
    )


def packed(detail: Message) -> any_pb2.Any:
    """Return the detail as a status carries it."""
    box = any_pb2.Any()
    box.Pack(detail)
    return box
