/** The settings, from the environment. */
import { isIPv6 } from "node:net";

import { type Opening, OpeningError, parse } from "./opening.js";
import { type Hours, LONGEST, SHORTEST } from "./slots.js";

/** A setting cannot be used: names it, and what was expected. */
export class ConfigError extends Error {}

/** What the service is told from outside. */
export interface Config {
  /** Where it listens, `host:port`; port 0 takes a free one. */
  readonly address: string;
  /** The calendar's file, iCalendar (RFC 5545). */
  readonly file: string;
  readonly hours: Hours;
  /** Whether an empty calendar is given sample appointments. */
  readonly sample: boolean;
}

type Environment = Readonly<Record<string, string | undefined>>;

/** Returns the settings; an empty one counts as unset. Throws `ConfigError`. */
export function read(env: Environment): Config {
  return {
    address: address(env["SERVICE_ADDRESS"] || "127.0.0.1:50055"),
    file: env["CALENDAR_FILE"] || "data/calendar.ics",
    hours: {
      opening: opening(env["CALENDAR_OPENING"] || "Mon-Fri 09:00-17:00"),
      zone: zone(env["CALENDAR_TIME_ZONE"] || "UTC"),
      step: minutes(env["CALENDAR_SLOT_MINUTES"] || "30"),
    },
    sample: flag("CALENDAR_SAMPLE", env["CALENDAR_SAMPLE"] || "0"),
  };
}

function address(text: string): string {
  const [, six, name, port] = /^(?:\[([^\]]+)\]|([\w.-]+)):(\d{1,5})$/.exec(text) ?? [];
  if (Number(port) <= 65_535 && (name || isIPv6(six ?? ""))) return text;
  throw new ConfigError(`SERVICE_ADDRESS is '${text}', not host:port`);
}

function opening(text: string): Opening {
  try {
    return parse(text);
  } catch (error) {
    if (!(error instanceof OpeningError)) throw error;
    throw new ConfigError(`CALENDAR_OPENING is '${text}': ${error.message}`);
  }
}

function zone(text: string): string {
  try {
    return new Intl.DateTimeFormat("en-US", { timeZone: text }).resolvedOptions().timeZone;
  } catch {
    throw new ConfigError(`CALENDAR_TIME_ZONE is '${text}', not a time zone such as Europe/Berlin`);
  }
}

function minutes(text: string): number {
  const value = /^\d+$/.test(text) ? Number(text) : NaN;
  if (value >= SHORTEST && value <= LONGEST) return value;
  throw new ConfigError(`CALENDAR_SLOT_MINUTES is '${text}', not ${SHORTEST} to ${LONGEST}`);
}

function flag(name: string, text: string): boolean {
  if (text === "0" || text === "1") return text === "1";
  throw new ConfigError(`${name} is '${text}', neither 0 nor 1`);
}
