import type { ComponentChildren, JSX } from "preact";
import { useLayoutEffect, useRef, useState } from "preact/hooks";

/** What may be wider than the screen: it scrolls, by key too where there is something to scroll. */
export function Wide({ children }: { readonly children: ComponentChildren }): JSX.Element {
  const ref = useRef<HTMLDivElement>(null);
  const [isCut, setCut] = useState(false);
  useLayoutEffect(() => {
    const element = ref.current;
    if (element === null) return undefined;
    const measure = (): void => setCut(element.scrollWidth > element.clientWidth);
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    return () => observer.disconnect();
  }, []);
  return (
    <div class="wide" ref={ref} {...(isCut ? { tabIndex: 0, role: "group", "aria-label": "Wide table" } : {})}>
      {children}
    </div>
  );
}
