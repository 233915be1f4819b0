import assert from "node:assert/strict";
import { test } from "node:test";

import { Temporal } from "temporal-polyfill";

import { event, office } from "./office.js";
import { failure } from "./refusals.js";

test("the slots of a day lie within the opening hours", async (t) => {
  const { slots, date, timeZone } = await (await office(t)).find({ date: "tomorrow" });
  assert.equal(slots.length, 16);
  assert.deepEqual(slots[0], { slot: "2026-11-24T09:00-05:00/PT30M", time: "9:00 AM" });
  assert.deepEqual(slots[15], { slot: "2026-11-24T16:30-05:00/PT30M", time: "4:30 PM" });
  assert.deepEqual([date, timeZone], ["2026-11-24", "America/New_York"]);
});

test("a sentence names the day, how many times are free, and the first", async (t) => {
  const { speech } = await (await office(t)).find({ date: "tomorrow" });
  assert.equal(
    speech,
    "On Tuesday, November 24, 16 times are free, the first at 9:00 AM, 9:30 AM, and 10:00 AM.",
  );
});

test("a longer appointment must end before the office closes", async (t) => {
  const { slots } = await (await office(t)).find({ date: "tomorrow", durationMinutes: 90 });
  assert.equal(slots.at(-1)?.slot, "2026-11-24T15:30-05:00/PT90M");
});

test("of very many slots all are counted, and the first 60 listed", async (t) => {
  const at = await office(t, { CALENDAR_OPENING: "Tue 00:00-24:00", CALENDAR_SLOT_MINUTES: "5" });
  const { slots, speech } = await at.find({ date: "tomorrow" });
  assert.match(speech, / 288 times are free/);
  assert.deepEqual([slots.length, slots[59]?.time], [60, "4:55 AM"]);
});

test("of today only what is to come is free", async (t) => {
  const now = new Date("2026-11-23T20:10:00Z");
  const { slots } = await (await office(t)).find({ date: "today", now });
  assert.deepEqual(
    slots.map(({ time }) => time),
    ["3:30 PM", "4:00 PM", "4:30 PM"],
  );
});

test("a time of day leaves out what is earlier", async (t) => {
  const { slots } = await (await office(t)).find({ date: "tomorrow afternoon" });
  assert.equal(slots[0]?.time, "12:00 PM");
});

test("where a day has nothing free, the next that has is offered", async (t) => {
  const { speech, date } = await (await office(t)).find({ date: "Saturday" });
  assert.match(speech, /^Nothing is free on Saturday, November 28\. On Monday, November 30, 16 /);
  assert.equal(date, "2026-11-30");
});

test("where no day has anything free, that is said", async (t) => {
  const year = event("DTSTART;VALUE=DATE:20261101", "DTEND;VALUE=DATE:20271101");
  const { speech, slots, date } = await (await office(t, {}, year)).find({ date: "today" });
  assert.equal(speech, "Nothing is free on Monday, November 23, nor in the weeks after.");
  assert.deepEqual([slots, date], [[], ""]);
});

test("what takes place is not free, and what was cancelled is", async (t) => {
  const taken = event("DTSTART:20261124T140000Z", "DTEND:20261124T144500Z");
  const cancelled = event("DTSTART:20261124T160000Z", "DTEND:20261124T170000Z", "STATUS:CANCELLED");
  const { slots } = await (
    await office(t, {}, `${taken}\n${cancelled}`)
  ).find({ date: "tomorrow" });
  assert.equal(slots.length, 14);
  assert.equal(slots[0]?.time, "10:00 AM");
});

test("a date that is past is refused with today's", async (t) => {
  assert.deepEqual(await failure((await office(t)).find({ date: "2023-12-03" })), {
    code: "INVALID_ARGUMENT",
    speech: "Sunday, December 3, 2023 is past. Today is Monday, November 23, 2026.",
    field: "date",
  });
});

test("a date more than a year ahead is refused with today's", async (t) => {
  const { code, speech } = await failure((await office(t)).find({ date: "2027-11-24" }));
  assert.equal(code, "OUT_OF_RANGE");
  assert.match(speech, /more than a year ahead\. Today is Monday, November 23, 2026\.$/);
});

for (const date of ["", "whenever Bob can", "3/12", "x".repeat(100_000), "\0\u202e"]) {
  test(`a date is asked for again when it is ${JSON.stringify(date.slice(0, 20))}`, async (t) => {
    const { code, field } = await failure((await office(t)).find({ date }));
    assert.deepEqual([code, field], ["INVALID_ARGUMENT", "date"]);
  });
}

for (const durationMinutes of [0, 4, 481, -1, 2 ** 31 - 1]) {
  test(`an appointment of ${durationMinutes} minutes is refused`, async (t) => {
    const { code, field } = await failure((await office(t)).find({ durationMinutes }));
    assert.deepEqual([code, field], ["OUT_OF_RANGE", "duration_minutes"]);
  });
}

test("without the moment of the call, this machine's clock is asked", async (t) => {
  const at = await office(t, { CALENDAR_OPENING: "Mon-Sun 00:00-24:00" });
  const today = Temporal.Now.plainDateISO("America/New_York");
  const { date } = await at.find({ date: "today", now: undefined });
  assert.ok(
    today.until(date).days <= 1,
    `${date} is neither ${today.toString()} nor the day after`,
  );
});
