"""A service that keeps all that a service owes, save for the defect it is given."""

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from copy import deepcopy
from dataclasses import dataclass

import grpc
from google.protobuf import message_factory
from google.protobuf.descriptor_pb2 import FileDescriptorSet
from google.protobuf.descriptor_pool import DescriptorPool
from google.rpc import error_details_pb2, status_pb2
from grpc_health.v1 import health_pb2_grpc
from grpc_health.v1.health import HealthServicer
from grpc_health.v1.health_pb2 import HealthCheckResponse

from edge.tools.descriptors import in_order
from tests.contracts import descriptor_set
from tests.probe import packed, serialized
from tests.verify.mirror import mirror

SERVICE = "tools.kettle.v1.KettleService"
KETTLE = "the red one"
MOST_CUPS = 8
MOST_READINGS = 10


def nothing(*_):
    """Change nothing, answer nothing."""


@dataclass(frozen=True, kw_only=True)
class Defect:
    """What is wrong with a kettle."""

    contract: Callable = nothing
    """Changes the contract, a descriptor set, that the service has."""

    shown: Callable = nothing
    """Changes what reflection shows of it."""

    versions: tuple[str, ...] = ("v1alpha",)
    """The versions of reflection that are served."""

    names: tuple[str, ...] | None = None
    """What reflection lists; None: the service."""

    service: str = SERVICE

    answer: Callable = nothing
    """Answers in the kettle's place, given it, a request and its context; or not."""

    health: Callable = nothing
    """Changes what the health servicer says."""

    servicer: type = HealthServicer
    workers: int = 4


GOOD = Defect()


class Kettle:
    """One kettle, which answers on a gRPC server with threads."""

    def __init__(self, defect: Defect) -> None:
        self.defect = defect
        self.contract = changed(compiled(), defect.contract)
        self.service = loaded(self.contract).FindServiceByName(defect.service)
        self.answers = {}
        self.boiled = 0
        self.released = threading.Event()
        """Set once the tests are done: what hangs goes on."""

    def make(self, name, **fields):
        found = self.service.file.message_types_by_name[name]
        return message_factory.GetMessageClass(found)(**fields)

    def TellWarmth(self, request, context):
        if not request.kettle:
            refuse(context, "INVALID_ARGUMENT", "Which kettle is meant?", "kettle")
        if not 0 <= request.from_time.seconds < 1 << 35:
            refuse(context, "OUT_OF_RANGE", "That was before kettles.", "from_time")
        if request.HasField("readings") and not 1 <= request.readings <= MOST_READINGS:
            refuse(context, "OUT_OF_RANGE", "I can tell 1 to 10 readings.", "readings")
        if request.kettle != KETTLE:
            refuse(context, "NOT_FOUND", "There is no such kettle.", "kettle")
        return self.make("TellWarmthResponse", speech="It is hot.", degrees=95)

    def BoilWater(self, request, context):
        if not 1 <= request.cups <= MOST_CUPS:
            refuse(context, "OUT_OF_RANGE", "I can boil 1 to 8 cups.", "cups")
        self.boiled += 1
        speech = f"Water number {self.boiled} boils."
        answer = self.make("BoilWaterResponse", speech=speech)
        key = dict(context.invocation_metadata()).get("idempotency-key")
        return self.answers.setdefault(key, answer) if key else answer

    def handlers(self):
        return {
            method.name: grpc.unary_unary_rpc_method_handler(
                self.answering(method.name),
                request_deserializer=message_factory.GetMessageClass(
                    method.input_type
                ).FromString,
                response_serializer=serialized,
            )
            for method in self.service.methods
        }

    def answering(self, name):
        def handle(request, context):
            own = self.defect.answer(self, request, context)
            return getattr(self, name)(request, context) if own is None else own

        return handle

    def assemble(self, address="127.0.0.1:0"):
        """Make the server, not yet started; return its health and its port."""
        defect = self.defect
        self.server = server = grpc.server(ThreadPoolExecutor(defect.workers))
        healthy = defect.servicer()
        healthy.set(defect.service, HealthCheckResponse.SERVING)
        defect.health(healthy)
        own = grpc.method_handlers_generic_handler(defect.service, self.handlers())
        server.add_generic_rpc_handlers((own, *self.reflection()))
        health_pb2_grpc.add_HealthServicer_to_server(healthy, server)
        return healthy, server.add_insecure_port(address)

    def reflection(self):
        listed = self.defect.names
        names = (self.defect.service,) if listed is None else listed
        shown = changed(self.contract, self.defect.shown)
        return mirror(shown, names, self.defect.versions)


@contextmanager
def serving(defect: Defect):
    """Serve a kettle on a free port; yields its address and its contract."""
    kettle = Kettle(defect)
    _, port = kettle.assemble()
    kettle.server.start()
    try:
        yield f"127.0.0.1:{port}", kettle.contract
    finally:
        kettle.released.set()
        kettle.server.stop(0).wait()


def refuse(context, code, words, argument):
    """End a call with a status that blames an argument."""
    violation = error_details_pb2.BadRequest.FieldViolation(
        field=argument, description=words
    )
    number = grpc.StatusCode[code].value[0]
    status = status_pb2.Status(code=number, message=words)
    status.details.append(
        packed(error_details_pb2.BadRequest(field_violations=[violation]))
    )
    data = status.SerializeToString()
    context.set_trailing_metadata((("grpc-status-details-bin", data),))
    context.abort(grpc.StatusCode[code], words)


def compiled() -> FileDescriptorSet:
    """Return the contract as it should be, with its comments."""
    return FileDescriptorSet.FromString(descriptor_set("verify_kettle.proto"))


def changed(files: FileDescriptorSet, change: Callable) -> FileDescriptorSet:
    """Return a copy of a descriptor set, with a change."""
    copy = deepcopy(files)
    change(copy)
    return copy


def loaded(files: FileDescriptorSet) -> DescriptorPool:
    """Return a pool that holds a descriptor set."""
    pool = DescriptorPool()
    for file in in_order(file.SerializeToString() for file in files.file):
        pool.AddSerializedFile(file.SerializeToString())
    return pool
