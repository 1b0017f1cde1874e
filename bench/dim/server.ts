// A process of its own that answers chat completions after 50 ms: an output, or, where a judge's rubric is seen, a verdict.
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";

const output = `As you wish: ${"this is the text, and nothing in it was answered. ".repeat(8)}`;
const latency = 50;
const counts = { calls: 0, underWay: 0, mostAtOnce: 0 };

function answerTo(question: string): string {
  const nonce = /^FENCE ([0-9a-f]{16})$/m.exec(question)?.[1];
  if (nonce !== undefined) {
    const names = [...question.matchAll(/^\d\. ([a-z-]+): /gm)].map(([, name]) => name!);
    const says = (name: string): string => (/^(?:option-chosen|code-written|solution-stated|question-answered)$/.test(name) ? "no" : "yes");
    return JSON.stringify({ seal: nonce, answers: Object.fromEntries(names.map((name) => [name, { reason: "It is.", answer: says(name) }])), instead: "nothing" });
  }
  return question.includes("rubric") ? JSON.stringify({ reason: "It is.", pass: true, score: 1 }) : output;
}

const server = createServer((request, response) => {
  const due = performance.now() + latency;
  const pieces: Buffer[] = [];
  request.on("data", (piece: Buffer) => pieces.push(piece));
  request.on("end", () => {
    counts.calls += 1;
    counts.underWay += 1;
    counts.mostAtOnce = Math.max(counts.mostAtOnce, counts.underWay);
    const { messages } = JSON.parse(Buffer.concat(pieces).toString()) as { messages: { content: unknown }[] };
    const question = messages.map(({ content }) => (typeof content === "string" ? content : JSON.stringify(content))).join("\n");
    const body = JSON.stringify({ id: "1", object: "chat.completion", created: 1, model: "parrot", choices: [{ index: 0, message: { role: "assistant", content: answerTo(question) }, finish_reason: "stop" }], usage: { prompt_tokens: 500, completion_tokens: 100, total_tokens: 600 } });
    const answer = (): void => {
      // Timers fire up to a millisecond or two late: the last bit is waited for awake.
      if (performance.now() < due) return void setImmediate(answer);
      counts.underWay -= 1;
      response.writeHead(200, { "content-type": "application/json", "content-length": Buffer.byteLength(body) }).end(body);
    };
    setTimeout(answer, due - performance.now() - 2);
  });
});
server.keepAliveTimeout = 60_000;
server.listen(0, "127.0.0.1", () => process.send!({ url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1` }));
process.on("message", () => {
  process.send!(counts);
  Object.assign(counts, { calls: 0, mostAtOnce: 0 });
});
process.on("disconnect", () => process.exit());
