// `evaluate-until-killed.ts MODEL DATA FOLDER`: evaluates into the folder and prints the means of the seeds.
import { openModel } from "../../open-model.ts";
import { evaluateModel } from "../evaluate-model.ts";
import { readEvaluationData } from "../evaluation-data.ts";
import { completeProtocol } from "../protocol.ts";

const [reference, path, folder] = process.argv.slice(2);
const model = await openModel({ reference: reference!, threads: 1 });
const protocol = completeProtocol({ template: "{instruction} {input}", maximumPrompt: 20, maximumNewTokens: 40, seeds: [10, 20] });
const { data, resumed } = await evaluateModel({ model, data: await readEvaluationData([path!]), protocol, folder: folder!, rows: 4 });
console.log(JSON.stringify({ resumed, summary: data[0]!.summary }));
await model.close();
