/**
 * Models that think in the open write `<think>…</think>` before their answer, and many servers pass that on as it is. Only a text that
 * begins with it is split: further on, the same letters belong to the answer.
 */
export function splitReasoning(text: string): { text: string; reasoning?: string } {
  const opening = /^\s*<think>/.exec(text);
  if (opening === null) return { text };
  const end = text.indexOf("</think>", opening[0].length);
  const reasoning = text.slice(opening[0].length, end < 0 ? text.length : end).trim();
  return { text: end < 0 ? "" : text.slice(end + "</think>".length).replace(/^\s+/, ""), ...(reasoning === "" ? {} : { reasoning }) };
}
