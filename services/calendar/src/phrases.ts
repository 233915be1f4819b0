/** Phrases: the parts of a text that speak of time, as chrono-node understands them. */
import type { Component, ParsedComponents, ParsedResult } from "chrono-node";
import { casual } from "chrono-node/en";
import { Temporal } from "temporal-polyfill";

import { local } from "./span.js";

/** A part of a text, and what it speaks of. */
export interface Phrase {
  readonly text: string;
  readonly moment: Temporal.ZonedDateTime;
  /** It names a day. */
  readonly isDated: boolean;
  /** It names a time of day. */
  readonly isTimed: boolean;
  /** The day of the week that it names, Sunday 0. */
  readonly weekday: number | undefined;
}

const BACKWARD = /\b(?:last|past|previous|ago)\b/i;
const ELAPSED = "result/relativeDateAndTime"; // as "in 3 hours", which no change of the clocks alters

const chrono = casual.clone();
chrono.parsers.push({
  pattern: () => /\b(\d{1,2})(?:st|nd|rd|th)\b/i,
  extract: ({ reference: { instant } }, match) => {
    const [year, month, day] = [instant.getFullYear(), instant.getMonth() + 1, instant.getDate()];
    return nextOfMonth(Number(match[1]), Temporal.PlainDate.from({ year, month, day }));
  },
});

/** Returns the phrases of a text that is said at the moment `now`. */
export function phrases(text: string, now: Temporal.ZonedDateTime): Phrase[] {
  const found = parse(text, now);
  const lasting = found.every(({ start }) => isFixed(start) || (isTimed(start) && !isDated(start)));
  const morning = now.startOfDay();
  // To a day without a year chrono gives noon, and then takes today's for past.
  const [results, reference] = lasting ? [found, now] : [parse(text, morning), morning];
  return results.map(({ text, start }) => ({
    text,
    moment: moment(start, reference),
    isDated: isDated(start),
    isTimed: isTimed(start),
    weekday: start.isCertain("weekday") ? (start.get("weekday") ?? undefined) : undefined,
  }));
}

function parse(text: string, reference: Temporal.ZonedDateTime): ParsedResult[] {
  return chrono.parse(text, wall(reference), { forwardDate: !BACKWARD.test(text) });
}

// Chrono reckons in this machine's time zone, so that is where the clock on the wall is put.
function wall({ year, month, day, hour, minute, second }: Temporal.ZonedDateTime): Date {
  return new Date(year, month - 1, day, hour, minute, second);
}

function moment(
  parsed: ParsedComponents,
  reference: Temporal.ZonedDateTime,
): Temporal.ZonedDateTime {
  const milliseconds = parsed.date().getTime() - wall(reference).getTime();
  if (parsed.tags().has(ELAPSED)) return reference.add({ milliseconds });
  const zone = reference.timeZoneId;
  if (parsed.isCertain("timezoneOffset")) return local(parsed.date().getTime(), zone);
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0] = (
    ["year", "month", "day", "hour", "minute"] as const
  ).map((name) => parsed.get(name) ?? 0);
  return Temporal.ZonedDateTime.from({ year, month, day, hour, minute, timeZone: zone });
}

function isFixed(parsed: ParsedComponents): boolean {
  return certain(parsed, "year", "month", "day").every(Boolean);
}

function isDated(parsed: ParsedComponents): boolean {
  return certain(parsed, "year", "month", "day", "weekday").some(Boolean);
}

function isTimed(parsed: ParsedComponents): boolean {
  return parsed.isCertain("hour");
}

function certain(parsed: ParsedComponents, ...names: Component[]): boolean[] {
  return names.map((name) => parsed.isCertain(name));
}

function nextOfMonth(day: number, today: Temporal.PlainDate): Record<string, number> | null {
  if (day < 1 || day > 31) return null;
  const months = Array.from({ length: 12 }, (_, ahead) =>
    today.toPlainYearMonth().add({ months: ahead }),
  );
  const month = months.find(
    (one) => one.daysInMonth >= day && today.until(one.toPlainDate({ day })).sign >= 0,
  );
  return month ? { year: month.year, month: month.month, day } : null;
}
