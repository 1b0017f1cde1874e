import type { JSX } from "preact";
import { useState } from "preact/hooks";
import type { RecordRow } from "../../../data/document.ts";
import { percent } from "../../parts/figures.ts";
import { Section } from "../../parts/section.tsx";
import { Select } from "../../parts/select.tsx";
import { ModelText, Pieces } from "../../text/model-text.tsx";
import { tokenTexts } from "../../text/token-texts.ts";

/** What a record of the kind `rollout` holds; its key is the step. Numbers are of each token. */
type RolloutValue = { readonly prompt: string; readonly tokens: readonly string[]; readonly who: readonly string[]; readonly jsd: readonly (number | null)[]; readonly tau: readonly (number | null)[] };

const mostTokens = 2000;

/** Texts that both models wrote, the tokens that are not the student's marked. */
export function RolloutSamples({ records }: { readonly records: readonly RecordRow[] }): JSX.Element | null {
  const samples = records.map(({ key, value }) => ({ step: Number(key), ...(value as unknown as RolloutValue) })).sort((a, b) => a.step - b.step);
  const [chosen, setChosen] = useState("");
  const shown = samples.find(({ step }) => String(step) === chosen) ?? samples.at(-1);
  if (shown === undefined) return null;
  const { step, prompt, tokens, who, jsd, tau } = shown;
  const others = who.filter((writer) => writer !== "student").length;
  return (
    <Section title="Who wrote what" note={`${others} of ${tokens.length} tokens are not the student's${tokens.length === 0 ? "" : ` (${percent(others / tokens.length, 0)} %)`}: they are marked. A token's divergence and threshold show under the pointer.`}>
      {samples.length > 1 && <Select label="Step" value={String(step)} onChange={setChosen} options={samples.map((sample) => [String(sample.step), String(sample.step)] as const)} />}
      <h3>Prompt</h3>
      <ModelText text={prompt} label="Prompt" quiet />
      <h3>Response</h3>
      <div class="text" role="group" aria-label={`Response of step ${step}, by who wrote it`}>
        <div class="said" dir="auto">
          {tokenTexts(tokens.slice(0, mostTokens)).map((token, place) => {
            const numbers = [jsd[place], tau[place]].map((value) => (value === null || value === undefined ? "–" : value.toFixed(3)));
            const title = `${who[place]}: JSD ${numbers[0]}, τ ${numbers[1]}`;
            return who[place] === "student" ? <span key={place} title={title}><Pieces text={token} /></span> : <mark key={place} class={`by-${who[place] === "teacher" ? "teacher" : "mixture"}`} title={title}><Pieces text={token} /></mark>;
          })}
        </div>
      </div>
    </Section>
  );
}
