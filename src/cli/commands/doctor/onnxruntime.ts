import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { messageOf } from "../../../base/index.ts";
import { installedVersion } from "../../running/environment.ts";
import type { DeviceAnswer } from "./device-probe.ts";
import type { Finding } from "./finding.ts";

/**
 * Whether ONNX Runtime is installed and which of its devices work here. Each device adds two numbers in a process of its
 * own: a driver that is missing or broken may take its process down, or write to its terminal.
 */
export async function checkOnnxRuntime(signal: AbortSignal): Promise<Finding[]> {
  const version = installedVersion("onnxruntime-node");
  const hint = "Hosted models work without it. For models on this machine: npm install onnxruntime-node (ONNXRUNTIME_NODE_INSTALL=skip leaves out its download of CUDA)";
  if (version === null) return [{ name: "onnxruntime", status: "warning", text: "ONNX Runtime is not installed", hint, values: { version } }];
  let names: string[];
  try {
    const { listSupportedBackends } = await import("onnxruntime-node");
    names = listSupportedBackends().map(({ name }) => name);
  } catch (error) {
    return [{ name: "onnxruntime", status: "problem", text: `ONNX Runtime ${version} does not load: ${messageOf(error)}`, hint: "Install it again: npm install onnxruntime-node", values: { version } }];
  }
  const devices = await Promise.all(names.map((name) => checkDevice(name, signal)));
  return [{ name: "onnxruntime", status: "ok", text: `ONNX Runtime ${version}`, values: { version, devices: names } }, ...devices];
}

async function checkDevice(device: string, signal: AbortSignal): Promise<Finding> {
  const answer = await probeDevice(device, signal);
  const name = `device-${device}`;
  if (answer.works) return { name, status: "ok", text: `${device} computes`, values: { device, works: true } };
  const values = { device, works: false, reason: answer.reason };
  // Most machines have none of the accelerators; only a processor that cannot compute is a fault.
  if (device === "cpu") return { name, status: "problem", text: `cpu does not compute: ${answer.reason}`, hint: "Install ONNX Runtime again: npm install onnxruntime-node", values };
  return { name, status: "ok", absent: true, text: `${device} is not usable here: ${answer.reason}`, values };
}

function probeDevice(device: string, signal: AbortSignal): Promise<DeviceAnswer> {
  const extension = import.meta.url.endsWith(".ts") ? "ts" : "js";
  const program = fileURLToPath(new URL(`./device-probe.${extension}`, import.meta.url));
  return new Promise((resolve) => {
    execFile(process.execPath, [program, device], { timeout: 20_000, signal }, (error, stdout) => {
      try {
        resolve(JSON.parse(stdout.trim().split("\n").at(-1)!));
      } catch {
        resolve({ works: false, reason: error?.signal ? `it was ended by ${error.signal}` : "it gave no answer" });
      }
    });
  });
}
