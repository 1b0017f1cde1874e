import type { ComponentChildren, JSX } from "preact";
import { Inline } from "../text/model-text.tsx";

/** A part of a page under a heading. */
export function Section({ title, note, children }: { readonly title: string; readonly note?: ComponentChildren; readonly children: ComponentChildren }): JSX.Element {
  return (
    <section>
      <h2><Inline text={title} /></h2>
      {note !== undefined && <p class="note">{note}</p>}
      {children}
    </section>
  );
}

/** What stands there while something is read, and when it could not be. */
export function Waiting({ error }: { readonly error: string | null }): JSX.Element {
  return error === null ? <p class="note" role="status">Reading …</p> : <p class="problem" role="alert">{error}</p>;
}
