import type { JSX } from "preact";
import { useEffect } from "preact/hooks";
import { goTo } from "../routing/route.ts";
import { formatCount } from "./figures.ts";

/** @see Stepper */
export interface StepperProps {
  readonly what: string;
  /** Which one it is, from 0; -1 where it is not among those that are looked at. */
  readonly place: number;
  readonly count: number;
  addressOf(place: number): string;
  readonly back: string;
}

/** From one to the next among those that were filtered, by link or by arrow key. */
export function Stepper({ what, place, count, addressOf, back }: StepperProps): JSX.Element {
  const before = place > 0 ? addressOf(place - 1) : null;
  const after = place < count - 1 && count > 0 ? addressOf(place + 1) : null;
  useEffect(() => {
    const step = (event: KeyboardEvent): void => {
      if (event.altKey || event.ctrlKey || event.metaKey || event.target instanceof HTMLInputElement || event.target instanceof HTMLSelectElement) return;
      const address = { ArrowLeft: before, k: before, ArrowRight: after, j: after, Escape: back }[event.key];
      if (address !== undefined && address !== null) goTo(address);
    };
    addEventListener("keydown", step);
    return () => removeEventListener("keydown", step);
  }, [before, after, back]);
  return (
    <nav class="stepper" aria-label={`From ${what} to ${what}`}>
      <a href={back}>↑ all {what}s</a>
      <span>{place < 0 ? `not among the ${formatCount(count)} chosen` : `${formatCount(place + 1)} of ${formatCount(count)}`}</span>
      {before === null ? <span class="off">← previous</span> : <a href={before} rel="prev">← previous</a>}
      {after === null ? <span class="off">next →</span> : <a href={after} rel="next">next →</a>}
    </nav>
  );
}
