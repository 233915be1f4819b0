"""What answers one type of message."""

from collections.abc import Awaitable, Callable
from typing import TypeAlias

from edge.vapi.messages import Message
from edge.webhook.voice import Voice

Answer: TypeAlias = bytes | Voice
"""A whole body, or speech that is still coming."""

Handler = Callable[[Message, float], Awaitable[Answer]]
"""Answers a message before a moment of the loop's clock."""
