import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, expect } from "vitest";
import type { Event } from "../../../base/index.ts";
import type { Pace } from "../pace.ts";
import type { ResolveOptions } from "../resolve-model.ts";
import { type HubServer, startHubServer } from "./hub-server.ts";
import { scratchFolders } from "./scratch.ts";

/** A server of its own for each test, an empty cache, and options that lead there in a hurry. */
export interface HubFixture {
  hub: HubServer;
  cacheFolder: string;
  events: Event[];
  options: ResolveOptions & { environment: Record<string, string> };
}

export const hasty: Pace = { attempts: 4, firstWait: 5, longestWait: 20, longestRetryAfter: 5000, stall: 2000 };

export function useHub(): HubFixture {
  const scratch = scratchFolders();
  const fixture = {} as HubFixture;
  beforeEach(async () => {
    const events: Event[] = [];
    const cacheFolder = scratch();
    const hub = await startHubServer();
    const environment = { HF_ENDPOINT: hub.endpoint, HF_HUB_CACHE: cacheFolder };
    Object.assign(fixture, { hub, cacheFolder, events, options: { environment, pace: hasty, sink: (event: Event) => events.push(event) } } satisfies HubFixture);
  });
  afterEach(() => fixture.hub[Symbol.asyncDispose]());
  return fixture;
}

/** Expects a folder to hold these files with this content, and no others. */
export function expectFiles(folder: string, files: Readonly<Record<string, string | Uint8Array>>, names: readonly string[] = Object.keys(files)): void {
  expect(readdirSync(folder).sort()).toEqual([...names].sort());
  for (const name of names) expect(readFileSync(join(folder, name)).equals(Buffer.from(files[name]!)), name).toBe(true);
}

/** Bytes of bodies that storage sent. */
export function storageBytes(hub: HubServer): number {
  return hub.seen.filter(({ server }) => server === "storage").reduce((sum, { bytes }) => sum + bytes, 0);
}
