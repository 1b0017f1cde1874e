// `bare.mjs URL LIMIT`: as many calls of the same size by nothing but `fetch`.
import { openDefence, openItemSet } from "steadfast/dim-bench";
import { printMeasured } from "./measured.mjs";

const [url, limit] = process.argv.slice(2);
const { items } = await openItemSet("dim-bench");
const { messages } = await openDefence("standard");
const rubric = "A rubric of some length. ".repeat(220);
await printMeasured(async () => {
  const prompts = items.flatMap((item) => {
    const { text } = messages(item)[0];
    return [text, `${rubric}${text}${item.input}`];
  });
  let next = 0;
  const worker = async () => {
    while (next < prompts.length) {
      const body = JSON.stringify({ model: "parrot", messages: [{ role: "user", content: prompts[next++] }], max_tokens: 500, temperature: 0 });
      const response = await fetch(`${url}/chat/completions`, { method: "POST", headers: { "content-type": "application/json" }, body });
      await response.json();
    }
  };
  await Promise.all(Array.from({ length: Number(limit) }, worker));
  return `${prompts.length} calls`;
});
