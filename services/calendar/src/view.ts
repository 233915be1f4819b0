/** The view: what a call sees, at its moment. */
import type { Temporal } from "temporal-polyfill";

import type { Token } from "./answers.js";
import type { Calendar } from "./calendar.js";
import { far, past, Refused } from "./refusal.js";
import { firstFree, type FreeDay, type Hours } from "./slots.js";
import { local } from "./span.js";
import * as speech from "./speech.js";
import { understand, type When } from "./when.js";

/** What a call sees. */
export interface View {
  readonly calendar: Calendar;
  readonly hours: Hours;
  /** The moment of the call, in the calendar's time zone. */
  readonly now: Temporal.ZonedDateTime;
}

/** Who calls. */
export interface Caller {
  /** Their number, E.164. */
  readonly contact: string;
  /** What recognises the call if it is repeated. */
  readonly token: Token | undefined;
}

/** Returns the moment of a call: as the edge gives it, or else as this machine has it. */
export function momentOf(now: Date | undefined, zone: string): Temporal.ZonedDateTime {
  const given = now?.getTime() ?? NaN;
  return local(Number.isNaN(given) ? Date.now() : given, zone);
}

/** Returns what a text means that speaks of today or of the year ahead. Throws `Refused`. */
export function coming(text: string, now: Temporal.ZonedDateTime): When {
  const when = understand(text, now);
  const today = now.toPlainDate();
  const words = [speech.day(when.day, today), speech.today(today)] as const;
  if (isBefore(when.day, today)) throw new Refused(past(...words));
  if (isBefore(lastDay(today), when.day)) throw new Refused(far(...words));
  return when;
}

/** Returns the last day that can be booked. */
export function lastDay(today: Temporal.PlainDate): Temporal.PlainDate {
  return today.add({ years: 1 });
}

/** Returns the first day with free slots, of those that start at `earliest` or later. */
export function freeFrom(earliest: number, minutes: number, view: View): FreeDay | undefined {
  const { calendar, hours, now } = view;
  return firstFree(Math.max(earliest, now.epochMilliseconds), minutes, hours, calendar);
}

/** Returns the sentence that tells of free slots. */
export function offer({ day, slots }: FreeDay, { hours, now }: View): string {
  const times = slots.map(({ start }) => speech.time(local(start, hours.zone)));
  return `On ${speech.day(day, now.toPlainDate())}, ${speech.times(times)}.`;
}

function isBefore(one: Temporal.PlainDate, other: Temporal.PlainDate): boolean {
  return one.until(other).sign > 0;
}
