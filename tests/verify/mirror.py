"""Server reflection that shows whatever files it is given."""

import grpc
from google.protobuf.descriptor_pb2 import FileDescriptorSet
from grpc_reflection.v1alpha.reflection_pb2 import (
    ErrorResponse,
    FileDescriptorResponse,
    ListServiceResponse,
    ServerReflectionRequest,
    ServerReflectionResponse,
    ServiceResponse,
)


def mirror(files: FileDescriptorSet, names, versions):
    """Return the handlers of reflection over some files, which lists some names."""
    for file in files.file:
        file.ClearField("source_code_info")
    by_name = {file.name: file for file in files.file}
    by_service = {
        f"{file.package}.{service.name}": file
        for file in files.file
        for service in file.service
    }

    def answer(question):
        if question.HasField("list_services"):
            services = [ServiceResponse(name=name) for name in names]
            listed = ListServiceResponse(service=services)
            return ServerReflectionResponse(list_services_response=listed)
        file = by_name.get(question.file_by_filename)
        file = file or by_service.get(question.file_containing_symbol)
        if file is None:
            return ServerReflectionResponse(error_response=ErrorResponse(error_code=5))
        shown = FileDescriptorResponse(file_descriptor_proto=[file.SerializeToString()])
        return ServerReflectionResponse(file_descriptor_response=shown)

    handler = grpc.stream_stream_rpc_method_handler(
        lambda questions, _: map(answer, questions),
        request_deserializer=ServerReflectionRequest.FromString,
        response_serializer=ServerReflectionResponse.SerializeToString,
    )
    return [
        grpc.method_handlers_generic_handler(
            f"grpc.reflection.{version}.ServerReflection",
            {"ServerReflectionInfo": handler},
        )
        for version in versions
    ]
