import type { ComponentChildren, JSX } from "preact";
import { useLayoutEffect, useRef, useState } from "preact/hooks";

/** @see VirtualList */
export interface VirtualListProps {
  readonly count: number;
  /** Of every row, in pixels. */
  readonly rowHeight: number;
  readonly label: string;
  /** The row that is scrolled to at first. */
  readonly first?: number;
  readonly children: (row: number) => ComponentChildren;
}

const overscan = 8;

/** A list of any length, of which only what is looked at is drawn. */
export function VirtualList({ count, rowHeight, label, first = 0, children }: VirtualListProps): JSX.Element {
  const ref = useRef<HTMLDivElement>(null);
  const [view, setView] = useState({ top: 0, height: 640 });
  const look = (): void => {
    const element = ref.current;
    if (element !== null) setView({ top: element.scrollTop, height: element.clientHeight });
  };
  useLayoutEffect(() => {
    if (ref.current !== null && first > 0) ref.current.scrollTop = Math.max(0, first - 3) * rowHeight;
    look();
    addEventListener("resize", look);
    return () => removeEventListener("resize", look);
  }, []);
  const from = Math.max(0, Math.min(count, Math.floor(view.top / rowHeight)) - overscan);
  const to = Math.min(count, Math.ceil((view.top + view.height) / rowHeight) + overscan);
  return (
    <div class="virtual" ref={ref} style={{ height: `${count * rowHeight + 2}px` }} onScroll={look} role="region" aria-label={label} tabIndex={0}>
      <div role="list" style={{ height: `${count * rowHeight}px`, position: "relative" }}>
        {Array.from({ length: Math.max(0, to - from) }, (_, place) => (
          <div key={from + place} role="listitem" aria-setsize={count} aria-posinset={from + place + 1} class="virtual-row" style={{ top: `${(from + place) * rowHeight}px`, height: `${rowHeight}px` }}>
            {children(from + place)}
          </div>
        ))}
      </div>
    </div>
  );
}
