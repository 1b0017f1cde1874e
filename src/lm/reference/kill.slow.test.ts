import { expect, test } from "vitest";
import { expectFiles, useHub } from "./testing/hub-fixture.ts";
import { killSeries } from "./testing/kill-series.ts";
import { sampleNames } from "./testing/sample-model.ts";

const fixture = useHub();

test.each([11, 12, 13])("25 kills while a model downloads, seed %i", async (seed) => {
  const { hub, cacheFolder } = fixture;
  const { resolved, files, killed, starts } = await killSeries({ hub, cacheFolder, kills: 25, seed, size: 12_000_000 });
  expect(killed).toBe(25);
  expectFiles(resolved.folder, files, sampleNames);
  for (const { asked, had } of starts) expect(asked).toBe(had);
  // On a busy machine many are killed before they ask; some must have gone on in the middle.
  expect(starts.length).toBeGreaterThan(3);
});
