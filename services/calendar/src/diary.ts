/** The diary: the calendar in its file, read and changed by calls. */
import pLimit from "p-limit";

import { Calendar, CorruptCalendar } from "./calendar.js";
import * as file from "./file.js";
import { type Refusal, Refused, UNREACHABLE, UNSURE } from "./refusal.js";

/** How long other programs that change the file are waited for, in milliseconds. */
const PATIENCE = 3000;

/** Something done to the calendar at once: nobody else sees it half done. */
export type Change<Result> = (calendar: Calendar) => Result;

/** A calendar that is kept in a file, which others may change too. */
export class Diary {
  readonly #path: string;
  readonly #zone: string;
  readonly #inTurn = pLimit(1);
  #known: { readonly calendar: Calendar; readonly version: string } | undefined;

  private constructor(path: string, zone: string) {
    this.#path = path;
    this.#zone = zone;
  }

  /**
   * Returns the diary in a file, which is made if it is missing; `zone` is that of times which name
   * none. Throws `CorruptCalendar`, or what `node:fs` throws.
   */
  static async open(path: string, zone: string): Promise<Diary> {
    const diary = new Diary(await file.prepare(path, Calendar.empty(zone).write()), zone);
    await diary.#load();
    return diary;
  }

  /** Returns the calendar as it is now, only to be looked at. Throws `Refused`. */
  async read(): Promise<Calendar> {
    return guarded(() => this.#load(), UNREACHABLE);
  }

  /**
   * Changes the calendar, one call after the other, and returns what the change does. Where it throws,
   * or the call is over, the file stays as it is. Throws `Refused`.
   */
  async change<Result>(signal: AbortSignal, change: Change<Result>): Promise<Result> {
    return this.#inTurn(async () => {
      signal.throwIfAborted();
      const work = (replace: file.Replace) => this.#apply(signal, change, replace);
      return guarded(() => file.exclusively(this.#path, PATIENCE, work), UNREACHABLE);
    });
  }

  async #apply<Result>(
    signal: AbortSignal,
    change: Change<Result>,
    replace: file.Replace,
  ): Promise<Result> {
    const calendar = await this.#load();
    signal.throwIfAborted();
    const before = calendar.changes;
    const result = change(calendar);
    if (calendar.changes === before) return result;
    this.#known = undefined; // until the file says the same
    const version = await guarded(() => replace(calendar.write()), UNSURE);
    this.#known = { calendar, version };
    return result;
  }

  #parse(text: string): Calendar {
    try {
      return Calendar.parse(text, this.#zone);
    } catch (error) {
      if (!(error instanceof CorruptCalendar)) throw error;
      throw new CorruptCalendar(`${this.#path}: ${error.message}`);
    }
  }

  async #load(): Promise<Calendar> {
    const known = this.#known;
    if (known?.version === (await file.version(this.#path))) return known.calendar;
    const { text, version } = await file.read(this.#path);
    this.#known = { calendar: this.#parse(text), version };
    return this.#known.calendar;
  }
}

/** Does what may fail for reasons that are for the log alone. Throws `Refused`. */
async function guarded<Result>(work: () => Promise<Result>, otherwise: Refusal): Promise<Result> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof Refused) throw error;
    console.error("the calendar failed:", error);
    throw new Refused(otherwise);
  }
}
