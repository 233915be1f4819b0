/** Calls: one request, one answer, in time. */
import type { handleUnaryCall, Metadata, ServerUnaryCall } from "@grpc/grpc-js";

import { type Refusal, Refused } from "./refusal.js";
import { ofError } from "./status.js";

/** How long a call may take that sets no deadline, or a late one, in milliseconds. */
const LIMIT = 5000;

/** What a call brings beside its request. */
export interface Context {
  readonly metadata: Metadata;
  /** Aborted once nobody waits for the answer any more. */
  readonly signal: AbortSignal;
}

/** Answers requests. */
export type Rpc<Request, Response> = (request: Request, context: Context) => Promise<Response>;

/**
 * Returns the handler by which gRPC serves an rpc; `late` is said where it takes longer than `limit`,
 * in milliseconds.
 */
export function handling<Request, Response>(
  rpc: Rpc<Request, Response>,
  late: Refusal,
  limit = LIMIT,
): handleUnaryCall<Request, Response> {
  return (call, callback) => {
    answer(rpc, call, late, limit).then(
      (response) => {
        callback(null, response);
      },
      (error: unknown) => {
        callback(ofError(error));
      },
    );
  };
}

async function answer<Request, Response>(
  rpc: Rpc<Request, Response>,
  call: ServerUnaryCall<Request, Response>,
  late: Refusal,
  limit: number,
): Promise<Response> {
  const over = new AbortController();
  const end = (): void => {
    over.abort(new Refused(late));
  };
  const timer = setTimeout(end, limit);
  call.on("cancelled", end); // by the caller, or by gRPC at the deadline
  const { request, metadata } = call;
  try {
    return await Promise.race([
      rpc(request, { metadata, signal: over.signal }),
      aborted(over.signal),
    ]);
  } finally {
    clearTimeout(timer);
  }
}

function aborted(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    signal.addEventListener("abort", () => {
      reject(signal.reason as Error);
    });
  });
}
