/** Sample appointments, for demonstrations. */
import type { Diary } from "./diary.js";
import { firstFree, type Hours } from "./slots.js";
import { local } from "./span.js";

const PEOPLE = [
  ["Anna Schmidt", "+12025550142"],
  ["Ben Okafor", "+12025550143"],
  ["Carla Rossi", "+12025550144"],
] as const;

/** Gives an empty calendar appointments on the first open day after today. Throws `Refused`. */
export async function seed(diary: Diary, hours: Hours): Promise<void> {
  await diary.change(AbortSignal.timeout(5000), (calendar) => {
    if (!calendar.isEmpty) return;
    const tomorrow = local(Date.now(), hours.zone).add({ days: 1 }).startOfDay();
    const slots = firstFree(tomorrow.epochMilliseconds, hours.step, hours, calendar)?.slots;
    PEOPLE.forEach(([name, contact], index) => {
      const slot = slots?.[2 * index];
      if (slot) calendar.add(name, contact, slot);
    });
  });
}
