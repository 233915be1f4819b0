import assert from "node:assert/strict";
import { test } from "node:test";

import { Temporal } from "temporal-polyfill";

import { Refused } from "../src/refusal.js";
import { understand } from "../src/when.js";

const SUNDAY = "2026-11-22T18:48[Europe/Berlin]";

function meant(text: string, now: string = SUNDAY): string {
  const { day, time } = understand(text, Temporal.ZonedDateTime.from(now));
  return [day, ...(time ? [time.toString({ smallestUnit: "minute" })] : [])].join(" ");
}

const DAYS = {
  today: "2026-11-22",
  tomorrow: "2026-11-23",
  Tomorrow: "2026-11-23",
  "day after tomorrow": "2026-11-24",
  "the day after tomorrow": "2026-11-24",
  yesterday: "2026-11-21",
  Sunday: "2026-11-22",
  Tuesday: "2026-11-24",
  "on Tuesday, please": "2026-11-24",
  "next Tuesday": "2026-11-24",
  "last Tuesday": "2026-11-17",
  "Monday next week": "2026-11-23",
  "in two weeks": "2026-12-06",
  "the 3rd of December": "2026-12-03",
  "December 3rd": "2026-12-03",
  "22 November": "2026-11-22",
  "21 November": "2027-11-21",
  "the 1st of January": "2027-01-01",
  "the 22nd": "2026-11-22",
  "the 21st": "2026-12-21",
  "the 31st": "2026-12-31",
  "Wednesday the 25th": "2026-11-25",
  "Tuesday, November 24, 2026": "2026-11-24",
  "2026-12-03": "2026-12-03",
  "2026/12/03": "2026-12-03",
  "2023-12-03": "2023-12-03",
  "as soon as possible": "2026-11-22",
};
for (const [text, day] of Object.entries(DAYS)) {
  test(`said on a Sunday, "${text}" is ${day}`, () => {
    assert.equal(meant(text), day);
  });
}

const TIMES = {
  "tomorrow at 3pm": "2026-11-23 15:00",
  "tomorrow at 9:30 am": "2026-11-23 09:30",
  "tomorrow at 3 in the afternoon": "2026-11-23 15:00",
  "tomorrow afternoon": "2026-11-23 12:00",
  "the day after tomorrow in the afternoon": "2026-11-24 12:00",
  "Thursday evening": "2026-11-26 17:00",
  "Thursday morning": "2026-11-26 00:00",
  "noon tomorrow": "2026-11-23 12:00",
  "in 3 hours": "2026-11-22 21:48",
  "2026-12-03T14:00": "2026-12-03 14:00",
  "2026-12-03T14:00:00Z": "2026-12-03 15:00",
  "2026-12-03T14:00+01:00": "2026-12-03 14:00",
};
for (const [text, moment] of Object.entries(TIMES)) {
  test(`said on a Sunday, "${text}" is ${moment}`, () => {
    assert.equal(meant(text), moment);
  });
}

const MOMENTS = [
  ["tomorrow", "2026-11-23T00:30[Europe/Berlin]", "2026-11-24"],
  ["tomorrow", "2026-11-22T23:30[America/Los_Angeles]", "2026-11-23"],
  ["Monday", "2026-11-23T23:59[Pacific/Auckland]", "2026-11-23"],
  ["the day after tomorrow", "2026-11-23T00:30[Europe/Berlin]", "2026-11-25"],
  ["tomorrow", "2026-03-28T23:30[Europe/Berlin]", "2026-03-29"],
  ["tomorrow", "2026-03-29T00:15[Europe/Berlin]", "2026-03-30"],
  ["tomorrow", "2026-10-24T23:30[Europe/Berlin]", "2026-10-25"],
  ["in 3 hours", "2026-03-29T00:15[Europe/Berlin]", "2026-03-29 04:15"],
  ["next week", "2026-10-25T00:15[Europe/Berlin]", "2026-11-01"],
] as const;
for (const [text, now, moment] of MOMENTS) {
  test(`said at ${now}, "${text}" is ${moment}`, () => {
    assert.equal(meant(text, now), moment);
  });
}

const REFUSED = [
  "",
  "whenever",
  "3/12",
  "03.12.2026",
  "12-03-2026",
  "2026-02-31",
  "the 99th",
  "Friday the 13th",
  "Friday or Saturday",
  "a week from Monday",
  "tomorrow but not before the plumber was there",
  "tomorrow ".repeat(12),
];
for (const text of REFUSED) {
  test(`"${text}" is not guessed at`, () => {
    assert.throws(() => meant(text), Refused);
  });
}
