/** The server: the tools, health and reflection on one address. */
import { setImmediate, setTimeout } from "node:timers/promises";

import { Server, ServerCredentials } from "@grpc/grpc-js";
import { HealthImplementation } from "grpc-health-check";

import { ServerReflectionService } from "../gen/grpc/reflection/v1/reflection.js";
import { CalendarServiceService } from "../gen/tools/calendar/v1/calendar.js";
import { type Config, ConfigError } from "./config.js";
import type { Diary } from "./diary.js";
import { NAME } from "./name.js";
import { reflection } from "./reflection.js";
import { service } from "./service.js";
import { Streams } from "./streams.js";

const CONTRACT = new URL("../../gen/calendar.binpb", import.meta.url);

/** How long calls may go on once the service is to stop, in milliseconds. */
const GRACE = 6000;

/** A server that serves. */
export interface Serving {
  /** Where, `host:port`. */
  readonly address: string;
  /** Turns NOT_SERVING, finishes what it has, and stops. */
  readonly stop: () => Promise<void>;
}

/** Serves a diary. Throws `ConfigError` if the address cannot be had. */
export async function serve({ address, hours }: Config, diary: Diary): Promise<Serving> {
  const streams = new Streams();
  const server = new Server({ "grpc.enable_channelz": 0, interceptors: [streams.interceptor] });
  const health = new HealthImplementation({ "": "SERVING", [NAME]: "SERVING" });
  server.addService(CalendarServiceService, service(diary, hours));
  server.addService(ServerReflectionService, await reflection(CONTRACT));
  health.addToServer(server);
  const port = await bind(server, address);
  const stop = async (): Promise<void> => {
    for (const name of ["", NAME]) health.setStatus(name, "NOT_SERVING");
    await setImmediate(); // so that who watches hears it
    streams.end();
    await Promise.race([drained(server), setTimeout(GRACE, undefined, { ref: false })]);
    server.forceShutdown();
  };
  return { address: address.replace(/\d+$/, String(port)), stop };
}

function bind(server: Server, address: string): Promise<number> {
  return new Promise((resolve, reject) => {
    server.bindAsync(address, ServerCredentials.createInsecure(), (error, port) => {
      if (error) reject(new ConfigError(`SERVICE_ADDRESS ${address}: ${error.message}`));
      else resolve(port);
    });
  });
}

function drained(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.tryShutdown(() => {
      resolve();
    });
  });
}
