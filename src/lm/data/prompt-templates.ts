/** How an instruction is written as a prompt. */
export interface PromptTemplate {
  readonly withInput: string;
  readonly withoutInput: string;
}

/** The prompt of Stanford Alpaca (2023), which MiniLLM, DistiLLM and SWITCH use for every model. */
const alpaca: PromptTemplate = {
  withInput:
    "Below is an instruction that describes a task, paired with an input that provides further context. " +
    "Write a response that appropriately completes the request.\n\n### Instruction:\n{instruction}\n\n### Input:\n{input}\n\n### Response:\n",
  withoutInput: "Below is an instruction that describes a task. Write a response that appropriately completes the request.\n\n### Instruction:\n{instruction}\n\n### Response:\n",
};

/** Nothing but the texts, each with a line break behind it. */
const plain: PromptTemplate = { withInput: "{instruction}\n{input}\n", withoutInput: "{instruction}\n" };

/** The templates that have a name. `chat` has one too, but is the model's own. */
export const promptTemplates: ReadonlyMap<string, PromptTemplate> = new Map([
  ["alpaca", alpaca],
  ["plain", plain],
]);
