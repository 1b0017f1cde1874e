import type { JSX } from "preact";
import { formatCount, percent } from "../parts/figures.ts";
import { visibleLine } from "../text/visible-pieces.ts";

/** A part of a bar, and where it leads. */
export interface BarPart {
  readonly name: string;
  readonly count: number;
  /** The number of its colour. */
  readonly colour: number | "pass" | "unscored";
  readonly href: string;
}

/** Shares of one whole, each a link to what it is made of. */
export function StackedBar({ parts, label }: { readonly parts: readonly BarPart[]; readonly label: string }): JSX.Element {
  const total = parts.reduce((sum, { count }) => sum + count, 0);
  return (
    <div class="stacked" role="group" aria-label={label}>
      {parts.filter(({ count }) => count > 0).map(({ name: given, count, colour, href }) => ({ name: visibleLine(given), count, colour, href })).map(({ name, count, colour, href }) => (
        <a key={name} class={`part c-${colour}`} href={href} style={{ flexGrow: count }} title={`${name}: ${formatCount(count)} of ${formatCount(total)}`} aria-label={`${name}: ${formatCount(count)} of ${formatCount(total)}, ${percent(count / total, 0)} %`}>
          {count / total >= 0.07 ? `${percent(count / total, 0)} %` : ""}
        </a>
      ))}
    </div>
  );
}
