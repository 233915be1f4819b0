"""Answers that a service should not give, in place of a kettle's own."""

import grpc
from google.protobuf.unknown_fields import UnknownFieldSet

from tests.verify.kettle import KETTLE, refuse

TRACE = 'Traceback (most recent call last): File "/srv/kettle.py", line 3'


def raising(kettle, request, context):
    if request.ByteSize() == 0:
        raise KeyError("kettle")


def internal(kettle, request, context):
    if "\x00" in getattr(request, "kettle", ""):
        context.abort(grpc.StatusCode.INTERNAL, "")


def telling(kettle, request, context):
    if request.ByteSize() == 0:
        context.abort(grpc.StatusCode.NOT_FOUND, TRACE)


def blaming(kettle, request, context):
    if request.ByteSize() == 0:
        refuse(context, "INVALID_ARGUMENT", "Say which pot.", "pot.colour")


def hanging(kettle, request, context):
    if len(getattr(request, "kettle", "")) > len(KETTLE):
        kettle.released.wait()


def deadly(kettle, request, context):
    if "\x00" in getattr(request, "kettle", ""):
        kettle.server.stop(None)


def wordless(kettle, request, context):
    if request.ByteSize() == 0:
        context.abort(grpc.StatusCode.NOT_FOUND, "")


def strict(kettle, request, context):
    if len(UnknownFieldSet(request)):
        refuse(context, "INVALID_ARGUMENT", "I do not know that.", "kettle")


def garbled(kettle, request, context):
    return b"\xff\xff"


def frozen(kettle, request, context):
    """Hold the only thread, whatever becomes of the call."""
    if getattr(request, "kettle", "") == KETTLE:
        kettle.released.wait()


def speaking(words):
    """Return what answers with certain words."""

    def answer(kettle, request, context):
        if hasattr(request, "kettle"):
            return kettle.make("TellWarmthResponse", speech=words)
        return None

    return answer


def refusing(kettle, request, context):
    if hasattr(request, "cups"):
        refuse(context, "FAILED_PRECONDITION", "There is no water.", "cups")


def boiling_once(kettle, request, context):
    if hasattr(request, "cups") and kettle.boiled:
        refuse(context, "ALREADY_EXISTS", "It boils already.", "cups")


def garbled_twice(kettle, request, context):
    return b"\xff\xff" if hasattr(request, "cups") else None


def forgetful(kettle, request, context):
    if hasattr(request, "cups"):
        kettle.answers.clear()
