/** When: what a caller means by "next Tuesday afternoon". */
import { Temporal } from "temporal-polyfill";

import { type Phrase, phrases } from "./phrases.js";
import { NO_DATE, Refused } from "./refusal.js";

/** A day, and the time of day if one was named. */
export interface When {
  readonly day: Temporal.PlainDate;
  readonly time: Temporal.PlainTime | undefined;
  /** The time was named to the minute: "at 3", not "in the afternoon". */
  readonly exact: boolean;
}

const LONGEST_TEXT = 100;
const ALIASES: readonly (readonly [RegExp, string])[] = [
  [/\b(?:the )?day after tomorrow\b/i, "in 2 days"],
  [/\b(?:as soon as possible|asap|(?:first|next) (?:available|free)|earliest|soonest)\b/i, "today"],
];
const PARTS: readonly (readonly [RegExp, number])[] = [
  [/\bmorning\b/i, 0],
  [/\bafternoon\b/i, 12],
  [/\b(?:evening|tonight|night)\b/i, 17],
];
// 3/12 is in December to one caller, and in March to another.
const AMBIGUOUS = /(?<![\d./-])\d{1,2}[./-]\d{1,2}(?!\d|:)/;
const FILLERS =
  /\b(?:an|any|anytime|around|at|about|between|by|coming|day|for|from|in|maybe|of|on|or|please|some|sometime|the|this|time|upcoming)\b|[^\p{L}\p{N}]/giu;

/**
 * Returns the day, and perhaps the time, that a text means at the moment `now`, in whose time zone it
 * is. A day without a year is the next such day. Throws `Refused` where any part of the text is not
 * understood: the rest may mean another day.
 */
export function understand(text: string, now: Temporal.ZonedDateTime): When {
  const said = ALIASES.reduce((words, [alias, name]) => words.replace(alias, name), text.trim());
  if (said.length > LONGEST_TEXT || AMBIGUOUS.test(said)) throw new Refused(NO_DATE);
  const found = phrases(said, now);
  const day = dayOf(found);
  if (!day || !isWhole(said, found)) throw new Refused(NO_DATE);
  const time = found.find(({ isTimed }) => isTimed)?.moment.toPlainTime();
  return { day, time: time ?? partOf(said), exact: Boolean(time) };
}

/** Returns the one day that all of the phrases mean. */
function dayOf(found: readonly Phrase[]): Temporal.PlainDate | undefined {
  const dated = found.filter(({ isDated }) => isDated);
  const [day, ...others] = (dated.length ? dated : found).map(({ moment }) => moment.toPlainDate());
  const agreed =
    day &&
    others.every((other) => other.equals(day)) &&
    found.every(({ weekday = day.dayOfWeek % 7 }) => weekday === day.dayOfWeek % 7);
  return agreed ? day : undefined;
}

function partOf(said: string): Temporal.PlainTime | undefined {
  const part = PARTS.find(([words]) => words.test(said));
  return part && Temporal.PlainTime.from({ hour: part[1] });
}

function isWhole(said: string, found: readonly Phrase[]): boolean {
  const rest = found.reduce((words, { text }) => words.replace(text, " "), said);
  return rest.replace(FILLERS, "") === "";
}
