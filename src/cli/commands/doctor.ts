import type { Json } from "../../base/index.ts";
import { type CommandDefinition, defineCommand } from "../definition/command.ts";
import { type StyledText, styled } from "../output/styled-text.ts";
import { packageVersion } from "../running/version.ts";
import type { Finding } from "./doctor/finding.ts";
import { checkConfiguration } from "./doctor/configuration.ts";
import { checkKeys } from "./doctor/keys.ts";
import { checkLedger } from "./doctor/ledger.ts";
import { checkDisk, checkMemory, checkNode, checkProcessor } from "./doctor/machine.ts";
import { checkOnnxRuntime } from "./doctor/onnxruntime.ts";

const marks: Readonly<Record<Finding["status"], StyledText>> = { ok: styled("green", "✓"), warning: styled("yellow", "!"), problem: styled("red", "✗") };

export const command: CommandDefinition = defineCommand({
  name: "doctor",
  summary: "what this machine has, and what is missing",
  description: "Looks at Node, memory, disk, the whole configuration file, the ledger, ONNX Runtime with its devices, and which keys of hosted services are set (never at their values). Changes nothing. Ends with exit code 1 if there is a problem.",
  options: {},
  bearsWrongConfiguration: true,
  examples: [
    { command: "steadfast doctor", summary: "look" },
    { command: "steadfast doctor --json", summary: "for a bug report" },
  ],
  async run({ output, environment, configuration, workingDirectory, ledgerFolder, signal }) {
    const { catalogue } = await import("../catalogue.ts");
    const findings: Finding[] = [
      checkNode(process.version),
      checkProcessor(),
      checkMemory(),
      await checkConfiguration(configuration, { catalogue, workingDirectory }),
      await checkDisk(ledgerFolder),
      await checkLedger(ledgerFolder),
      ...(await checkOnnxRuntime(signal)),
      checkKeys(environment),
    ];
    signal.throwIfAborted();
    const problems = findings.filter(({ status }) => status === "problem").length;
    output.result({ steadfast: packageVersion(), ok: problems === 0, findings: findings.map(findingJson) });
    output.print(styled("bold", `steadfast ${packageVersion()}`));
    for (const { status, absent, text, hint } of findings) {
      output.print([absent ? styled("dim", "·") : marks[status], ` ${text}`]);
      if (hint !== undefined) output.print([styled("dim", `  ${hint}`)]);
    }
    if (problems > 0) output.print(`${problems} ${problems === 1 ? "problem" : "problems"}.`);
    return problems > 0 ? "gateFailed" : "done";
  },
});

function findingJson({ name, status, text, hint, values }: Finding): { [key: string]: Json } {
  return { name, status, text, hint: hint ?? null, values };
}
