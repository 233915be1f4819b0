"""How a service misbehaves, told to it while it runs."""

import msgspec
from msgspec import Struct

METHOD = "/chaos.Admin/Behave"


class Mood(Struct, frozen=True, kw_only=True):
    """Shares of the calls, between 0 and 1, that go wrong in each way."""

    errors: float = 0.0
    code: int = 0
    """The status of those; 0: any, some with details that are garbage."""
    stalls: float = 0.0
    stall_seconds: float = 10.0
    huge: float = 0.0
    """Answers of megabytes: some larger than gRPC takes, some not."""
    wrong: float = 0.0
    """Answers that are no message, or are another."""


WELL = Mood()

encode = msgspec.msgpack.Encoder().encode
decode = msgspec.msgpack.Decoder(Mood).decode
