import { Fragment, type JSX } from "preact";
import { useState } from "preact/hooks";
import { formatCount } from "../parts/figures.ts";
import { cut, visiblePieces } from "./visible-pieces.ts";

const shownAtOnce = 20_000;

/** A text that was written by a model or stood in a file: shown, never acted on. */
export function ModelText({ text, label, quiet = false }: { readonly text: string; readonly label?: string; readonly quiet?: boolean }): JSX.Element {
  const [isWhole, setWhole] = useState(false);
  const shown = isWhole ? text : cut(text, shownAtOnce);
  return (
    <div class={quiet ? "text quiet" : "text"} aria-label={label} role={label === undefined ? undefined : "group"}>
      <div class="said" dir="auto">{text === "" ? <em class="none">empty</em> : <Pieces text={shown} />}</div>
      {shown.length < text.length && (
        <button type="button" onClick={() => setWhole(true)}>
          Show all {formatCount(text.length)} characters
        </button>
      )}
    </div>
  );
}

/** The text in place, its dangerous characters as escapes. */
export function Pieces({ text }: { readonly text: string }): JSX.Element {
  return (
    <>
      {visiblePieces(text).map((piece, place) =>
        piece.kind === "text" ? <Fragment key={place}>{piece.text}</Fragment> : <span key={place} class="escape">{piece.text}</span>,
      )}
    </>
  );
}

/** A short text of unknown origin inside a line. */
export function Inline({ text }: { readonly text: string }): JSX.Element {
  return (
    <bdi>
      <Pieces text={text} />
    </bdi>
  );
}
