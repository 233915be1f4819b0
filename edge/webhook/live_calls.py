"""Has live calls remembered, from their first tool call to their report."""

from collections.abc import Awaitable, Mapping

from edge.tools.toolbox import Tools
from edge.vapi.live import LiveCalls
from edge.vapi.messages import Message
from edge.vapi.tool_calls import names
from edge.webhook.handler import Answer, Handler


def watched(
    handlers: Mapping[str, Handler],
    default: Handler,
    toolbox: Tools,
    calls: LiveCalls,
) -> Mapping[str, Handler]:
    """Return handlers that remember calls while they answer as before."""
    report = "end-of-call-report"
    return {
        **handlers,
        report: ending(handlers.get(report, default), calls),
        **{
            kind: beginning(handlers[kind], toolbox, calls)
            for kind in ("tool-calls", "function-call")
        },
    }


def beginning(handler: Handler, toolbox: Tools, calls: LiveCalls) -> Handler:
    """Remember a call before its tools run, for they may act on it at once."""

    def handle(message: Message, deadline: float) -> Awaitable[Answer]:
        call = message.call
        if call:
            services = {toolbox.service_of(name) for name in names(message)} - {""}
            url = call.monitor and call.monitor.control_url
            calls.note(call.id, url or "", services)
        return handler(message, deadline)

    return handle


def ending(handler: Handler, calls: LiveCalls) -> Handler:
    """Forget a call with its report."""

    def handle(message: Message, deadline: float) -> Awaitable[Answer]:
        if message.call:
            calls.end(message.call.id)
        return handler(message, deadline)

    return handle
