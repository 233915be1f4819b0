/** The calendar's tools. */
import type { Metadata } from "@grpc/grpc-js";

import type {
  CalendarServiceServer,
  FindSlotsRequest,
  FindSlotsResponse,
} from "../gen/tools/calendar/v1/calendar.js";
import { token } from "./answers.js";
import { book } from "./booking.js";
import { handling, type Rpc } from "./call.js";
import type { Calendar } from "./calendar.js";
import { cancel } from "./cancelling.js";
import type { Diary } from "./diary.js";
import { find } from "./finding.js";
import { ANONYMOUS, Refused, UNREACHABLE, UNSURE } from "./refusal.js";
import type { Hours } from "./slots.js";
import { type Caller, momentOf, type View } from "./view.js";

const E164 = /^\+[1-9]\d{6,14}$/;

/** A request, and the moment of its call. */
interface Dated {
  readonly now: Date | undefined;
}

/** A request by which something is changed. */
interface Order extends Dated {
  readonly callerNumber: string;
  readonly idempotencyKey: string;
}

/** What carries out an order, or throws `Refused`. */
type Carry<Request, Response> = (request: Request, caller: Caller, view: View) => Response;

/** Returns the tools over a diary. */
export function service(diary: Diary, hours: Hours): CalendarServiceServer {
  const view = (calendar: Calendar, { now }: Dated): View => {
    return { calendar, hours, now: momentOf(now, hours.zone) };
  };
  const finding = async (request: FindSlotsRequest): Promise<FindSlotsResponse> => {
    return find(request, view(await diary.read(), request));
  };
  function changing<Request extends Order, Response>(
    verb: string,
    carry: Carry<Request, Response>,
  ): Rpc<Request, Response> {
    return async (request, { metadata, signal }) => {
      const caller = callerOf(request, metadata, verb);
      return diary.change(signal, (calendar) => carry(request, caller, view(calendar, request)));
    };
  }
  return {
    findSlots: handling(finding, UNREACHABLE),
    bookAppointment: handling(changing("book", book), UNSURE),
    cancelAppointment: handling(changing("cancel", cancel), UNSURE),
  };
}

function callerOf(order: Order, metadata: Metadata, verb: string): Caller {
  const { callerNumber: contact, idempotencyKey } = order;
  if (!E164.test(contact)) throw new Refused(ANONYMOUS);
  const same = { ...order, idempotencyKey: verb, now: undefined };
  return { contact, token: token(idempotencyKey, metadata, same) };
}
