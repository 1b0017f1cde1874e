import { Component, type ComponentChildren, type JSX } from "preact";

/** @see Guarded */
export interface GuardedProps {
  readonly children: ComponentChildren;
  /** What is shown where the children cannot be. */
  readonly otherwise: ComponentChildren;
}

/** Shows something plainer where records are not as their page takes them: those of another version, say. */
export class Guarded extends Component<GuardedProps, { readonly problem: string | null }> {
  override state: { readonly problem: string | null } = { problem: null };

  static override getDerivedStateFromError(error: unknown): { readonly problem: string } {
    return { problem: error instanceof Error ? error.message : String(error) };
  }

  override render(): JSX.Element {
    const { children, otherwise } = this.props;
    if (this.state.problem === null) return <>{children}</>;
    return (
      <>
        <p class="problem" role="alert">The page of this kind of run cannot show this one ({this.state.problem}). Here is what it holds.</p>
        {otherwise}
      </>
    );
  }
}
