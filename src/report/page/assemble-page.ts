import { createHash } from "node:crypto";

/** Stands in the built page once: what a file embeds goes in its place. */
export const dataMark = "<!--data-->";

/** Puts script and style into the page. Only that very script may run in it, and nothing is fetched but from the page's own server. */
export function assemblePage({ template, script, style }: { readonly template: string; readonly script: string; readonly style: string }): string {
  // Neither may end its element.
  const safe = script.replaceAll(/<(?=\/script|script|!--)/gi, String.raw`\x3c`);
  const hash = createHash("sha256").update(safe).digest("base64");
  const parts: Readonly<Record<string, string>> = { hash, style: style.replaceAll(/<(?=\/style)/gi, String.raw`\3c `), script: safe };
  return template.replaceAll(/<!--(hash|style|script)-->/g, (_, name: string) => parts[name]!);
}

/** Splits a built page into what stands before and after its data. */
export function splitPage(page: string): readonly [before: string, after: string] {
  const place = page.indexOf(dataMark);
  return [page.slice(0, place), page.slice(place + dataMark.length)];
}
