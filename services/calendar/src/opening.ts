/** Opening hours: when appointments can be. */
import { Temporal } from "temporal-polyfill";

import { midnight, type Span } from "./span.js";

const DAYS = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];
const ENTRY = /^([a-z,-]+)\s+(\S.*)$/;
const RANGE = /^(\d{1,2}):(\d\d)-(\d{1,2}):(\d\d)$/;
const MIDNIGHT = 24 * 60;

/** A part of a day, in minutes since midnight by the clock on the wall. */
interface Range {
  readonly from: number;
  readonly to: number;
}

/** The hours of each day of the week, Monday first. */
export type Opening = readonly (readonly Range[])[];

/** The text is not opening hours: says what of it. */
export class OpeningError extends Error {}

/**
 * Returns the hours that a text such as `Mon-Fri 09:00-12:00,13:00-17:00; Sat 10:00-14:00` says.
 * Throws `OpeningError`.
 */
export function parse(text: string): Opening {
  const week: Range[][] = DAYS.map(() => []);
  for (const entry of text.toLowerCase().split(";")) {
    const [, days, ranges] = ENTRY.exec(entry.trim()) ?? [];
    if (!days || !ranges) throw new OpeningError(`'${entry.trim()}' is not days and hours`);
    const hours = ranges.split(/\s*,\s*/).map(range);
    for (const day of days.split(",").flatMap(daysOf)) week[day]?.push(...hours);
  }
  week.forEach(order);
  return week;
}

/** Returns the spans of a day that are open in a time zone. */
export function open(opening: Opening, day: Temporal.PlainDate, zone: string): Span[] {
  const ranges = opening[day.dayOfWeek - 1] ?? [];
  return ranges.map(({ from, to }) => ({
    start: moment(day, from, zone),
    end: moment(day, to, zone),
  }));
}

function moment(day: Temporal.PlainDate, minutes: number, zone: string): number {
  if (minutes === MIDNIGHT) return midnight(day.add({ days: 1 }), zone);
  const plainTime = Temporal.PlainTime.from({
    hour: Math.floor(minutes / 60),
    minute: minutes % 60,
  });
  return day.toZonedDateTime({ timeZone: zone, plainTime }).epochMilliseconds;
}

function daysOf(text: string): number[] {
  const [first = -1, last = first, ...rest] = text.split("-").map((name) => DAYS.indexOf(name));
  if (first < 0 || last < first || rest.length) {
    throw new OpeningError(`'${text}' is not a day such as Mon, or several such as Mon-Fri`);
  }
  return DAYS.map((_, day) => day).slice(first, last + 1);
}

function range(text: string): Range {
  const [hour = NaN, minute = NaN, toHour = NaN, toMinute = NaN] = (RANGE.exec(text) ?? [])
    .slice(1)
    .map(Number);
  const [from, to] = [hour * 60 + minute, toHour * 60 + toMinute];
  if (!(minute < 60 && toMinute < 60 && from < to && to <= MIDNIGHT)) {
    throw new OpeningError(`'${text}' is not hours such as 09:00-17:00`);
  }
  return { from, to };
}

function order(ranges: Range[], day: number): void {
  ranges.sort((one, other) => one.from - other.from);
  if (ranges.some(({ from }, index) => from < (ranges[index - 1]?.to ?? 0))) {
    throw new OpeningError(`the hours of ${DAYS[day] ?? ""} overlap`);
  }
}
