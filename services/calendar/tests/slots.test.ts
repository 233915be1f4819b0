import assert from "node:assert/strict";
import { test } from "node:test";

import { Temporal } from "temporal-polyfill";

import { parse } from "../src/opening.js";
import { type Hours, read, slotsOf, write } from "../src/slots.js";

function hours(opening: string, zone: string, step = 30): Hours {
  return { opening: parse(opening), zone, step };
}

function starts(day: string, { opening, zone, step }: Hours, minutes = step): string[] {
  const slots = slotsOf(Temporal.PlainDate.from(day), minutes, { opening, zone, step });
  return slots.map((slot) => write(slot, zone).slice(11, 22));
}

test("where clocks go forward, the hour that is missing has no slots", () => {
  const night = hours("Sun 01:00-04:00", "Europe/Berlin");
  const expected = ["01:00+01:00", "01:30+01:00", "03:00+02:00", "03:30+02:00"];
  assert.deepEqual(starts("2026-03-29", night), expected);
});

test("where clocks go back, the hour that comes twice has its slots twice", () => {
  const night = hours("Sun 01:30-03:30", "Europe/Berlin");
  const twice = ["02:00+02:00", "02:30+02:00", "02:00+01:00", "02:30+01:00"];
  assert.deepEqual(starts("2026-10-25", night), ["01:30+02:00", ...twice, "03:00+01:00"]);
});

const SWITCHES = [
  ["2026-03-29", "Europe/Berlin", 23],
  ["2026-10-25", "Europe/Berlin", 25],
  ["2026-03-08", "America/New_York", 23],
  ["2026-11-01", "America/New_York", 25],
  ["2026-10-04", "Australia/Lord_Howe", 23.5],
  ["2026-09-06", "America/Santiago", 23],
  ["2026-11-23", "Asia/Kolkata", 24],
] as const;
for (const [day, zone, length] of SWITCHES) {
  test(`${day} has ${length} hours of slots in ${zone}`, () => {
    assert.equal(starts(day, hours("Mon-Sun 00:00-24:00", zone)).length, 2 * length);
  });

  test(`every slot of ${day} in ${zone} is read as it was written`, () => {
    const all = hours("Mon-Sun 00:00-24:00", zone);
    const slots = slotsOf(Temporal.PlainDate.from(day), 30, all);
    assert.deepEqual(
      slots.map((slot) => read(write(slot, zone), all)),
      slots,
    );
  });
}

test("office hours are those of the wall clock on either side of a switch", () => {
  const office = hours("Mon-Fri 09:00-10:00", "Europe/Berlin", 60);
  assert.deepEqual(starts("2026-03-27", office), ["09:00+01:00"]);
  assert.deepEqual(starts("2026-03-30", office), ["09:00+02:00"]);
});

test("slots begin anew after a break, and none lies across it", () => {
  const office = hours("Mon 09:00-10:15, 10:30-12:00", "UTC");
  const expected = ["09:00+00:00", "10:30+00:00", "11:00+00:00"];
  assert.deepEqual(starts("2026-11-23", office, 60), expected);
});

test("an appointment longer than the hours has no slot", () => {
  assert.deepEqual(starts("2026-11-23", hours("Mon 09:00-10:00", "UTC"), 61), []);
});
