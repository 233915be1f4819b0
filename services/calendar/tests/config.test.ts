import assert from "node:assert/strict";
import { test } from "node:test";

import { ConfigError, read } from "../src/config.js";

test("there is a default for everything, and an empty setting is none", () => {
  const { address, file, hours, sample } = read({ CALENDAR_FILE: "", CALENDAR_SAMPLE: "" });
  assert.deepEqual([address, file, sample], ["127.0.0.1:50055", "data/calendar.ics", false]);
  assert.deepEqual([hours.zone, hours.step], ["UTC", 30]);
  const day = [{ from: 9 * 60, to: 17 * 60 }];
  assert.deepEqual(hours.opening, [day, day, day, day, day, [], []]);
});

for (const address of ["localhost:1", "0.0.0.0:50055", "[::1]:0", "calendar.internal:65535"]) {
  test(`${address} is an address`, () => {
    assert.equal(read({ SERVICE_ADDRESS: address }).address, address);
  });
}

test("opening hours have days in rows, breaks, and midnight at both ends", () => {
  const text = "mon,Wed-Thu 8:00-12:00, 13:00-17:30; Wed 18:00-20:00 ; Sun 00:00-24:00";
  const { opening } = read({ CALENDAR_OPENING: text }).hours;
  const [morning, noon] = [
    { from: 480, to: 720 },
    { from: 780, to: 1050 },
  ];
  const evening = { from: 1080, to: 1200 };
  const [monday, tuesday, wednesday] = opening;
  assert.deepEqual([monday, tuesday], [[morning, noon], []]);
  assert.deepEqual([wednesday, opening[6]], [[morning, noon, evening], [{ from: 0, to: 1440 }]]);
});

const BAD = [
  ["SERVICE_ADDRESS", ["nonsense", "50055", ":1", "host:", "host:65536", "[1.2.3.4]:1", "a b:1"]],
  ["CALENDAR_TIME_ZONE", ["Berlin", "CEST+1", "../etc"]],
  ["CALENDAR_SLOT_MINUTES", ["4", "481", "half an hour", "-30", "30.5", "1e2"]],
  ["CALENDAR_SAMPLE", ["yes", "2"]],
  [
    "CALENDAR_OPENING",
    [
      "always",
      "Mon",
      "09:00-17:00",
      "Mon 9-17",
      "Mon 17:00-09:00",
      "Mon 09:00-24:01",
      "Mon 09:60-17:00",
      "Fri-Mon 09:00-17:00",
      "Mon-Wed-Fri 09:00-17:00",
      "Day 09:00-17:00",
      "Mon 09:00-12:00, 11:00-13:00",
      "Mon 09:00-12:00; Mon-Tue 11:00-13:00",
      "Mon 09:00-17:00;",
    ],
  ],
] as const;
for (const [name, values] of BAD) {
  for (const value of values) {
    test(`${name}=${value} is refused by its name`, () => {
      const expected = { message: new RegExp(`^${name} is '[^\\n]+$`) };
      assert.throws(() => read({ [name]: value }), ConfigError);
      assert.throws(() => read({ [name]: value }), expected);
    });
  }
}
