"""Chats and sessions: conversations that are no phone calls."""

from typing import TypeAlias

from protophone.v1.events_pb2 import Chat, Session

from edge.vapi.typed.fields import Tree, items, moment, number, part, text
from edge.vapi.typed.turns import set_seconds, turns

Record: TypeAlias = Chat | Session


def chat(fields: Tree) -> Chat:
    """Read "chat.created" and "chat.deleted"."""
    tree = part(fields, "chat")
    asked = tree.get("input")
    question = [{"role": "user", "content": asked}] if isinstance(asked, str) else []
    said = [*items(tree, "messages"), *question, *items(tree, "input")]
    record = Chat(
        id=text(tree, "id"),
        name=text(tree, "name"),
        session_id=text(tree, "sessionId"),
        previous_chat_id=text(tree, "previousChatId"),
        assistant_id=text(tree, "assistantId"),
        squad_id=text(tree, "squadId"),
        turns=turns([*said, *items(tree, "output")]),
        cost=number(tree, "cost") or 0,
    )
    set_times(record, tree)
    return record


def session(fields: Tree) -> Session:
    """Read "session.created", "session.updated" and "session.deleted"."""
    tree = part(fields, "session")
    record = Session(
        id=text(tree, "id"),
        name=text(tree, "name"),
        status=text(tree, "status"),
        assistant_id=text(tree, "assistantId"),
        squad_id=text(tree, "squadId"),
        customer_id=text(tree, "customerId"),
        phone_number_id=text(tree, "phoneNumberId"),
        turns=turns(items(tree, "messages")),
        cost=number(tree, "cost") or 0,
    )
    set_times(record, tree)
    set_seconds(record.expiration, number(tree, "expirationSeconds"))
    return record


def set_times(record: Record, tree: Tree) -> None:
    """Set when it was made, and altered last."""
    if made := moment(tree, "createdAt"):
        record.create_time.FromDatetime(made)
    if altered := moment(tree, "updatedAt"):
        record.update_time.FromDatetime(altered)
