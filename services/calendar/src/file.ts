/** The file: read whole, replaced whole, by one program at a time. */
import type { BigIntStats } from "node:fs";
import { type FileHandle, mkdir, open, realpath, rename, stat } from "node:fs/promises";
import { dirname } from "node:path";

import { lock } from "proper-lockfile";

/** A text, and the version of the file that it is. */
export interface Content {
  readonly text: string;
  readonly version: string;
}

/** Replaces the file, durably or not at all, and returns its version. */
export type Replace = (text: string) => Promise<string>;

const PRIVATE = 0o600;
const PERMISSIONS = 0o777;
/** How long the lock of a program that was killed is respected, in milliseconds. */
const STALE = 5000;

/**
 * Returns the true path of a file, with its folder made, and the file too where it is missing.
 * Throws what `node:fs` and proper-lockfile throw.
 */
export async function prepare(path: string, text: string): Promise<string> {
  await mkdir(dirname(path), { recursive: true });
  if (await isMissing(path)) {
    await exclusively(path, STALE, async (replace) => {
      if (await isMissing(path)) await replace(text);
    });
  }
  return realpath(path);
}

/** Returns what the file holds. Throws what `node:fs` throws. */
export async function read(path: string): Promise<Content> {
  return closing(await open(path, "r"), async (file) => {
    const version = versionOf(await file.stat({ bigint: true }));
    return { text: await file.readFile("utf8"), version };
  });
}

/** Returns the file's version, which changes with what it holds. Throws what `node:fs` throws. */
export async function version(path: string): Promise<string> {
  return versionOf(await stat(path, { bigint: true }));
}

/**
 * Does what no other program may do meanwhile, and returns what comes of it. Waits for the others for
 * `patience` milliseconds at most. Throws what `node:fs` and proper-lockfile throw, or `work`.
 */
export async function exclusively<Result>(
  path: string,
  patience: number,
  work: (replace: Replace) => Promise<Result>,
): Promise<Result> {
  let lost: Error | undefined;
  const release = await lock(path, {
    realpath: false,
    stale: STALE,
    retries: { forever: true, minTimeout: 10, maxTimeout: 50, maxRetryTime: patience },
    onCompromised: (error) => (lost = error),
  });
  try {
    return await work(async (text) => {
      if (lost) throw lost;
      return replace(path, text);
    });
  } finally {
    await release().catch((error: unknown) => {
      console.warn("the calendar's lock was not given back:", error);
    });
  }
}

async function replace(path: string, text: string): Promise<string> {
  const mode = (await isMissing(path)) ? PRIVATE : (await stat(path)).mode & PERMISSIONS;
  const draft = `${path}.tmp`;
  await closing(await open(draft, "w", PRIVATE), async (file) => {
    await file.writeFile(text);
    await file.chmod(mode);
    await file.sync();
  });
  await rename(draft, path);
  await closing(await open(dirname(path), "r"), (folder) => folder.sync());
  return version(path);
}

async function closing<Result>(
  file: FileHandle,
  work: (file: FileHandle) => Promise<Result>,
): Promise<Result> {
  try {
    return await work(file);
  } finally {
    await file.close();
  }
}

function versionOf({ ino, size, mtimeNs, ctimeNs }: BigIntStats): string {
  return [ino, size, mtimeNs, ctimeNs].join(" ");
}

async function isMissing(path: string): Promise<boolean> {
  try {
    await stat(path);
    return false;
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return true;
    throw error;
  }
}
