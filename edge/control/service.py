"""The rpcs of `CallControlService`, each a command for one running call."""

from collections.abc import Awaitable, Callable
from typing import Any

import grpc.aio
import structlog
from google.protobuf.descriptor import MethodDescriptor
from google.protobuf.message import Message
from google.protobuf.message_factory import GetMessageClass
from protophone.v1 import call_control_pb2

from edge.control.permits import Permits
from edge.control.requests import COMMANDS
from edge.errors import ControlFailed
from edge.vapi.live import LiveCalls

SERVICE = call_control_pb2.DESCRIPTOR.services_by_name["CallControlService"]

Rpc = Callable[[Any, "grpc.aio.ServicerContext[Any, Any]"], Awaitable[Message]]

log = structlog.get_logger(__name__)


class CallControlService:
    """Lets services act on the calls that have used their tools."""

    def __init__(self, calls: LiveCalls, permits: Permits) -> None:
        self._calls = calls
        self.permits = permits

    def handlers(self) -> grpc.GenericRpcHandler:
        """Return what a gRPC server serves it by."""
        rpcs = {
            method.name: grpc.unary_unary_rpc_method_handler(
                self._rpc(method),
                request_deserializer=GetMessageClass(method.input_type).FromString,
                response_serializer=GetMessageClass(
                    method.output_type
                ).SerializeToString,
            )
            for method in SERVICE.methods
        }
        return grpc.method_handlers_generic_handler(SERVICE.full_name, rpcs)

    def _rpc(self, method: MethodDescriptor) -> Rpc:
        """Return what answers one rpc; each says in the log what became of it."""
        response = GetMessageClass(method.output_type)()

        async def act(
            request: Any,  # noqa: ANN401  whatever the rpc takes
            context: "grpc.aio.ServicerContext[Any, Any]",
        ) -> Message:
            told = {"command": method.name, "call_id": request.call_id[:64]}
            try:
                service = self.permits.holder(context.invocation_metadata() or ())
                told["service"] = service
                command = COMMANDS[method.name](request)
                await self._calls.send(request.call_id, command, service=service)
            except ControlFailed as error:
                log.info("call control", **told, outcome=error.code.name)
                await context.abort(grpc.StatusCode[error.code.name], error.message)
            log.info("call control", **told, outcome="OK")
            return response

        return act
