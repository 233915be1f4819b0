/** Times in words, fit to be read aloud. */
import type { Temporal } from "temporal-polyfill";

const LOCALE = "en-US";
const NAMED = 3;

/** Returns a day such as "Tuesday, November 24", with the year where it is not this one. */
export function day(date: Temporal.PlainDate, today: Temporal.PlainDate): string {
  return date.toLocaleString(LOCALE, {
    weekday: "long",
    month: "long",
    day: "numeric",
    ...(date.year === today.year ? {} : { year: "numeric" }),
  });
}

/** Returns today with its year, which a model may have wrong. */
export function today(date: Temporal.PlainDate): string {
  return date.toLocaleString(LOCALE, { dateStyle: "full" });
}

/** Returns a time of day such as "9:30 AM". */
export function time(moment: Temporal.ZonedDateTime | Temporal.PlainTime): string {
  const words = moment.toLocaleString(LOCALE, { hour: "numeric", minute: "2-digit" });
  return words.replace(/\s/g, " "); // a narrow no-break space stands before AM
}

/** Returns a moment such as "Tuesday, November 24 at 9:30 AM". */
export function moment(when: Temporal.ZonedDateTime, now: Temporal.ZonedDateTime): string {
  return `${day(when.toPlainDate(), now.toPlainDate())} at ${time(when)}`;
}

/** Returns texts in a row, such as "one, two, and three". */
export function list(texts: readonly string[]): string {
  return new Intl.ListFormat(LOCALE, { type: "conjunction" }).format(texts);
}

/** Returns how many times of a day are free and which, of many only the first. */
export function times(free: readonly string[]): string {
  const names = list(free.slice(0, NAMED));
  if (free.length === 1) return `one time is free: ${names}`;
  if (free.length <= NAMED) return `these times are free: ${names}`;
  return `${free.length} times are free, the first at ${names}`;
}
