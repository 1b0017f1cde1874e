import type { JSX } from "preact";
import { type HeatCell, HeatMap } from "../../charts/heat-map.tsx";
import { Section } from "../../parts/section.tsx";
import { addressOf } from "../../routing/route.ts";
import { visibleLine } from "../../text/visible-pieces.ts";
import { type BenchPartProps, systemName } from "./bench-part.ts";

const mean = "mean";

/** Accuracy by instruction and input, a table for each system. */
export function HeatMaps({ run, bench: { results } }: BenchPartProps): JSX.Element {
  return (
    <Section title="By instruction and input" note="Accuracy in per cent, its interval below. Each field leads to its items.">
      <div class="heats">
        {results.systems.map(({ cells, instructions, inputs, ...all }, place) => {
          const rate = (found: { readonly accuracy: number | null; readonly interval: HeatCell["interval"]; readonly n: number } | undefined, query: Readonly<Record<string, string>>): HeatCell | undefined =>
            found && { value: found.accuracy, interval: found.interval, n: found.n, href: addressOf(["run", run, "items"], { sys: place, ...query }) };
          return (
            <HeatMap
              key={place}
              caption={visibleLine(systemName(results, place))}
              rows={[...instructions.map(({ instruction }) => instruction), mean]}
              columns={[...inputs.map(({ input }) => input), mean]}
              cell={(row, column) => {
                if (row === mean) return column === mean ? rate(all, {}) : rate(inputs.find(({ input }) => input === column), { input: column });
                if (column === mean) return rate(instructions.find(({ instruction }) => instruction === row), { instruction: row });
                return rate(cells.find(({ instruction, input }) => instruction === row && input === column), { instruction: row, input: column });
              }}
            />
          );
        })}
      </div>
    </Section>
  );
}
