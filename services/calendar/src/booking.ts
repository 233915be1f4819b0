/** Booking: a free time becomes the caller's. */
import {
  type BookAppointmentRequest,
  BookAppointmentResponse,
} from "../gen/tools/calendar/v1/calendar.js";
import { type Effect, once } from "./answers.js";
import { begun, doubled, NAMELESS, NO_SLOT, Refused, taken } from "./refusal.js";
import { lengthOf, read, slotsOf } from "./slots.js";
import { local, overlap, type Span } from "./span.js";
import * as speech from "./speech.js";
import { type Caller, freeFrom, lastDay, offer, type View } from "./view.js";

const LONGEST_NAME = 100;
const UNSPEAKABLE = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}<>\s]+/gu;

/** Books a slot for the caller, once for each token, and confirms it. Throws `Refused`. */
export function book(
  request: BookAppointmentRequest,
  { contact, token }: Caller,
  view: View,
): BookAppointmentResponse {
  const slot = read(request.slot, view.hours);
  if (!slot) throw new Refused(NO_SLOT);
  const name = nameOf(request.name);
  return once(view.calendar, token, BookAppointmentResponse, () => {
    refuse(slot, contact, view);
    return confirmed(view.calendar.add(name, contact, slot), name, slot, view);
  });
}

function nameOf(said: string): string {
  const name = said.replace(UNSPEAKABLE, " ").trim();
  if (!name || name.length > LONGEST_NAME) throw new Refused(NAMELESS);
  return name;
}

function refuse(slot: Span, contact: string, view: View): void {
  const { calendar, hours, now } = view;
  const start = local(slot.start, hours.zone);
  const [words, today] = [speech.moment(start, now), now.toPlainDate()];
  if (slot.start < now.epochMilliseconds) throw new Refused(begun(words, speech.today(today)));
  if (!isOffered(slot, view)) throw new Refused(NO_SLOT);
  const own = calendar.appointments(contact, slot.start).find((one) => overlap(one, slot));
  if (own) throw new Refused(doubled(speech.moment(local(own.start, hours.zone), now)));
  if (calendar.busy(slot).length) throw new Refused(taken(words, alternative(slot, view)));
}

function isOffered(slot: Span, { hours, now }: View): boolean {
  const day = local(slot.start, hours.zone).toPlainDate();
  const ahead = day.until(lastDay(now.toPlainDate())).sign >= 0;
  return ahead && slotsOf(day, lengthOf(slot), hours).some(({ start }) => start === slot.start);
}

function alternative(slot: Span, view: View): string {
  const free = freeFrom(slot.start, lengthOf(slot), view);
  return free ? offer(free, view) : "Nothing is free in the weeks after.";
}

function confirmed(
  id: string,
  name: string,
  slot: Span,
  { hours, now }: View,
): Effect<BookAppointmentResponse> {
  const when = speech.moment(local(slot.start, hours.zone), now);
  const response = {
    speech: `${name} is booked for ${when}, for ${lengthOf(slot)} minutes.`,
    appointmentId: id,
    startTime: new Date(slot.start),
    endTime: new Date(slot.end),
  };
  return { id, response };
}
