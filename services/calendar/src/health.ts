/** Asks the service beside it whether it serves, for the container's health check. */
import { credentials, Metadata } from "@grpc/grpc-js";

import { HealthCheckResponse_ServingStatus, HealthClient } from "../gen/health/v1/health.js";
import { read } from "./config.js";
import { NAME } from "./name.js";

const WAIT = 3000;
const ANY_HOST = /^(?:0\.0\.0\.0|\[::\])(?=:)/;

const address = read(process.env).address.replace(ANY_HOST, "localhost");
const client = new HealthClient(address, credentials.createInsecure());
const options = { deadline: Date.now() + WAIT };
client.check({ service: NAME }, new Metadata(), options, (error, response) => {
  const serves = !error && response.status === HealthCheckResponse_ServingStatus.SERVING;
  process.exit(serves ? 0 : 1);
});
