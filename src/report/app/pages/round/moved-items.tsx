import type { JSX } from "preact";
import type { RoundChange, RoundWay } from "../../../data/round/round-document.ts";
import { addressOf } from "../../routing/route.ts";
import { Inline } from "../../text/model-text.tsx";

/** The items whose outcome changed, each with its outputs before and after. */
export function MovedItems({ way: { stages }, change, name }: { readonly way: RoundWay; readonly change: RoundChange; readonly name: string }): JSX.Element | null {
  const { gained, lost, first, last, defence, comparison: { onlyFirst, onlySecond } } = change;
  const [before, after] = [first, last].map((stage) => stages[stage]!.measured.find((each) => each.defence === defence)!);
  if (before === undefined || after === undefined || gained.length + lost.length === 0) return null;
  const list = (title: string, ids: readonly string[], count: number): JSX.Element | null =>
    ids.length === 0 ? null : (
      <div>
        <h3>{title} <small>{count}</small></h3>
        <ul class="moved">
          {ids.map((id) => (
            <li key={id}>
              <Inline text={id} /> <a href={addressOf(["run", before.run, "item", id], { sys: before.system })} aria-label={`${id} before`}>before</a> <a href={addressOf(["run", after.run, "item", id], { sys: after.system })} aria-label={`${id} after`}>after</a>
            </li>
          ))}
        </ul>
        {count > ids.length && <p class="note">The first {ids.length} of {count}.</p>}
      </div>
    );
  return (
    <details>
      <summary><Inline text={name} />: items whose outcome changed</summary>
      <div class="pair">
        {list("Done as asked only after", gained, onlyFirst)}
        {list("Done as asked only before", lost, onlySecond)}
      </div>
    </details>
  );
}
