import type { JSX } from "preact";
import type { RoundDocument } from "../../../data/round/round-document.ts";
import { counted, formatTime } from "../../parts/figures.ts";
import { Section, Waiting } from "../../parts/section.tsx";
import { addressOf, type Route } from "../../routing/route.ts";
import { useRound } from "../../source/use-source.ts";
import { Inline } from "../../text/model-text.tsx";
import { OutcomeBars } from "../bench/outcome-bars.tsx";
import { Changes } from "./changes.tsx";
import { namesOf, wayName } from "./round-names.ts";
import { Steps } from "./steps.tsx";
import { TreatmentPart } from "./treatments.tsx";

/** A whole round on one page: measured, treated, measured again. */
export function RoundPage({ route }: { readonly route: Route }): JSX.Element {
  const { value: round, error } = useRound(route.path[1] ?? "");
  if (round === null) return <Waiting error={error} />;
  const nameOf = namesOf(round);
  const treatments = round.steps.filter(({ made }) => made !== null);
  return (
    <>
      <header class="run-head">
        <h1>The round</h1>
        <p class="title">Measure, treat, measure again: {round.models.map(({ stages }, place) => <span key={place}>{place > 0 && "; "}<strong><Inline text={wayName(stages, nameOf)} /></strong></span>)}</p>
        <p class="note">Begun {formatTime(Math.min(...round.steps.map(({ run }) => run.createdAt)))}, {counted(round.steps.length, "run")}. Runs belong together where one measured or used the folder that another had made.</p>
      </header>
      <section aria-label="Steps of the round"><Steps round={round} nameOf={nameOf} /></section>
      <Changes round={round} nameOf={nameOf} />
      {treatments.map((step) => <TreatmentPart key={step.run.id} step={step} nameOf={nameOf} />)}
      <InsteadPart round={round} nameOf={nameOf} />
    </>
  );
}

function InsteadPart({ round: { models }, nameOf }: { readonly round: RoundDocument; readonly nameOf: (reference: string) => string }): JSX.Element | null {
  const all = models.flatMap(({ stages }) => stages.flatMap(({ model, measured }) => measured.map(({ run, system, defence, n, scored, instead }) => ({ key: `${run} ${system}`, name: nameOf(model), defence, n, scored, instead, address: (query: Readonly<Record<string, string>>) => addressOf(["run", run, "items"], { sys: system, ...query }) }))));
  // Ways may begin with one model.
  const rows = [...new Map(all.map((row) => [row.key, row])).values()];
  if (rows.length === 0) return null;
  const isSeveral = new Set(rows.map(({ defence }) => defence)).size > 1;
  return (
    <Section title="What the models did instead" note="All outputs of each measurement. Each part leads to its items.">
      <OutcomeBars rows={rows.map(({ name, defence, ...row }) => ({ ...row, name: isSeveral ? `${name}, ${defence}` : name }))} />
    </Section>
  );
}
