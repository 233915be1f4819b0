/** Reflection: the contract shown as it was compiled, options included. */
import { readFile } from "node:fs/promises";

import {
  createFileRegistry,
  type DescExtension,
  type DescFile,
  type FileRegistry,
  fromBinary,
  toBinary,
} from "@bufbuild/protobuf";
import { FileDescriptorProtoSchema, FileDescriptorSetSchema } from "@bufbuild/protobuf/wkt";
import { status } from "@grpc/grpc-js";

import type {
  ServerReflectionRequest,
  ServerReflectionResponse,
  ServerReflectionServer,
} from "../gen/grpc/reflection/v1/reflection.js";

type Question = NonNullable<ServerReflectionRequest["messageRequest"]>;
type Reply = NonNullable<ServerReflectionResponse["messageResponse"]>;

const UNKNOWN: Reply = {
  $case: "errorResponse",
  value: { errorCode: status.NOT_FOUND, errorMessage: "there is no such thing here" },
};

/**
 * Returns the server of `grpc.reflection.v1` over a descriptor set in a file. Throws what `node:fs`
 * throws. Unlike @grpc/reflection it keeps what the edge reads: imports, and options of its own.
 */
export async function reflection(path: URL): Promise<ServerReflectionServer> {
  const registry = createFileRegistry(fromBinary(FileDescriptorSetSchema, await readFile(path)));
  return {
    serverReflectionInfo(stream) {
      stream.on("data", (request: ServerReflectionRequest) => {
        const { messageRequest } = request;
        const messageResponse = messageRequest ? reply(messageRequest, registry) : UNKNOWN;
        stream.write({ validHost: request.host, originalRequest: request, messageResponse });
      });
      stream.on("end", () => {
        stream.end();
      });
    },
  };
}

function reply(question: Question, registry: FileRegistry): Reply {
  switch (question.$case) {
    case "listServices":
      return { $case: "listServicesResponse", value: { service: servicesOf(registry) } };
    case "fileByFilename":
      return shown(registry.getFile(question.value));
    case "fileContainingSymbol":
      return shown(fileOf(question.value, registry));
    case "fileContainingExtension": {
      const { containingType, extensionNumber } = question.value;
      return shown(
        extensionsOf(containingType, registry).find(({ number }) => number === extensionNumber)
          ?.file,
      );
    }
    case "allExtensionNumbersOfType": {
      const extensionNumber = extensionsOf(question.value, registry).map(({ number }) => number);
      return {
        $case: "allExtensionNumbersResponse",
        value: { baseTypeName: question.value, extensionNumber },
      };
    }
  }
}

function shown(file: DescFile | undefined): Reply {
  if (!file) return UNKNOWN;
  const fileDescriptorProto = [...closure(file)].map(({ proto }) =>
    Buffer.from(toBinary(FileDescriptorProtoSchema, proto)),
  );
  return { $case: "fileDescriptorResponse", value: { fileDescriptorProto } };
}

function closure(file: DescFile): Set<DescFile> {
  return new Set([file, ...file.dependencies.flatMap((imported) => [...closure(imported)])]);
}

function servicesOf(registry: FileRegistry): { name: string }[] {
  return [...registry]
    .filter(({ kind }) => kind === "service")
    .map(({ typeName }) => ({ name: typeName }));
}

/** Returns the file of a type, or of the type that a member such as a method belongs to. */
function fileOf(symbol: string, registry: FileRegistry): DescFile | undefined {
  const owner = symbol.slice(0, Math.max(symbol.lastIndexOf("."), 0));
  return (registry.get(symbol) ?? registry.get(owner))?.file;
}

function extensionsOf(type: string, registry: FileRegistry): DescExtension[] {
  const extensions = [...registry].filter((found) => found.kind === "extension");
  return extensions.filter(({ extendee }) => extendee.typeName === type);
}
