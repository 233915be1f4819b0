/** Serves the calendar's tools until SIGTERM or SIGINT. */
import { once } from "node:events";

import { read } from "./config.js";
import { Diary } from "./diary.js";
import { seed } from "./sample.js";
import { serve } from "./server.js";

async function main(): Promise<void> {
  const stopped = Promise.race(["SIGTERM", "SIGINT"].map((signal) => once(process, signal)));
  const config = read(process.env);
  const diary = await Diary.open(config.file, config.hours.zone);
  if (config.sample) await seed(diary, config.hours);
  const { address, stop } = await serve(config, diary);
  console.log(`calendar listens on ${address}`);
  await stopped;
  await stop();
}

main().then(
  () => process.exit(0),
  (error: unknown) => {
    const [line] = (error instanceof Error ? error.message : String(error)).split("\n");
    console.error(`calendar: ${line ?? ""}`);
    process.exit(1);
  },
);
