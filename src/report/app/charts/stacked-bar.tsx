import type { JSX } from "preact";
import { formatCount, percent } from "../parts/figures.ts";
import { useWidth } from "../parts/use-width.ts";
import { visibleLine } from "../text/visible-pieces.ts";

/** A part of a bar, and where it leads. */
export interface BarPart {
  readonly name: string;
  readonly count: number;
  /** The number of its colour. */
  readonly colour: number | "pass" | "unscored";
  readonly href: string;
}

// Pixels; gaps between the parts take a few.
const leastTarget = 27;
const leastText = 36;

/** Shares of one whole, each a link to what it is made of. */
export function StackedBar({ parts, label }: { readonly parts: readonly BarPart[]; readonly label: string }): JSX.Element {
  const [ref, width] = useWidth<HTMLDivElement>(480);
  const total = parts.reduce((sum, { count }) => sum + count, 0);
  return (
    <div class="stacked" role="group" aria-label={label} ref={ref}>
      {parts.filter(({ count }) => count > 0).map(({ name: given, count, colour, href }) => {
        const name = visibleLine(given);
        const share = count / total;
        const look = { class: `part c-${colour}`, style: { flexGrow: count }, title: `${name}: ${formatCount(count)} of ${formatCount(total)}` };
        // What is too narrow to be met by a finger is shown only; the filters of the items lead there too.
        if (share * width < leastTarget) return <span key={name} {...look}><span class="unseen">{look.title}</span></span>;
        return <a key={name} {...look} href={href} aria-label={`${look.title}, ${percent(share, 0)} %`}>{share * width >= leastText ? `${percent(share, 0)} %` : ""}</a>;
      })}
    </div>
  );
}
