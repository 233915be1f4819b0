/** Stretches of time. */
import { Temporal } from "temporal-polyfill";

/** A stretch of time, in milliseconds since 1970 UTC; the end is not part of it. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

export const MINUTE = 60_000;
export const DAY = 24 * 60 * MINUTE;

/** Tells whether two spans have a moment in common. */
export function overlap(one: Span, other: Span): boolean {
  return one.start < other.end && other.start < one.end;
}

/** Returns a moment as it is shown in a time zone. */
export function local(moment: number, zone: string): Temporal.ZonedDateTime {
  return Temporal.Instant.fromEpochMilliseconds(moment).toZonedDateTimeISO(zone);
}

/** Returns the moment a day begins in a time zone. */
export function midnight(day: Temporal.PlainDate, zone: string): number {
  return day.toZonedDateTime(zone).epochMilliseconds;
}
