import { type CommandDefinition, defineCommand } from "../definition/command.ts";
import { decimal, flag, inPlaceOf, oneOf, text, texts, wholeNumber } from "../definition/option.ts";
import { localModelOptions } from "../models/local-model-options.ts";

/** A command with an option of each kind; its result is what they came to. */
export const probeCommand: CommandDefinition = defineCommand({
  name: "probe",
  summary: "tells its options",
  options: {
    count: wholeNumber({ summary: "how many", placeholder: "COUNT", minimum: 1, maximum: 10, default: 3 }),
    share: decimal({ summary: "how much", placeholder: "SHARE", minimum: 0, maximum: 1 }),
    name: inPlaceOf(["item", "noMenu"], text({ summary: "whose", placeholder: "NAME" })),
    item: texts({ summary: "which", placeholder: "ID" }),
    order: oneOf(["first", "last"], "from where"),
    dry: inPlaceOf(["order"], flag("only says")),
    noMenu: flag("asks nothing"),
    data: texts({ summary: "files", placeholder: "FILE" }),
    model: text({ summary: "which model", placeholder: "REF" }),
    ...localModelOptions,
  },
  examples: [{ command: "steadfast probe", summary: "all of them" }],
  async run({ options, output, ledgerFolder, configuration }) {
    const { seed, quiet, ...others } = options;
    output.result(JSON.parse(JSON.stringify({ ...others, seed, quiet, ledgerFolder, configuration: configuration?.file ?? null })));
    return "done";
  },
});
