/** Statuses: how a call ends that has no answer. */
import { Metadata, type StatusObject } from "@grpc/grpc-js";

import type { Any } from "../gen/google/protobuf/any.js";
import { BadRequest, LocalizedMessage } from "../gen/google/rpc/error_details.js";
import { Status } from "../gen/google/rpc/status.js";
import { BROKEN, type Refusal, Refused } from "./refusal.js";

/** Where gRPC carries the details of a status. */
export const DETAILS = "grpc-status-details-bin";

/**
 * Returns the status of a failed call. Only a `Refused` has a say in what may be spoken; anything else
 * is for the log.
 */
export function ofError(error: unknown): StatusObject {
  if (error instanceof Refused) return ofRefusal(error.refusal);
  console.error("a call failed:", error);
  return ofRefusal(BROKEN);
}

/** Returns the status with its details, messages of `google.rpc` (AIP-193). */
export function ofRefusal({ code, speech, field, problem }: Refusal): StatusObject {
  const details = [
    packed("LocalizedMessage", LocalizedMessage, { locale: "en-US", message: speech }),
  ];
  if (field) {
    const violation = { field, description: problem ?? "" };
    details.push(packed("BadRequest", BadRequest, { fieldViolations: [violation] }));
  }
  const metadata = new Metadata();
  metadata.set(DETAILS, Buffer.from(Status.encode({ code, message: speech, details }).finish()));
  return { code, details: speech, metadata };
}

/** What encodes messages of one type. */
interface Encoder<Message> {
  fromPartial(fields: object): Message;
  encode(message: Message): { finish(): Uint8Array };
}

function packed<Message>(name: string, type: Encoder<Message>, fields: object): Any {
  const value = type.encode(type.fromPartial(fields)).finish();
  return { typeUrl: `type.googleapis.com/google.rpc.${name}`, value: Buffer.from(value) };
}
