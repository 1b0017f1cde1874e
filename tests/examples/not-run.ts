/** Examples whose types are checked and which are not run, and why not: by room and name. */
export const notRun: Readonly<Record<string, string>> = {
  "chat createScheduler": "it opens hosted models, which needs keys",
  "chat openChatModel": "it asks a hosted model",
  "dim-bench createModelJudge": "it asks a hosted model",
  "dim-bench openJudge": "it asks a hosted model",
  "lab trainLabModel": "it trains for minutes",
  "ledger ledgerContract": "it declares tests",
  "lm fineTune": "it fetches a model from the hub",
  "lm loadLocalModel": "it fetches a model from the hub",
  "lm openModel": "it fetches a model from the hub",
  "lm pushModel": "it writes to the hub",
  "lm resolveModel": "it fetches a model from the hub",
};
