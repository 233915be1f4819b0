/** Slots: the times that can be booked. */
import { Temporal } from "temporal-polyfill";

import type { Calendar } from "./calendar.js";
import { open, type Opening } from "./opening.js";
import { DAY, local, midnight, MINUTE, overlap, type Span } from "./span.js";

/** How short and how long an appointment may be, in minutes. */
export const SHORTEST = 5;
export const LONGEST = 480;

/** How many days are searched for a free time. */
export const SEARCHED_DAYS = 60;

const ISO = /^(\d{4}-\d\d-\d\dT\d\d:\d\d)(?::00(?:\.0+)?)?(Z|[+-]\d\d:\d\d)?(?:\/PT(\d{1,3})M)?$/i;

/** When appointments can be. */
export interface Hours {
  readonly opening: Opening;
  /** The IANA time zone of the opening hours, and of all that is said. */
  readonly zone: string;
  /** How far the starts of slots lie apart, and their usual length, in minutes. */
  readonly step: number;
}

/** A day, and what is free on it. */
export interface FreeDay {
  readonly day: Temporal.PlainDate;
  readonly slots: readonly Span[];
}

/** Returns all slots of a day, free or not, earliest first. */
export function slotsOf(day: Temporal.PlainDate, minutes: number, hours: Hours): Span[] {
  const length = minutes * MINUTE;
  return open(hours.opening, day, hours.zone).flatMap(({ start, end }) => {
    const count = Math.max(0, Math.floor((end - start - length) / (hours.step * MINUTE)) + 1);
    const starts = Array.from({ length: count }, (_, index) => start + index * hours.step * MINUTE);
    return starts.map((from) => ({ start: from, end: from + length }));
  });
}

/**
 * Returns the first day with free slots that start at `earliest` or later, or `undefined` where
 * `SEARCHED_DAYS` have none.
 */
export function firstFree(
  earliest: number,
  minutes: number,
  hours: Hours,
  calendar: Calendar,
): FreeDay | undefined {
  const first = local(earliest, hours.zone).toPlainDate();
  const start = midnight(first, hours.zone);
  const taken = calendar.busy({ start, end: start + (SEARCHED_DAYS + 1) * DAY });
  for (let ahead = 0; ahead < SEARCHED_DAYS; ahead++) {
    const day = first.add({ days: ahead });
    const slots = slotsOf(day, minutes, hours).filter(
      (slot) => slot.start >= earliest && !taken.some((span) => overlap(span, slot)),
    );
    if (slots.length) return { day, slots };
  }
  return undefined;
}

/** Tells whether an appointment may be so many minutes long. */
export function isLength(minutes: number): boolean {
  return minutes >= SHORTEST && minutes <= LONGEST;
}

/** Returns how long a slot is, in minutes. */
export function lengthOf(slot: Span): number {
  return (slot.end - slot.start) / MINUTE;
}

/** Returns a slot as an interval of ISO 8601, such as `2030-12-03T09:30+01:00/PT30M`. */
export function write(slot: Span, zone: string): string {
  const start = local(slot.start, zone).toString({ smallestUnit: "minute", timeZoneName: "never" });
  return `${start}/PT${lengthOf(slot)}M`;
}

/**
 * Returns the slot that a text names, or `undefined` where it names none. Without an offset it is in
 * the calendar's time zone; without a length, of the usual one.
 */
export function read(text: string, hours: Hours): Span | undefined {
  const [, time, offset, length] = ISO.exec(text.trim()) ?? [];
  const minutes = Number(length ?? hours.step);
  if (!time || !isLength(minutes)) return undefined;
  try {
    const start = offset
      ? Temporal.Instant.from(time + offset).epochMilliseconds
      : Temporal.PlainDateTime.from(time).toZonedDateTime(hours.zone).epochMilliseconds;
    return { start, end: start + minutes * MINUTE };
  } catch {
    return undefined; // the 31st of February
  }
}
