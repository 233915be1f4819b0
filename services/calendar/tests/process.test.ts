import assert from "node:assert/strict";
import { type ChildProcessByStdio, spawn } from "node:child_process";
import { once } from "node:events";
import { readFile, writeFile } from "node:fs/promises";
import { createInterface } from "node:readline";
import type { Readable } from "node:stream";
import { text } from "node:stream/consumers";
import { test, type TestContext } from "node:test";
import { fileURLToPath } from "node:url";

import { ANNA, BEN, calendarFile, Customer } from "./office.js";
import { codeOf } from "./refusals.js";

type Program = ChildProcessByStdio<null, Readable, Readable>;

const MAIN = fileURLToPath(new URL("../src/main.js", import.meta.url));
const HEALTH = fileURLToPath(new URL("../src/health.js", import.meta.url));

function start(t: TestContext, settings: Record<string, string>, script = MAIN): Program {
  const env = { PATH: process.env["PATH"], SERVICE_ADDRESS: "127.0.0.1:0", ...settings };
  const program = spawn(process.execPath, [script], { env, stdio: ["ignore", "pipe", "pipe"] });
  t.after(stopping(program));
  return program;
}

// A file of tests that takes too long is stopped, and nothing it has started may outlive it.
process.once("SIGTERM", () => process.exit(1));

function stopping(program: Program): () => void {
  const kill = (): boolean => program.kill("SIGKILL");
  process.once("exit", kill);
  return () => {
    kill();
    process.off("exit", kill);
  };
}

async function addressOf(program: Program): Promise<string> {
  const [line] = (await once(createInterface(program.stdout), "line")) as [string];
  return /^calendar listens on (127\.0\.0\.1:[1-9]\d*)$/.exec(line)?.[1] ?? assert.fail(line);
}

async function exitOf(program: Program): Promise<number | null> {
  const [code] = (await once(program, "exit")) as [number | null];
  return code;
}

function customer(t: TestContext, address: string): Customer {
  const made = new Customer(address);
  t.after(() => {
    made.client.close();
  });
  return made;
}

test("the program says where it listens, serves there, and ends at SIGTERM", async (t) => {
  const program = start(t, { CALENDAR_FILE: await calendarFile(t, ""), CALENDAR_SAMPLE: "1" });
  const anna = customer(t, await addressOf(program));
  assert.match((await anna.cancel({ now: undefined })).speech, /^Your appointment on/);
  const exit = exitOf(program);
  program.kill("SIGTERM");
  assert.equal(await exit, 0);
});

test("a setting that cannot be used ends the program with one line", async (t) => {
  const program = start(t, { CALENDAR_TIME_ZONE: "Berlin" });
  const [code, said] = await Promise.all([exitOf(program), text(program.stderr)]);
  assert.equal(code, 1);
  assert.match(said, /^calendar: CALENDAR_TIME_ZONE is 'Berlin', not a time zone [^\n]+\n$/);
});

test("a file that is no calendar ends the program with one line, and stays", async (t) => {
  const file = await calendarFile(t, "");
  await writeFile(file, "not\na calendar");
  const program = start(t, { CALENDAR_FILE: file });
  const [code, said] = await Promise.all([exitOf(program), text(program.stderr)]);
  assert.equal(code, 1);
  assert.match(said, /^calendar: [^\n]*calendar\.ics[^\n]*\n$/);
  assert.equal(await readFile(file, "utf8"), "not\na calendar");
});

test("two programs over one file give no slot away twice", async (t) => {
  const file = await calendarFile(t, "");
  const settings = { CALENDAR_FILE: file, CALENDAR_OPENING: "Mon-Sun 00:00-24:00" };
  const programs = [start(t, settings), start(t, settings)];
  const addresses = await Promise.all(programs.map(addressOf));
  const [one, two] = addresses.map((address) => customer(t, address));
  assert.ok(one && two);
  const { slots } = await one.find({ date: "tomorrow" });
  const pairs = slots.slice(0, 8).map(async ({ slot }) => {
    const calls = [one.book({ slot }), two.book({ slot, callerNumber: BEN })];
    return (await Promise.all(calls.map(codeOf))).sort().join();
  });
  assert.deepEqual(new Set(await Promise.all(pairs)), new Set(["FAILED_PRECONDITION,OK"]));
  assert.equal((await readFile(file, "utf8")).match(/BEGIN:VEVENT/g)?.length, 8);
});

test("a key is known to the other program too, and after a program was killed", async (t) => {
  const file = await calendarFile(t, "");
  const settings = { CALENDAR_FILE: file, CALENDAR_OPENING: "Mon-Sun 00:00-24:00" };
  const first = start(t, settings);
  const order = { slot: "2026-11-24T09:30", callerNumber: ANNA, idempotencyKey: "call:1" };
  const answer = await customer(t, await addressOf(first)).book(order);
  first.kill("SIGKILL");
  const second = customer(t, await addressOf(start(t, settings)));
  assert.deepEqual(await second.book(order), answer);
});

test("the container's health is that of the service", async (t) => {
  const program = start(t, { CALENDAR_FILE: await calendarFile(t, "") });
  const address = await addressOf(program);
  const asking = { SERVICE_ADDRESS: address.replace("127.0.0.1", "0.0.0.0") };
  assert.equal(await exitOf(start(t, asking, HEALTH)), 0);
  program.kill("SIGTERM");
  await exitOf(program);
  assert.equal(await exitOf(start(t, asking, HEALTH)), 1);
});
