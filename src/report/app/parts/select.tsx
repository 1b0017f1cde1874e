import type { JSX } from "preact";
import { useId } from "preact/hooks";
import { visibleLine } from "../text/visible-pieces.ts";

/** @see Select */
export interface SelectProps {
  readonly label: string;
  readonly value: string;
  /** Values with what is shown; the value "" is no choice. */
  readonly options: readonly (readonly [value: string, text: string])[];
  readonly onChange: (value: string) => void;
}

/** A choice among a few, with its label. */
export function Select({ label, value, options, onChange }: SelectProps): JSX.Element {
  const id = useId();
  return (
    <div class="choice">
      <label for={id}>{label}</label>
      <select id={id} value={value} onChange={(event) => onChange(event.currentTarget.value)}>
        {options.map(([each, text]) => <option key={each} value={each} selected={each === value}>{visibleLine(text)}</option>)}
      </select>
    </div>
  );
}
