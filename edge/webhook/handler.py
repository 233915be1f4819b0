"""What answers one type of message."""

from collections.abc import Awaitable, Callable

from edge.vapi.messages import Message

Handler = Callable[[Message, float], Awaitable[bytes]]
"""Answers a message before a moment of the loop's clock."""
