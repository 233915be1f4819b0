import assert from "node:assert/strict";
import { EventEmitter, once } from "node:events";
import { readFile } from "node:fs/promises";
import { test } from "node:test";

import { fromBinary } from "@bufbuild/protobuf";
import { FileDescriptorProtoSchema, FileDescriptorSetSchema } from "@bufbuild/protobuf/wkt";
import { credentials, Metadata, Server, ServerCredentials, status } from "@grpc/grpc-js";

import {
  ServerReflectionClient,
  type ServerReflectionRequest,
  type ServerReflectionResponse,
} from "../gen/grpc/reflection/v1/reflection.js";
import {
  HealthCheckResponse_ServingStatus as State,
  type HealthCheckResponse,
  HealthClient,
  HealthService,
} from "../gen/health/v1/health.js";
import {
  CalendarServiceService,
  type FindSlotsResponse,
} from "../gen/tools/calendar/v1/calendar.js";
import { handling, type Rpc } from "../src/call.js";
import { ConfigError, read } from "../src/config.js";
import { Diary } from "../src/diary.js";
import { NAME } from "../src/name.js";
import { UNREACHABLE } from "../src/refusal.js";
import { seed } from "../src/sample.js";
import { serve } from "../src/server.js";
import { ANNA, calendarFile, Customer, office } from "./office.js";
import { codeOf, failure } from "./refusals.js";

type Question = ServerReflectionRequest["messageRequest"];

async function reflected(address: string, question: Question): Promise<ServerReflectionResponse> {
  const client = new ServerReflectionClient(address, credentials.createInsecure());
  const stream = client.serverReflectionInfo();
  stream.write({ host: "", messageRequest: question });
  const [answer] = (await once(stream, "data")) as [ServerReflectionResponse];
  stream.end();
  client.close();
  return answer;
}

for (const service of ["", NAME]) {
  test(`health knows "${service}"`, async (t) => {
    const at = await office(t);
    assert.equal((await at.ask(HealthService.check, { service })).status, State.SERVING);
  });
}

test("health does not know another service", async (t) => {
  const at = await office(t);
  assert.equal(await codeOf(at.ask(HealthService.check, { service: "other" })), "NOT_FOUND");
});

test("whoever watches health hears the end, and does not delay it", async (t) => {
  const file = await calendarFile(t, "");
  const config = read({ SERVICE_ADDRESS: "127.0.0.1:0", CALENDAR_FILE: file });
  const { address, stop } = await serve(config, await Diary.open(file, "UTC"));
  const client = new HealthClient(address, credentials.createInsecure());
  const stream = client.watch({ service: "" });
  const states: State[] = [];
  stream.on("data", (answer: HealthCheckResponse) => states.push(answer.status));
  const ended = once(stream, "error");
  await once(stream, "data");
  const before = Date.now();
  await Promise.all([stop(), ended]);
  client.close();
  assert.deepEqual(states, [State.SERVING, State.NOT_SERVING]);
  assert.ok(Date.now() - before < 3000);
});

test("reflection lists the tools", async (t) => {
  const at = await office(t);
  const { messageResponse } = await reflected(at.address, { $case: "listServices", value: "" });
  const services = { service: [{ name: NAME }] };
  assert.deepEqual(messageResponse, { $case: "listServicesResponse", value: services });
});

for (const value of [NAME, `${NAME}.FindSlots`, "tools.calendar.v1.Slot"]) {
  test(`reflection shows the contract of ${value} as compiled, with all it imports`, async (t) => {
    const at = await office(t);
    const answer = await reflected(at.address, { $case: "fileContainingSymbol", value });
    assert.equal(answer.messageResponse?.$case, "fileDescriptorResponse");
    const shown = answer.messageResponse.value.fileDescriptorProto.map((bytes) =>
      fromBinary(FileDescriptorProtoSchema, bytes),
    );
    const set = fromBinary(FileDescriptorSetSchema, await readFile("gen/calendar.binpb"));
    const byName = new Map(shown.map((file) => [file.name, file]));
    assert.deepEqual(
      set.file.map(({ name }) => byName.get(name)),
      set.file,
    );
  });
}

const TOOL = { containingType: "google.protobuf.MethodOptions", extensionNumber: 78095 };
const KNOWN: Question[] = [
  { $case: "fileByFilename", value: "protophone/v1/options.proto" },
  { $case: "fileContainingExtension", value: TOOL },
];
for (const question of KNOWN) {
  test(`reflection answers to ${JSON.stringify(question)}`, async (t) => {
    const { messageResponse } = await reflected((await office(t)).address, question);
    assert.equal(messageResponse?.$case, "fileDescriptorResponse");
  });
}

test("reflection numbers the options of the edge", async (t) => {
  const question = { $case: "allExtensionNumbersOfType", value: TOOL.containingType } as const;
  const { messageResponse } = await reflected((await office(t)).address, question);
  const value = { baseTypeName: TOOL.containingType, extensionNumber: [TOOL.extensionNumber] };
  assert.deepEqual(messageResponse, { $case: "allExtensionNumbersResponse", value });
});

const UNKNOWN: Question[] = [
  { $case: "fileByFilename", value: "other.proto" },
  { $case: "fileContainingSymbol", value: "tools.other.v1.OtherService" },
  { $case: "fileContainingSymbol", value: "" },
  { $case: "fileContainingExtension", value: { ...TOOL, extensionNumber: 1 } },
  undefined,
];
for (const question of UNKNOWN) {
  test(`reflection finds nothing for ${JSON.stringify(question)}`, async (t) => {
    const { messageResponse } = await reflected((await office(t)).address, question);
    assert.equal(messageResponse?.$case, "errorResponse");
    assert.equal(messageResponse.value.errorCode, status.NOT_FOUND);
  });
}

/** Serves an rpc alone, and returns who may call it. */
async function serving(
  t: Parameters<typeof office>[0],
  rpc: Rpc<unknown, FindSlotsResponse>,
  limit?: number,
): Promise<Customer> {
  const server = new Server();
  const never = (): void => undefined;
  const others = { bookAppointment: never, cancelAppointment: never };
  const findSlots = handling(rpc, UNREACHABLE, limit);
  server.addService(CalendarServiceService, { findSlots, ...others });
  const port = await new Promise<number>((resolve) => {
    const insecure = ServerCredentials.createInsecure();
    server.bindAsync("127.0.0.1:0", insecure, (_, bound) => {
      resolve(bound);
    });
  });
  const customer = new Customer(`127.0.0.1:${port}`);
  t.after(() => {
    customer.client.close();
    server.forceShutdown();
  });
  return customer;
}

test("an error that nobody expected tells the caller nothing of itself", async (t) => {
  const rpc = (): Promise<never> => Promise.reject(new Error("/srv/secret.ts:1 at 10.0.0.1"));
  assert.deepEqual(await failure((await serving(t, rpc)).find({})), {
    code: "INTERNAL",
    speech: "Something is wrong with the calendar.",
    field: "",
  });
});

test("a call without a deadline is not waited for without an end", async (t) => {
  const customer = await serving(t, () => new Promise(() => undefined), 20);
  assert.equal((await failure(customer.find({}))).code, "UNAVAILABLE");
});

test("work is told of a call that was cancelled", async (t) => {
  const work = new EventEmitter<{ begun: [AbortSignal] }>();
  const customer = await serving(t, (_, { signal }) => {
    work.emit("begun", signal);
    return new Promise(() => undefined);
  });
  const { path, requestSerialize, responseDeserialize } = CalendarServiceService.findSlots;
  const request = { date: "today", durationMinutes: undefined, now: undefined };
  const call = customer.client.makeUnaryRequest(
    path,
    requestSerialize,
    responseDeserialize,
    request,
    new Metadata(),
    () => undefined,
  );
  const [signal] = (await once(work, "begun")) as [AbortSignal];
  call.cancel();
  if (!signal.aborted) await once(signal, "abort");
  assert.ok(signal.aborted);
});

test("an address that somebody else has is refused by name", async (t) => {
  const at = await office(t);
  const config = read({ SERVICE_ADDRESS: at.address });
  const message = /^SERVICE_ADDRESS 127\.0\.0\.1:\d+: [^\n]*EADDRINUSE/;
  await assert.rejects(serve(config, at.diary), ConfigError);
  await assert.rejects(serve(config, at.diary), { message });
});

test("the sample is given to an empty calendar, once", async (t) => {
  const at = await office(t);
  const { hours } = read({ CALENDAR_TIME_ZONE: "America/New_York" });
  await seed(at.diary, hours);
  await seed(at.diary, hours);
  assert.equal((await at.written()).match(/BEGIN:VEVENT/g)?.length, 3);
  const { speech } = await at.cancel({ callerNumber: ANNA, now: undefined });
  assert.match(speech, /^Your appointment on \w+, \w+ \d+(?:, \d+)? at 9:00 AM is cancelled\.$/);
});
