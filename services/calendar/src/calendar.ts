/** The calendar: events as iCalendar (RFC 5545) has them. */
import { randomUUID } from "node:crypto";

import ICAL from "ical.js";

import { isRepeated, occurrences, spanOf } from "./occurrences.js";
import { DAY, overlap, type Span } from "./span.js";

type Component = InstanceType<typeof ICAL.Component>;

/** The text is not a calendar that can be used: says why. */
export class CorruptCalendar extends Error {}

/** An appointment of one person. */
export interface Appointment extends Span {
  /** The event's UID. */
  readonly id: string;
  /** The number of the person, E.164: the event's CONTACT. */
  readonly contact: string;
}

/** An answer that was given, to be given again when the call is repeated. */
export interface Answer {
  /** The digest of the key that recognises the call. */
  readonly key: string;
  /** The digest of what was asked. */
  readonly request: string;
  /** The answer, as JSON. */
  readonly text: string;
}

const ANSWER = "x-protophone-answer";
const AHEAD = 500 * DAY; // further than anything that can be booked

/** A calendar. What it does not know of its file it leaves as it is. */
export class Calendar {
  readonly #root: Component;
  readonly #zone: string;
  #busy: readonly Span[] = [];
  #known = -Infinity;
  #changes = 0;

  private constructor(root: Component, zone: string) {
    this.#root = root;
    this.#zone = zone;
  }

  /** Returns a calendar without events; `zone` is that of times which name none. */
  static empty(zone: string): Calendar {
    const root = new ICAL.Component("vcalendar");
    root.addPropertyWithValue("version", "2.0");
    root.addPropertyWithValue("prodid", "-//Protophone//Calendar 1.0//EN");
    return new Calendar(root, zone);
  }

  /** Returns the calendar that a text describes, all of it usable. Throws `CorruptCalendar`. */
  static parse(text: string, zone: string): Calendar {
    try {
      const root = ICAL.Component.fromString(text.replace(/^\uFEFF/, ""));
      if (root.name !== "vcalendar") throw new Error("it is not one VCALENDAR");
      const calendar = new Calendar(root, zone);
      calendar.busy({ start: 0, end: Date.now() });
      return calendar;
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      throw new CorruptCalendar(`it is no calendar that can be used: ${reason}`);
    }
  }

  /** Returns the calendar as text. */
  write(): string {
    return `${this.#root.toString()}\r\n`;
  }

  /** Counts the changes since the text was parsed. */
  get changes(): number {
    return this.#changes;
  }

  /** Tells whether there is no event. */
  get isEmpty(): boolean {
    return this.#events().length === 0;
  }

  /** Returns the parts of a span in which something takes place, in no order. */
  busy(within: Span): readonly Span[] {
    if (within.end > this.#known) {
      this.#known = within.end + AHEAD;
      this.#busy = occurrences(this.#events(), this.#known, this.#zone);
    }
    return this.#busy.filter((span) => overlap(span, within));
  }

  /** Returns the appointments of a person that end after a moment, earliest first. */
  appointments(contact: string, after: number): Appointment[] {
    return this.#events()
      .filter((event) => isAppointment(event) && event.getFirstPropertyValue("contact") === contact)
      .map((event) => ({ id: uidOf(event), contact, ...spanOf(event, this.#zone) }))
      .filter(({ end }) => end > after)
      .sort((one, other) => one.start - other.start);
  }

  /** Adds an appointment, and returns its id. */
  add(name: string, contact: string, span: Span): string {
    const id = randomUUID();
    const event = new ICAL.Component("vevent");
    const properties = { uid: id, dtstamp: utc(Date.now()), created: utc(Date.now()) };
    const times = { dtstart: utc(span.start), dtend: utc(span.end) };
    const words = { summary: name, contact, status: "CONFIRMED" };
    for (const [property, value] of Object.entries({ ...properties, ...times, ...words })) {
      event.addPropertyWithValue(property, value);
    }
    this.#root.addSubcomponent(event);
    this.#touch();
    return id;
  }

  /** Cancels an appointment: it stays in the calendar, and keeps nothing busy. */
  cancel(id: string): void {
    const event = this.#event(id);
    const sequence = Number(event.getFirstPropertyValue("sequence") ?? 0) + 1;
    const properties = { status: "CANCELLED", sequence, "last-modified": utc(Date.now()) };
    for (const [property, value] of Object.entries(properties)) {
      event.updatePropertyWithValue(property, value);
    }
    this.#touch();
  }

  /** Returns the answer that was given under a key. */
  answer(key: string): Answer | undefined {
    const given = this.#events().flatMap((event) => event.getAllProperties(ANSWER));
    const found = given.find((property) => property.getFirstParameter("x-key") === key);
    if (!found) return undefined;
    return {
      key,
      request: found.getFirstParameter("x-request"),
      text: String(found.getFirstValue()),
    };
  }

  /** Keeps an answer beside the appointment that it is about. */
  remember(id: string, { key, request, text }: Answer): void {
    const property = new ICAL.Property([
      ANSWER,
      { "x-key": key, "x-request": request },
      "text",
      text,
    ]);
    this.#event(id).addProperty(property);
    this.#touch();
  }

  #touch(): void {
    this.#changes += 1;
    this.#known = -Infinity;
  }

  #events(): Component[] {
    return this.#root.getAllSubcomponents("vevent");
  }

  #event(id: string): Component {
    const event = this.#events().find(
      (one) => uidOf(one) === id && !one.hasProperty("recurrence-id"),
    );
    if (!event) throw new Error(`the calendar has no event ${id}`);
    return event;
  }
}

function isAppointment(event: Component): boolean {
  const once = !isRepeated(event) && !event.hasProperty("recurrence-id");
  return (
    once && event.hasProperty("dtstart") && event.getFirstPropertyValue("status") !== "CANCELLED"
  );
}

function uidOf(event: Component): string {
  return String(event.getFirstPropertyValue("uid"));
}

function utc(moment: number): InstanceType<typeof ICAL.Time> {
  return ICAL.Time.fromJSDate(new Date(moment), true);
}
