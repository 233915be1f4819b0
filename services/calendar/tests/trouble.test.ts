import assert from "node:assert/strict";
import {
  chmod,
  mkdir,
  readFile,
  rename,
  rm,
  stat,
  symlink,
  utimes,
  writeFile,
} from "node:fs/promises";
import { test } from "node:test";
import { setTimeout } from "node:timers/promises";

import { CalendarServiceService } from "../gen/tools/calendar/v1/calendar.js";
import { CorruptCalendar } from "../src/calendar.js";
import { Diary } from "../src/diary.js";
import { exclusively } from "../src/file.js";
import { ANNA, BEN, calendar, calendarFile, event, NOW, office } from "./office.js";
import { codeOf, failure } from "./refusals.js";

const SLOT = "2026-11-24T09:30-05:00/PT30M";
const OTHER = "2026-11-24T10:00-05:00/PT30M";
const TAKEN = event("DTSTART:20261124T143000Z", "DTEND:20261124T150000Z");

test("a file that is no calendar is not opened, and stays as it is", async (t) => {
  const file = await calendarFile(t, TAKEN);
  await writeFile(file, "BEGIN:VCALENDAR\r\nBEGIN:VEV");
  await assert.rejects(Diary.open(file, "UTC"), CorruptCalendar);
  assert.equal(await readFile(file, "utf8"), "BEGIN:VCALENDAR\r\nBEGIN:VEV");
});

test("a file that is spoiled meanwhile is refused, stays as it is, and may be mended", async (t) => {
  const at = await office(t, {}, TAKEN);
  const good = await at.written();
  await writeFile(at.file, "spoiled");
  for (const call of [at.find({}), at.book({ slot: OTHER }), at.cancel({})]) {
    const { code, speech } = await failure(call);
    assert.deepEqual([code, speech], ["UNAVAILABLE", "I can't get to the calendar right now."]);
  }
  assert.equal(await at.written(), "spoiled");
  await writeFile(at.file, good);
  assert.equal(await codeOf(at.book({ slot: OTHER })), "OK");
});

test("a file that has vanished is not taken for an empty calendar", async (t) => {
  const at = await office(t, {}, TAKEN);
  await rm(at.file);
  assert.equal(await codeOf(at.book({ slot: SLOT })), "UNAVAILABLE");
  await assert.rejects(at.written(), { code: "ENOENT" });
});

test("what another program writes into the file is seen at once", async (t) => {
  const at = await office(t);
  assert.equal((await at.find({ date: "tomorrow" })).slots.length, 16);
  await writeFile(`${at.file}.new`, calendar(TAKEN));
  await rename(`${at.file}.new`, at.file);
  assert.equal((await at.find({ date: "tomorrow" })).slots.length, 15);
  assert.equal(await codeOf(at.book({ slot: SLOT })), "FAILED_PRECONDITION");
});

test("where the file cannot be replaced nothing is booked, and doubt is spoken", async (t) => {
  const at = await office(t);
  await mkdir(`${at.file}.tmp`);
  const { code, speech } = await failure(at.book({ slot: SLOT }));
  assert.equal(code, "UNAVAILABLE");
  assert.match(speech, /^I'm not sure/);
  assert.equal((await at.find({ date: "tomorrow" })).slots.length, 16);
});

test("a call whose deadline passes while it waits its turn books nothing", async (t) => {
  const at = await office(t);
  await mkdir(`${at.file}.lock`);
  const { path, requestSerialize, responseDeserialize } = CalendarServiceService.bookAppointment;
  const request = { slot: SLOT, name: "Anna", callerNumber: ANNA, idempotencyKey: "", now: NOW };
  const code = await new Promise((resolve) => {
    const options = { deadline: Date.now() + 200 };
    const call = [path, requestSerialize, responseDeserialize, request] as const;
    at.client.makeUnaryRequest(...call, options, (error) => {
      resolve(error?.code);
    });
  });
  await rm(`${at.file}.lock`, { recursive: true });
  assert.equal(code, 4);
  assert.equal(await codeOf(at.book({ slot: SLOT, callerNumber: BEN })), "OK");
  assert.doesNotMatch(await at.written(), /SUMMARY:Anna\r/);
});

test("what one program does to the file is done before another begins", async (t) => {
  const path = await calendarFile(t, TAKEN);
  const done: string[] = [];
  const work = (name: string) => async (): Promise<void> => {
    done.push(`${name} begins`);
    await setTimeout(100);
    done.push(`${name} ends`);
  };
  await Promise.all([exclusively(path, 5000, work("one")), exclusively(path, 5000, work("two"))]);
  const [one = "", two = ""] = [done[0], done[2]].map((entry) => entry?.split(" ")[0]);
  assert.deepEqual(done, [`${one} begins`, `${one} ends`, `${two} begins`, `${two} ends`]);
});

test("the lock of a program that was killed is taken over", async (t) => {
  const at = await office(t);
  await mkdir(`${at.file}.lock`);
  await utimes(`${at.file}.lock`, 0, 0);
  assert.equal(await codeOf(at.book({ slot: SLOT })), "OK");
});

test("the file keeps its mode, and a link to it stays a link", async (t) => {
  const file = await calendarFile(t, TAKEN);
  await chmod(file, 0o640);
  await symlink(file, `${file}.link`);
  const at = await office(t, { CALENDAR_FILE: `${file}.link` });
  await at.book({ slot: OTHER });
  assert.equal((await stat(file)).mode & 0o777, 0o640);
  assert.match(await readFile(file, "utf8"), /SUMMARY:Anna Schmidt/);
});

test("a calendar that is made anew is for its owner alone", async (t) => {
  const at = await office(t);
  assert.equal((await stat(at.file)).mode & 0o777, 0o600);
});
