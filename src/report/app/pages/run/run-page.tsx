import type { JSX } from "preact";
import type { RunDocument } from "../../../data/document.ts";
import { Facts } from "../../parts/facts.tsx";
import { Section, Waiting } from "../../parts/section.tsx";
import type { Route } from "../../routing/route.ts";
import { useRun } from "../../source/use-source.ts";
import { BenchItemPage } from "../bench/item-page.tsx";
import { BenchItemsPage } from "../bench/items-page.tsx";
import { BenchPage } from "../bench/bench-page.tsx";
import { EvaluationPage } from "../evaluation/evaluation-page.tsx";
import { EvaluationRecordPage } from "../evaluation/record-page.tsx";
import { RepairPage } from "../repair/repair-page.tsx";
import { TrainingPage } from "../training/training-page.tsx";
import { Guarded } from "../../parts/guarded.tsx";
import { RunHead, RunRest } from "./run-frame.tsx";
import type { RunPageProps } from "./run-page-props.ts";

type Page = (props: RunPageProps) => JSX.Element;

/** Which page a run has: the first whose data it holds. Another kind of run: its page, and a line here. */
const pages: readonly { readonly fits: (document: RunDocument) => boolean; readonly main: Page; readonly parts: Readonly<Record<string, Page>> }[] = [
  { fits: ({ bench }) => bench !== null, main: BenchPage, parts: { items: BenchItemsPage, item: BenchItemPage } },
  { fits: ({ evaluation }) => evaluation !== null, main: EvaluationPage, parts: { record: EvaluationRecordPage } },
  { fits: ({ run, metrics }) => (run.kind === "train" || run.kind === "distill") && metrics.length > 0, main: TrainingPage, parts: {} },
  { fits: ({ run, tables }) => run.kind === "repair" && tables.some(({ kind }) => kind === "method" || kind === "topic"), main: RepairPage, parts: {} },
  { fits: () => true, main: AnyRunPage, parts: {} },
];

/** A run, or a part of it. */
export function RunPage({ route }: { readonly route: Route }): JSX.Element {
  const [, id = "", part = ""] = route.path;
  const { value, error } = useRun(id);
  if (value === null) return <Waiting error={error} />;
  const { main, parts } = pages.find(({ fits }) => fits(value))!;
  const Shown = Object.hasOwn(parts, part) ? parts[part]! : main;
  return <Guarded key={route.path.join("/")} otherwise={<AnyRunPage document={value} route={route} />}><Shown document={value} route={route} /></Guarded>;
}

function AnyRunPage({ document }: RunPageProps): JSX.Element {
  return (
    <>
      <RunHead document={document} />
      {document.run.summary !== null && <Section title="Result"><Facts value={document.run.summary} label="Result" /></Section>}
      <RunRest document={document} />
    </>
  );
}
