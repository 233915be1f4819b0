/** Occurrences: when the events of a calendar take place. */
import ICAL from "ical.js";
import { Temporal } from "temporal-polyfill";

import { midnight, type Span } from "./span.js";

type Component = InstanceType<typeof ICAL.Component>;
type Time = InstanceType<typeof ICAL.Time>;

const TOO_OFTEN = /^(?:SECONDLY|MINUTELY)$/;
const MOST = 100_000;
const OFTEN = "an event is repeated too often to be an appointment";

/**
 * Returns when the events that keep the calendar busy take place, up to the moment `until`, in no
 * order. Times without a time zone are in `zone`. Throws where an event makes no sense.
 */
export function occurrences(events: readonly Component[], until: number, zone: string): Span[] {
  const moved = new Set(
    events
      .filter(isException)
      .map((event) => identity(event, momentOf(event, "recurrence-id", zone))),
  );
  return events.filter(isBusy).flatMap((event) => {
    if (!isRepeated(event)) return [spanOf(event, zone)];
    return repeated(event, until, zone).filter(({ start }) => !moved.has(identity(event, start)));
  });
}

/** Returns when an event takes place, for the first time if it is repeated. */
export function spanOf(event: Component, zone: string): Span {
  const { endDate } = alone(event);
  const ends = event.hasProperty("dtend") ? "dtend" : "dtstart";
  return {
    start: momentOf(event, "dtstart", zone),
    end: instant(endDate, zoneOf(event, ends), zone),
  };
}

/** Tells whether an event takes place more than once. */
export function isRepeated(event: Component): boolean {
  return event.hasProperty("rrule") || event.hasProperty("rdate");
}

function isException(event: Component): boolean {
  return event.hasProperty("recurrence-id");
}

function isBusy(event: Component): boolean {
  const busy =
    event.getFirstPropertyValue("status") !== "CANCELLED" &&
    event.getFirstPropertyValue("transp") !== "TRANSPARENT";
  return busy && event.hasProperty("dtstart");
}

function repeated(event: Component, until: number, zone: string): Span[] {
  refuseTooOften(event);
  const spans = event.hasProperty("rrule") ? [] : first(event, zone);
  const { duration } = alone(event);
  const at = zoneOf(event, "dtstart");
  const iterator = alone(event).iterator();
  for (let next = following(iterator); next; next = following(iterator)) {
    const start = instant(next, at, zone);
    if (start >= until) break;
    const end = next.clone();
    end.addDuration(duration);
    if (spans.push({ start, end: instant(end, at, zone) }) > MOST) throw new Error(OFTEN);
  }
  return spans;
}

// Of an event with a list of dates and no rule, ical.js leaves out when it is for the first time.
function first(event: Component, zone: string): Span[] {
  const span = spanOf(event, zone);
  const at = zoneOf(event, "exdate");
  const cancelled = event
    .getAllProperties("exdate")
    .flatMap((dates) => dates.getValues() as Time[]);
  return cancelled.some((time) => instant(time, at, zone) === span.start) ? [] : [span];
}

// The types of ical.js leave out that there may be no next one.
function following(iterator: InstanceType<typeof ICAL.RecurExpansion>): Time | undefined {
  return iterator.next();
}

function refuseTooOften(event: Component): void {
  for (const rule of event.getAllProperties("rrule")) {
    const value = rule.getFirstValue();
    if (value instanceof ICAL.Recur && TOO_OFTEN.test(value.freq)) {
      throw new Error(OFTEN);
    }
  }
}

// Without the empty list each event would look through all others for exceptions of its own.
function alone(event: Component): InstanceType<typeof ICAL.Event> {
  return new ICAL.Event(event, { exceptions: [] });
}

function identity(event: Component, start: number): string {
  return `${String(event.getFirstPropertyValue("uid"))} ${start}`;
}

function momentOf(event: Component, property: string, zone: string): number {
  const time = event.getFirstPropertyValue(property);
  if (!(time instanceof ICAL.Time)) throw new Error(`an event has no usable ${property}`);
  return instant(time, zoneOf(event, property), zone);
}

/** Returns the IANA name of the time zone that a property names, if it names one. */
function zoneOf(event: Component, property: string): string | undefined {
  const name = event.getFirstProperty(property)?.getFirstParameter("tzid");
  return name && isZone(name) ? name : undefined;
}

function isZone(name: string): boolean {
  try {
    return Boolean(new Intl.DateTimeFormat("en-US", { timeZone: name }));
  } catch {
    return false; // "W. Europe Standard Time": what that is, a VTIMEZONE of the file says
  }
}

function instant(time: Time, named: string | undefined, zone: string): number {
  const { year, month, day, hour, minute, second } = time;
  if (time.isDate) return midnight(Temporal.PlainDate.from({ year, month, day }), zone);
  const known = time.zone !== ICAL.Timezone.localTimezone;
  if (known && (!named || time.zone === ICAL.Timezone.utcTimezone)) return time.toUnixTime() * 1000;
  const moment = { year, month, day, hour, minute, second, timeZone: named ?? zone };
  return Temporal.ZonedDateTime.from(moment).epochMilliseconds;
}
