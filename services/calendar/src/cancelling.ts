/** Cancelling: an appointment of the caller's is given back. */
import {
  type CancelAppointmentRequest,
  CancelAppointmentResponse,
} from "../gen/tools/calendar/v1/calendar.js";
import { once } from "./answers.js";
import type { Appointment } from "./calendar.js";
import { elsewhere, NOT_FOUND, Refused, several } from "./refusal.js";
import { local } from "./span.js";
import * as speech from "./speech.js";
import { type Caller, coming, type View } from "./view.js";
import type { When } from "./when.js";

/** Cancels the appointment meant, once for each token, and confirms it. Throws `Refused`. */
export function cancel(
  request: CancelAppointmentRequest,
  { contact, token }: Caller,
  view: View,
): CancelAppointmentResponse {
  const { calendar, now } = view;
  return once(calendar, token, CancelAppointmentResponse, () => {
    const when = request.date ? coming(request.date, now) : undefined;
    const { id, start } = meant(calendar.appointments(contact, now.epochMilliseconds), when, view);
    calendar.cancel(id);
    const words = speech.moment(local(start, view.hours.zone), now);
    const response = {
      speech: `Your appointment on ${words} is cancelled.`,
      startTime: new Date(start),
    };
    return { id, response };
  });
}

function meant(own: readonly Appointment[], when: When | undefined, view: View): Appointment {
  const fitting = own.filter((one) => !when || isAt(one, when, view.hours.zone));
  const [only, ...others] = fitting;
  if (only && !others.length) return only;
  if (only) throw new Refused(several(named(fitting, view)));
  throw new Refused(own.length ? elsewhere(named(own, view)) : NOT_FOUND);
}

function isAt({ start }: Appointment, { day, time, exact }: When, zone: string): boolean {
  const moment = local(start, zone);
  const onTime = !exact || !time || moment.toPlainTime().until(time).blank;
  return moment.toPlainDate().equals(day) && onTime;
}

function named(appointments: readonly Appointment[], { hours, now }: View): string {
  const moments = appointments.map(({ start }) => speech.moment(local(start, hours.zone), now));
  return speech.list(moments);
}
