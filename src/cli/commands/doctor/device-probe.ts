// A program of its own, started by `steadfast doctor`: computes 2 + 2 on the device named on its command line and
// answers with one line of JSON.
import { messageOf } from "../../../base/index.ts";

/** What the program answers. */
export type DeviceAnswer = { works: true } | { works: false; reason: string };

// An ONNX model of one node: y = x + x, float32, one element.
const model = "CAg6NQoOCgF4CgF4EgF5IgNBZGQSAWdaDwoBeBIKCggIARIECgIIAWIPCgF5EgoKCAgBEgQKAggBQgIQEQ==";

console.log(JSON.stringify(await answer(process.argv[2] ?? "cpu")));

async function answer(device: string): Promise<DeviceAnswer> {
  try {
    const { InferenceSession, Tensor } = await import("onnxruntime-node");
    const session = await InferenceSession.create(Buffer.from(model, "base64"), { executionProviders: [device], logSeverityLevel: 4 });
    const { y } = await session.run({ x: new Tensor("float32", [2], [1]) });
    return y?.data[0] === 4 ? { works: true } : { works: false, reason: `2 + 2 came out as ${String(y?.data[0])}` };
  } catch (error) {
    return { works: false, reason: reasonOf(messageOf(error)) };
  }
}

// The runtime names its own source files and functions first; the reason stands last.
function reasonOf(message: string): string {
  return message.split("\n")[0]!.split(/was false\. |: /).at(-1)!.trim();
}
