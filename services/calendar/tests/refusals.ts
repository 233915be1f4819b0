/** What a call that failed says. */
import assert from "node:assert/strict";

import { type Metadata, status } from "@grpc/grpc-js";

import { BadRequest, LocalizedMessage } from "../gen/google/rpc/error_details.js";
import { Status } from "../gen/google/rpc/status.js";
import { DETAILS } from "../src/status.js";

/** A status other than OK. */
export interface Failure {
  readonly code: string;
  readonly speech: string;
  readonly field: string;
}

/** Returns how a call fails. */
export async function failure(call: Promise<unknown>): Promise<Failure> {
  const error = await call.then(
    () => assert.fail("the call did not fail"),
    (reason: unknown) => reason as { code: status; metadata: Metadata },
  );
  const [bytes = Buffer.alloc(0)] = error.metadata.get(DETAILS);
  const { details } = Status.decode(Buffer.from(bytes));
  const named = new Map(details.map(({ typeUrl, value }) => [typeUrl, value]));
  const of = (name: string): Buffer =>
    named.get(`type.googleapis.com/google.rpc.${name}`) ?? Buffer.alloc(0);
  return {
    code: status[error.code],
    speech: LocalizedMessage.decode(of("LocalizedMessage")).message,
    field: BadRequest.decode(of("BadRequest")).fieldViolations[0]?.field ?? "",
  };
}

/** Returns the code with which a call fails, or "OK". */
export function codeOf(call: Promise<unknown>): Promise<string> {
  return call.then(
    () => "OK",
    (error: unknown) => status[(error as { code: status }).code],
  );
}
