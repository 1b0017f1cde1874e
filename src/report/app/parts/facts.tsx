import type { JSX } from "preact";
import type { Json } from "../../../base/index.ts";
import { Inline } from "../text/model-text.tsx";
import { formatNumber } from "./figures.ts";
import { leavesOf } from "./leaves.ts";
import { Wide } from "./wide.tsx";

const mostFacts = 200;
const mostCharacters = 2000;

/** The leaves of a JSON value as a table of names and values. */
export function Facts({ value, label }: { readonly value: Json; readonly label: string }): JSX.Element {
  const leaves = leavesOf(value);
  if (leaves.length === 0) return <p class="note">Nothing.</p>;
  return (
    <Wide>
      <table class="facts" aria-label={label}>
        <tbody>
          {leaves.slice(0, mostFacts).map(([path, leaf]) => (
            <tr key={path}>
              <th scope="row"><Inline text={path} /></th>
              <td>{leafView(leaf)}</td>
            </tr>
          ))}
        </tbody>
      </table>
      {leaves.length > mostFacts && <p class="note">And {leaves.length - mostFacts} more.</p>}
    </Wide>
  );
}

export function leafView(leaf: Json): JSX.Element {
  if (typeof leaf === "number") return <>{formatNumber(leaf)}</>;
  const text = typeof leaf === "string" ? leaf : JSON.stringify(leaf);
  return <Inline text={text.length > mostCharacters ? `${text.slice(0, mostCharacters)} …` : text} />;
}
