/** An office: a service of its own with a calendar of its own, on a free port. */
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { TestContext } from "node:test";

import {
  Client,
  credentials,
  Metadata,
  type MethodDefinition,
  type ServiceError,
} from "@grpc/grpc-js";

import {
  type BookAppointmentRequest,
  type BookAppointmentResponse,
  CalendarServiceService,
  type CancelAppointmentRequest,
  type CancelAppointmentResponse,
  type FindSlotsRequest,
  type FindSlotsResponse,
} from "../gen/tools/calendar/v1/calendar.js";
import { read } from "../src/config.js";
import { Diary } from "../src/diary.js";
import { serve } from "../src/server.js";

/** A Monday, before the office opens: in New York, where it is, 5 AM. */
export const NOW = new Date("2026-11-23T10:00:00Z");
export const ANNA = "+12025550142";
export const BEN = "+12025550143";

type Method<Request, Response> = Pick<
  MethodDefinition<Request, Response>,
  "path" | "requestSerialize" | "responseDeserialize"
>;

/** Who asks the office. */
export class Customer {
  readonly client: Client;

  constructor(address: string) {
    this.client = new Client(address, credentials.createInsecure());
  }

  find(request: Partial<FindSlotsRequest>): Promise<FindSlotsResponse> {
    const full = { date: "today", durationMinutes: undefined, now: NOW, ...request };
    return this.ask(CalendarServiceService.findSlots, full);
  }

  book(
    request: Partial<BookAppointmentRequest>,
    metadata?: Metadata,
  ): Promise<BookAppointmentResponse> {
    const who = { name: "Anna Schmidt", callerNumber: ANNA };
    const full = { slot: "", idempotencyKey: "", now: NOW, ...who, ...request };
    return this.ask(CalendarServiceService.bookAppointment, full, metadata);
  }

  cancel(request: Partial<CancelAppointmentRequest>): Promise<CancelAppointmentResponse> {
    const full = { callerNumber: ANNA, idempotencyKey: "", now: NOW, date: undefined, ...request };
    return this.ask(CalendarServiceService.cancelAppointment, full);
  }

  ask<Request, Response>(
    { path, requestSerialize, responseDeserialize }: Method<Request, Response>,
    request: Request,
    metadata = new Metadata(),
  ): Promise<Response> {
    return new Promise((resolve, reject) => {
      const answer = (error: ServiceError | null, response?: Response): void => {
        if (response) resolve(response);
        else reject(error ?? new Error("no response"));
      };
      const options = { deadline: Date.now() + 20_000 };
      const call = [path, requestSerialize, responseDeserialize, request] as const;
      this.client.makeUnaryRequest(...call, metadata, options, answer);
    });
  }
}

/** A customer of an office, and its calendar. */
export class Office extends Customer {
  constructor(
    readonly address: string,
    readonly file: string,
    readonly diary: Diary,
  ) {
    super(address);
  }

  /** Returns the calendar as it is in the file. */
  written(): Promise<string> {
    return readFile(this.file, "utf8");
  }
}

/** Opens an office for a test; `events` are what stands in its calendar before. */
export async function office(
  t: TestContext,
  settings: Record<string, string> = {},
  events = "",
): Promise<Office> {
  const file = await calendarFile(t, events);
  const config = read({
    SERVICE_ADDRESS: "127.0.0.1:0",
    CALENDAR_FILE: file,
    CALENDAR_TIME_ZONE: "America/New_York",
    ...settings,
  });
  const diary = await Diary.open(config.file, config.hours.zone);
  const { address, stop } = await serve(config, diary);
  const opened = new Office(address, file, diary);
  t.after(async () => {
    opened.client.close();
    await stop();
  });
  return opened;
}

/** Writes a calendar into a folder of the test's own, and returns the file's path. */
export async function calendarFile(t: TestContext, events: string): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "calendar-"));
  t.after(() => rm(folder, { recursive: true }));
  const file = join(folder, "calendar.ics");
  if (events) await writeFile(file, calendar(events));
  return file;
}

/** Returns a calendar with some events. */
export function calendar(events: string): string {
  const lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:test", ...events.trim().split("\n")];
  const trimmed = lines.map((line) => line.trim()).filter(Boolean);
  return [...trimmed, "END:VCALENDAR", ""].join("\r\n");
}

/** Returns an event; `lines` say when it is. */
export function event(...lines: string[]): string {
  return ["BEGIN:VEVENT", "UID:one", "SUMMARY:Somebody", ...lines, "END:VEVENT"].join("\n");
}
