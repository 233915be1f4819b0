import assert from "node:assert/strict";
import { test } from "node:test";

import { Metadata } from "@grpc/grpc-js";

import { Diary } from "../src/diary.js";
import { ANNA, BEN, event, office } from "./office.js";
import { codeOf, failure } from "./refusals.js";

const SLOT = "2026-11-24T09:30-05:00/PT30M";
const TAKEN = event("DTSTART:20261124T143000Z", "DTEND:20261124T150000Z");

test("a booked slot is confirmed, and stands in the file", async (t) => {
  const at = await office(t);
  const { speech, startTime, endTime } = await at.book({ slot: SLOT });
  assert.equal(
    speech,
    "Anna Schmidt is booked for Tuesday, November 24 at 9:30 AM, for 30 minutes.",
  );
  assert.equal(startTime?.toISOString(), "2026-11-24T14:30:00.000Z");
  assert.equal(endTime?.toISOString(), "2026-11-24T15:00:00.000Z");
  assert.match(await at.written(), /DTSTART:20261124T143000Z\r\nDTEND:20261124T150000Z\r\n/);
});

test("every slot that is found can be booked, and then is not found", async (t) => {
  const at = await office(t, { CALENDAR_OPENING: "Mon-Sun 09:00-10:30" });
  const { slots } = await at.find({ date: "tomorrow", durationMinutes: 30 });
  for (const { slot } of slots) await at.book({ slot, callerNumber: ANNA });
  assert.equal(slots.length, 3);
  assert.equal((await at.find({ date: "tomorrow" })).date, "2026-11-25");
});

for (const slot of ["2026-11-24T09:30", "2026-11-24T14:30:00Z", "2026-11-24t09:30:00.000-05:00"]) {
  test(`a start alone, as ${slot}, is a slot of the usual length`, async (t) => {
    const { startTime, endTime } = await (await office(t)).book({ slot });
    assert.equal(startTime?.toISOString(), "2026-11-24T14:30:00.000Z");
    assert.equal(endTime?.toISOString(), "2026-11-24T15:00:00.000Z");
  });
}

test("a slot that is taken is refused with the next that are free", async (t) => {
  const at = await office(t, {}, TAKEN);
  assert.deepEqual(await failure(at.book({ slot: SLOT })), {
    code: "FAILED_PRECONDITION",
    speech:
      "Tuesday, November 24 at 9:30 AM is no longer free. On Tuesday, November 24, 14 times " +
      "are free, the first at 10:00 AM, 10:30 AM, and 11:00 AM.",
    field: "slot",
  });
});

test("a slot in which the caller has an appointment is refused", async (t) => {
  const at = await office(t);
  await at.book({ slot: SLOT });
  const { code, speech } = await failure(at.book({ slot: "2026-11-24T09:30-05:00/PT60M" }));
  assert.equal(code, "ALREADY_EXISTS");
  assert.match(speech, /^You already have an appointment then: Tuesday, November 24 at 9:30 AM\.$/);
});

const unknown = {
  "no slot": "half past nine",
  "an empty slot": "",
  "a slot between two": "2026-11-24T09:40-05:00/PT30M",
  "a slot that ends after closing": "2026-11-24T16:30-05:00/PT60M",
  "a slot on a closed day": "2026-11-28T09:30-05:00/PT30M",
  "a slot without length": "2026-11-24T09:30-05:00/PT0M",
  "a slot more than a year ahead": "2027-12-01T09:30-05:00/PT30M",
  "the 31st of February": "2027-02-31T09:30/PT30M",
};
for (const [what, slot] of Object.entries(unknown)) {
  test(`${what} is refused, and find_slots named`, async (t) => {
    const { code, field } = await failure((await office(t)).book({ slot }));
    assert.deepEqual([code, field], ["INVALID_ARGUMENT", "slot"]);
  });
}

test("a slot that is past is refused with today's date", async (t) => {
  const at = await office(t);
  const { code, speech } = await failure(at.book({ slot: "2023-11-21T09:30-05:00/PT30M" }));
  assert.equal(code, "FAILED_PRECONDITION");
  assert.equal(
    speech,
    "Tuesday, November 21, 2023 at 9:30 AM is past. Today is Monday, November 23, 2026.",
  );
});

for (const name of ["", " \t\n", "\0\u202e", "<>", "x".repeat(101)]) {
  test(`a name is asked for when it is ${JSON.stringify(name.slice(0, 9))}`, async (t) => {
    const { code, field } = await failure((await office(t)).book({ slot: SLOT, name }));
    assert.deepEqual([code, field], ["INVALID_ARGUMENT", "name"]);
  });
}

test("a name cannot write lines of its own into the file", async (t) => {
  const at = await office(t);
  const { speech } = await at.book({ slot: SLOT, name: "Eve\r\nSTATUS:CANCELLED\u2028; \\n" });
  assert.match(speech, /^Eve STATUS:CANCELLED ; \\n is booked/);
  assert.match(await at.written(), /SUMMARY:Eve STATUS:CANCELLED \\; \\\\n\r\n/);
  assert.equal(await codeOf(at.book({ slot: SLOT, callerNumber: BEN })), "FAILED_PRECONDITION");
});

for (const callerNumber of ["", "anonymous", "12025550142", "+1 202 555 0142"]) {
  test(`nothing is booked for the number "${callerNumber}"`, async (t) => {
    const { code } = await failure((await office(t)).book({ slot: SLOT, callerNumber }));
    assert.equal(code, "FAILED_PRECONDITION");
  });
}

test("of many who want a slot at once, one has it", async (t) => {
  const at = await office(t);
  const numbers = Array.from({ length: 20 }, (_, index) => `+120255501${10 + index}`);
  const codes = await Promise.all(
    numbers.map((callerNumber) => codeOf(at.book({ slot: SLOT, callerNumber }))),
  );
  assert.equal(codes.filter((code) => code === "OK").length, 1);
  assert.equal(codes.filter((code) => code === "FAILED_PRECONDITION").length, 19);
});

test("one key has one effect and one answer, however often and at once", async (t) => {
  const at = await office(t);
  const order = { slot: SLOT, idempotencyKey: "call:1" };
  const first = await Promise.all([at.book(order), at.book(order), at.book(order)]);
  for (const answer of [...first, await at.book(order)]) assert.deepEqual(answer, first[0]);
  assert.equal((await at.written()).match(/BEGIN:VEVENT/g)?.length, 1);
});

test("a key keeps its answer over a restart, and when the slot is past", async (t) => {
  const before = await office(t);
  const order = { slot: SLOT, idempotencyKey: "call:1" };
  const answer = await before.book(order);
  const after = await office(t, {
    CALENDAR_FILE: before.file,
    CALENDAR_OPENING: "Sat 10:00-12:00",
  });
  const now = new Date("2026-11-30T10:00:00Z");
  assert.deepEqual(await after.book({ ...order, now }), answer);
});

test("the metadata may give the key instead of the field", async (t) => {
  const at = await office(t);
  const metadata = new Metadata();
  metadata.set("idempotency-key", "call:1");
  const answer = await at.book({ slot: SLOT }, metadata);
  assert.deepEqual(await at.book({ slot: SLOT, idempotencyKey: "call:1" }), answer);
  const two = await failure(at.book({ slot: SLOT, idempotencyKey: "call:2" }, metadata));
  assert.deepEqual([two.code, two.field], ["INVALID_ARGUMENT", "idempotency_key"]);
});

for (const other of [
  { name: "Ben" },
  { callerNumber: BEN },
  { slot: `${SLOT.slice(0, 16)}/PT30M` },
]) {
  test(`a key is refused to another request: ${JSON.stringify(other)}`, async (t) => {
    const at = await office(t);
    await at.book({ slot: SLOT, idempotencyKey: "call:1" });
    const { code, field } = await failure(
      at.book({ slot: SLOT, idempotencyKey: "call:1", ...other }),
    );
    assert.deepEqual([code, field], ["INVALID_ARGUMENT", "idempotency_key"]);
  });
}

test("a refusal is not kept: the key may be used once the slot is free", async (t) => {
  const at = await office(t);
  await at.book({ slot: SLOT, callerNumber: BEN });
  const order = { slot: SLOT, idempotencyKey: "call:1" };
  assert.equal(await codeOf(at.book(order)), "FAILED_PRECONDITION");
  await at.cancel({ callerNumber: BEN });
  assert.equal(await codeOf(at.book(order)), "OK");
});

test("a call that is over books nothing", async (t) => {
  const at = await office(t);
  const over = AbortSignal.abort(new Error("nobody waits"));
  const diary = await Diary.open(at.file, "UTC");
  const change = diary.change(over, (calendar) => calendar.add("Anna", ANNA, { start: 0, end: 1 }));
  await assert.rejects(change, /nobody waits/);
  assert.doesNotMatch(await at.written(), /VEVENT/);
});
