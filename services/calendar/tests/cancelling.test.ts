import assert from "node:assert/strict";
import { test } from "node:test";

import { ANNA, BEN, event, office, type Office } from "./office.js";
import { codeOf, failure } from "./refusals.js";

const MORNING = "2026-11-24T09:30-05:00/PT30M";
const NOON = "2026-11-24T12:00-05:00/PT30M";
const LATER = "2026-12-03T09:30-05:00/PT30M";

async function booked(t: Parameters<typeof office>[0], ...slots: string[]): Promise<Office> {
  const at = await office(t);
  for (const slot of slots) await at.book({ slot });
  return at;
}

test("the only appointment of a caller is cancelled, and its slot free again", async (t) => {
  const at = await booked(t, MORNING);
  const { speech, startTime } = await at.cancel({});
  assert.equal(speech, "Your appointment on Tuesday, November 24 at 9:30 AM is cancelled.");
  assert.equal(startTime?.toISOString(), "2026-11-24T14:30:00.000Z");
  assert.equal((await at.find({ date: "tomorrow" })).slots.length, 16);
});

test("of several appointments the caller must say which", async (t) => {
  const { code, speech, field } = await failure((await booked(t, MORNING, LATER)).cancel({}));
  assert.deepEqual([code, field], ["INVALID_ARGUMENT", "date"]);
  assert.equal(
    speech,
    "You have several appointments: Tuesday, November 24 at 9:30 AM and Thursday, December 3 " +
      "at 9:30 AM. Which one shall I cancel?",
  );
});

for (const date of [
  "tomorrow",
  "Tuesday at 9:30 am",
  "tomorrow morning",
  "2026-11-24T09:30-05:00",
]) {
  test(`the appointment of "${date}" is told from a later one`, async (t) => {
    const { startTime } = await (await booked(t, MORNING, LATER)).cancel({ date });
    assert.equal(startTime?.toISOString(), "2026-11-24T14:30:00.000Z");
  });
}

test("two appointments of a day are told apart by their time", async (t) => {
  const at = await booked(t, MORNING, NOON);
  assert.equal(await codeOf(at.cancel({ date: "tomorrow" })), "INVALID_ARGUMENT");
  const { speech } = await at.cancel({ date: "tomorrow at noon" });
  assert.match(speech, /12:00 PM is cancelled\.$/);
});

test("an appointment at another time is named, not cancelled", async (t) => {
  const at = await booked(t, MORNING);
  const { code, speech } = await failure(at.cancel({ date: "tomorrow at 3 pm" }));
  assert.equal(code, "NOT_FOUND");
  assert.match(speech, /What you have: Tuesday, November 24 at 9:30 AM\.$/);
  assert.doesNotMatch(await at.written(), /CANCELLED/);
});

test("nobody cancels what another number has booked", async (t) => {
  const at = await booked(t, MORNING);
  for (const date of [undefined, "tomorrow", "tomorrow at 9:30 am"]) {
    const { code, speech } = await failure(at.cancel({ date, callerNumber: BEN }));
    assert.equal(code, "NOT_FOUND");
    assert.doesNotMatch(speech, /Tuesday/);
  }
});

test("what is past, cancelled or repeated is no appointment to cancel", async (t) => {
  const contact = `CONTACT:${ANNA}`;
  const events = [
    event("DTSTART:20261120T150000Z", "DTEND:20261120T160000Z", contact),
    event("DTSTART:20261125T150000Z", "DTEND:20261125T160000Z", contact, "STATUS:CANCELLED"),
    event("DTSTART:20261126T150000Z", "DTEND:20261126T160000Z", contact, "RRULE:FREQ=DAILY"),
  ];
  const at = await office(t, {}, events.join("\n"));
  assert.equal(await codeOf(at.cancel({})), "NOT_FOUND");
});

test("an appointment that somebody else wrote into the file can be cancelled", async (t) => {
  const lines = ["DTSTART;TZID=America/New_York:20261124T093000", "DURATION:PT30M", "X-ROOM:7"];
  const at = await office(t, {}, event(...lines, `CONTACT:${ANNA}`));
  assert.match((await at.cancel({})).speech, /Tuesday, November 24 at 9:30 AM/);
  assert.match(await at.written(), /X-ROOM:7\r\n/);
});

for (const callerNumber of ["", "anonymous"]) {
  test(`nothing is cancelled for the number "${callerNumber}"`, async (t) => {
    const { code } = await failure((await office(t)).cancel({ callerNumber }));
    assert.equal(code, "FAILED_PRECONDITION");
  });
}

test("one key cancels one appointment, with one answer", async (t) => {
  const at = await booked(t, MORNING);
  const order = { idempotencyKey: "call:2" };
  const answers = await Promise.all([at.cancel(order), at.cancel(order)]);
  await at.book({ slot: LATER });
  for (const answer of [...answers, await at.cancel(order)]) assert.deepEqual(answer, answers[0]);
  assert.equal(await codeOf(at.cancel({})), "OK");
});

test("a key that has booked cancels nothing", async (t) => {
  const at = await office(t);
  await at.book({ slot: MORNING, idempotencyKey: "call:1" });
  assert.equal(await codeOf(at.cancel({ idempotencyKey: "call:1" })), "INVALID_ARGUMENT");
});
