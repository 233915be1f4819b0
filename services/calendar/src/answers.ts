/** Answers that are given again when a call is repeated. */
import { createHash } from "node:crypto";

import type { Metadata } from "@grpc/grpc-js";

import type { Calendar } from "./calendar.js";
import { Refused, REUSED, TWO_KEYS } from "./refusal.js";

/** What recognises a repeated call. */
export interface Token {
  /** The digest of its idempotency key. */
  readonly key: string;
  /** The digest of what it asks for. */
  readonly request: string;
}

/** What a call has done, and to which appointment. */
export interface Effect<Response> {
  readonly id: string;
  readonly response: Response;
}

/** Turns responses into JSON and back. */
export interface Codec<Response> {
  toJSON(response: Response): unknown;
  fromJSON(json: unknown): Response;
}

/**
 * Returns the token of a call, or `undefined` where it has no key; `request` is what it has in common
 * with its repetitions. The field and the metadata are two ways to give one key. Throws `Refused`.
 */
export function token(field: string, metadata: Metadata, request: object): Token | undefined {
  const given = metadata.get("idempotency-key").map(String);
  const [key, ...others] = new Set([field, ...given].filter(Boolean));
  if (others.length) throw new Refused(TWO_KEYS);
  return key ? { key: digest(key), request: digest(JSON.stringify(request)) } : undefined;
}

/**
 * Returns the response that was given under a token, or else has the effect and keeps its response.
 * Throws `Refused` where the key was another request's, or what `effect` throws.
 */
export function once<Response>(
  calendar: Calendar,
  token: Token | undefined,
  codec: Codec<Response>,
  effect: () => Effect<Response>,
): Response {
  const given = token && calendar.answer(token.key);
  if (given && given.request !== token.request) throw new Refused(REUSED);
  if (given) return codec.fromJSON(JSON.parse(given.text));
  const { id, response } = effect();
  if (token) calendar.remember(id, { ...token, text: JSON.stringify(codec.toJSON(response)) });
  return response;
}

function digest(text: string): string {
  return createHash("sha256").update(text).digest("base64url");
}
