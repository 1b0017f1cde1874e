// Resolves the reference argv[2] as the environment says, and prints what came of it as JSON.
import { SteadfastError } from "../../../base/index.ts";
import { resolveModel } from "../resolve-model.ts";

const [reference] = process.argv.slice(2);
if (reference === undefined) throw new Error("usage: resolve-once.ts REFERENCE");
try {
  const resolved = await resolveModel(reference, {
    sink: (event) => {
      if (event.type === "progress" && event.done > 0) process.stderr.write(`${event.done}\n`);
    },
    pace: { firstWait: 20 },
  });
  console.log(JSON.stringify(resolved));
} catch (error) {
  if (!(error instanceof SteadfastError)) throw error;
  console.log(JSON.stringify({ code: error.code, kind: error.kind, sentence: error.message, hint: error.hint }));
}
