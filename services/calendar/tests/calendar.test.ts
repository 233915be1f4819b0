import assert from "node:assert/strict";
import { test } from "node:test";

import { Calendar, CorruptCalendar } from "../src/calendar.js";
import { calendar, event } from "./office.js";

const ZONE = "Europe/Berlin";
const WEEK = { start: Date.parse("2026-10-19T00:00Z"), end: Date.parse("2026-10-26T12:00Z") };

function busy(events: string): string[] {
  const spans = Calendar.parse(calendar(events), ZONE).busy(WEEK);
  const written = spans.map(({ start, end }) => [start, end].map(short).join(" to "));
  return written.sort();
}

function short(moment: number): string {
  return new Date(moment).toISOString().slice(8, 16);
}

const VTIMEZONE = `
  BEGIN:VTIMEZONE
  TZID:W. Europe Standard Time
  BEGIN:STANDARD
  DTSTART:16010101T030000
  TZOFFSETFROM:+0200
  TZOFFSETTO:+0100
  RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=10
  END:STANDARD
  BEGIN:DAYLIGHT
  DTSTART:16010101T020000
  TZOFFSETFROM:+0100
  TZOFFSETTO:+0200
  RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=3
  END:DAYLIGHT
  END:VTIMEZONE
`;

const TOKYO = "DTSTART;TZID=Asia/Tokyo:20261020T100000";
const EVENTS: Record<string, [string, string[]]> = {
  "in UTC": [event("DTSTART:20261020T100000Z", "DTEND:20261020T110000Z"), ["20T10:00 to 20T11:00"]],
  "in a zone of the world": [event(TOKYO, "DURATION:PT1H"), ["20T01:00 to 20T02:00"]],
  "from one zone to another": [
    event(TOKYO, "DTEND;TZID=Europe/London:20261020T100000"),
    ["20T01:00 to 20T09:00"],
  ],
  "in a zone of the file's own": [
    `${VTIMEZONE}\n${event("DTSTART;TZID=W. Europe Standard Time:20261020T100000", "DURATION:PT1H")}`,
    ["20T08:00 to 20T09:00"],
  ],
  "in no zone": [event("DTSTART:20261020T100000", "DURATION:PT1H"), ["20T08:00 to 20T09:00"]],
  "all day": [event("DTSTART;VALUE=DATE:20261020"), ["19T22:00 to 20T22:00"]],
  "all of a day with 25 hours": [event("DTSTART;VALUE=DATE:20261025"), ["24T22:00 to 25T23:00"]],
  "that is no obstacle": [event("DTSTART:20261020T100000Z", "TRANSP:TRANSPARENT"), []],
  "that was cancelled": [event("DTSTART:20261020T100000Z", "STATUS:CANCELLED"), []],
  "without a time": [event(), []],
  "repeated across a switch of the clocks": [
    event("DTSTART;TZID=Europe/Berlin:20261024T100000", "DURATION:PT1H", "RRULE:FREQ=DAILY"),
    ["24T08:00 to 24T09:00", "25T09:00 to 25T10:00", "26T09:00 to 26T10:00"],
  ],
  "repeated with a gap": [
    event(
      "DTSTART:20261020T100000Z",
      "DURATION:PT1H",
      "RRULE:FREQ=DAILY;COUNT=3",
      "EXDATE:20261021T100000Z",
    ),
    ["20T10:00 to 20T11:00", "22T10:00 to 22T11:00"],
  ],
  "repeated on dates of a list": [
    event("DTSTART:20261020T100000Z", "DURATION:PT1H", "RDATE:20261023T070000Z"),
    ["20T10:00 to 20T11:00", "23T07:00 to 23T08:00"],
  ],
  "repeated, and moved once": [
    [
      event("DTSTART:20261020T100000Z", "DURATION:PT1H", "RRULE:FREQ=DAILY;COUNT=2"),
      event("DTSTART:20261021T150000Z", "DURATION:PT1H", "RECURRENCE-ID:20261021T100000Z"),
    ].join("\n"),
    ["20T10:00 to 20T11:00", "21T15:00 to 21T16:00"],
  ],
};
for (const [what, [events, spans]] of Object.entries(EVENTS)) {
  test(`an event ${what} takes place when it says`, () => {
    assert.deepEqual(busy(events), spans);
  });
}

test("what the calendar does not know it leaves as it is", () => {
  const foreign = calendar(
    `${VTIMEZONE}\n${event("DTSTART:20261020T100000Z", "X-ROOM;X-FLOOR=2:a\\,b;c")}`,
  );
  const kept = Calendar.parse(foreign, ZONE);
  kept.add("Anna", "+12025550142", { start: WEEK.start, end: WEEK.end });
  const after = kept.write();
  const [before] = foreign.split("END:VCALENDAR");
  assert.ok(after.startsWith(before ?? "-"), after);
});

test("what is written can be read, whatever the name", () => {
  const name = `O'Hara, "Ann"; \\n ${"ü".repeat(80)}`;
  const one = Calendar.empty(ZONE);
  const id = one.add(name, "+12025550142", { start: 0, end: 60_000 });
  one.remember(id, { key: "k", request: "r", text: JSON.stringify({ speech: name }) });
  const two = Calendar.parse(one.write(), ZONE);
  assert.equal(two.write(), one.write());
  assert.equal(two.answer("k")?.text, JSON.stringify({ speech: name }));
  assert.ok(
    one
      .write()
      .split("\r\n")
      .every((line) => Buffer.byteLength(line) <= 75),
  );
});

const CORRUPT = {
  nothing: "",
  "another format": "<html></html>",
  "a half": calendar(event("DTSTART:20261020T100000Z")).slice(0, 90),
  "two calendars": calendar(event()) + calendar(event()),
  "a contact": "BEGIN:VCARD\r\nFN:Anna\r\nEND:VCARD\r\n",
  "a time that is none": calendar(event("DTSTART:tomorrow")),
  "a rule that is none": calendar(event("DTSTART:20261020T100000Z", "RRULE:FREQ=SOMETIMES")),
  "a rule by the second": calendar(event("DTSTART:20261020T100000Z", "RRULE:FREQ=SECONDLY")),
  "an end that is none": calendar(event("DTSTART:20261020T100000Z", "DTEND:soon")),
};
for (const [what, text] of Object.entries(CORRUPT)) {
  test(`${what} is not taken for a calendar`, () => {
    assert.throws(() => Calendar.parse(text, ZONE), CorruptCalendar);
  });
}
