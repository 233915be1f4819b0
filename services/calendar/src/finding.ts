/** Finding: which times are free. */
import type { FindSlotsRequest, FindSlotsResponse } from "../gen/tools/calendar/v1/calendar.js";
import { LENGTH, Refused } from "./refusal.js";
import { type FreeDay, isLength, write } from "./slots.js";
import { local, midnight } from "./span.js";
import * as speech from "./speech.js";
import { coming, freeFrom, offer, type View } from "./view.js";
import type { When } from "./when.js";

/** How many slots are listed: more would cost the model more than they tell it. */
const MOST = 60;

/** Returns the free slots of the day asked for, or of the next that has any. Throws `Refused`. */
export function find(request: FindSlotsRequest, view: View): FindSlotsResponse {
  const { zone, step } = view.hours;
  const minutes = request.durationMinutes ?? step;
  if (!isLength(minutes)) throw new Refused(LENGTH);
  const when = coming(request.date, view.now);
  const free = freeFrom(startOf(when, zone), minutes, view);
  return {
    speech: sentence(when, free, view),
    date: free?.day.toString() ?? "",
    slots: (free?.slots ?? []).slice(0, MOST).map((slot) => ({
      slot: write(slot, zone),
      time: speech.time(local(slot.start, zone)),
    })),
    timeZone: zone,
  };
}

function startOf({ day, time }: When, zone: string): number {
  if (!time) return midnight(day, zone);
  return day.toZonedDateTime({ timeZone: zone, plainTime: time }).epochMilliseconds;
}

function sentence(when: When, free: FreeDay | undefined, view: View): string {
  const from = when.time?.hour ? ` from ${speech.time(when.time)} on` : "";
  const asked = `${speech.day(when.day, view.now.toPlainDate())}${from}`;
  if (!free) return `Nothing is free on ${asked}, nor in the weeks after.`;
  const found = offer(free, view);
  return free.day.equals(when.day) ? found : `Nothing is free on ${asked}. ${found}`;
}
