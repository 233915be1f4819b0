/** What the service says where it cannot do what was asked. */
import { status } from "@grpc/grpc-js";

import { LONGEST, SHORTEST } from "./slots.js";

/** A status with words for the caller, and what the model may put right. */
export interface Refusal {
  readonly code: status;
  /** One sentence or two, fit to be read aloud. */
  readonly speech: string;
  /** The field of the request that was wrong, as the contract spells it. */
  readonly field?: string;
  /** What was wrong with the field. */
  readonly problem?: string;
}

/** The call ends with a refusal. */
export class Refused extends Error {
  constructor(readonly refusal: Refusal) {
    super(refusal.speech);
  }
}

export const ANONYMOUS: Refusal = {
  code: status.FAILED_PRECONDITION,
  speech: "I can't tell who is calling, so I can't book or cancel appointments.",
};
export const NAMELESS: Refusal = {
  code: status.INVALID_ARGUMENT,
  speech: "What name is the appointment for?",
  field: "name",
  problem: "is empty, or longer than 100 characters",
};
export const NO_DATE: Refusal = {
  code: status.INVALID_ARGUMENT,
  speech: "Which day is meant?",
  field: "date",
  problem: "is not understood: say it like tomorrow, next Tuesday, December 3, or YYYY-MM-DD",
};
export const LENGTH: Refusal = {
  code: status.OUT_OF_RANGE,
  speech: `An appointment takes ${SHORTEST} to ${LONGEST} minutes.`,
  field: "duration_minutes",
  problem: `is not ${SHORTEST} to ${LONGEST}`,
};
export const NO_SLOT: Refusal = {
  code: status.INVALID_ARGUMENT,
  speech: "That time can't be booked. Let me look for one that can.",
  field: "slot",
  problem: "is not one that find_slots gives: call find_slots, and take one of its slots",
};
export const REUSED: Refusal = {
  code: status.INVALID_ARGUMENT,
  speech: "Nothing has been changed in the calendar. Please ask me again.",
  field: "idempotency_key",
  problem: "was given before, with another request",
};
export const TWO_KEYS: Refusal = {
  ...REUSED,
  problem: "differs from the idempotency-key in the metadata",
};
export const NOT_FOUND: Refusal = {
  code: status.NOT_FOUND,
  speech: "I can't find a coming appointment for the number you are calling from.",
};
export const UNREACHABLE: Refusal = {
  code: status.UNAVAILABLE,
  speech: "I can't get to the calendar right now.",
};
export const UNSURE: Refusal = {
  code: status.UNAVAILABLE,
  speech:
    "I'm not sure whether the calendar was changed. Please ask me to check before trying again.",
};
export const BROKEN: Refusal = {
  code: status.INTERNAL,
  speech: "Something is wrong with the calendar.",
};

/** Returns the refusal of a day that is over. */
export function past(day: string, today: string): Refusal {
  return {
    code: status.INVALID_ARGUMENT,
    speech: `${day} is past. Today is ${today}.`,
    field: "date",
    problem: "is past: leave the year out unless the caller says it",
  };
}

/** Returns the refusal of a day that is too far ahead. */
export function far(day: string, today: string): Refusal {
  return {
    code: status.OUT_OF_RANGE,
    speech: `${day} is more than a year ahead. Today is ${today}.`,
    field: "date",
    problem: "is more than a year ahead",
  };
}

/** Returns the refusal of a slot that has begun. */
export function begun(moment: string, today: string): Refusal {
  return {
    code: status.FAILED_PRECONDITION,
    speech: `${moment} is past. Today is ${today}.`,
    field: "slot",
    problem: "is past",
  };
}

/** Returns the refusal of a slot that somebody else has; `next` says what is free. */
export function taken(moment: string, next: string): Refusal {
  return {
    code: status.FAILED_PRECONDITION,
    speech: `${moment} is no longer free. ${next}`,
    field: "slot",
    problem: "has been taken: call find_slots for others",
  };
}

/** Returns the refusal of a slot in which the caller has an appointment. */
export function doubled(moment: string): Refusal {
  return {
    code: status.ALREADY_EXISTS,
    speech: `You already have an appointment then: ${moment}.`,
    field: "slot",
    problem: "overlaps an appointment of the caller's",
  };
}

/** Returns the question which of several appointments to cancel. */
export function several(moments: string): Refusal {
  return {
    code: status.INVALID_ARGUMENT,
    speech: `You have several appointments: ${moments}. Which one shall I cancel?`,
    field: "date",
    problem: "fits several appointments: give the day and the time",
  };
}

/** Returns the refusal to cancel where the caller has only other appointments. */
export function elsewhere(moments: string): Refusal {
  return {
    code: status.NOT_FOUND,
    speech: `You have no appointment then. What you have: ${moments}.`,
    field: "date",
    problem: "fits no appointment",
  };
}
