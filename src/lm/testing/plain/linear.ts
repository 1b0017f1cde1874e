import type { PlainTensor } from "./parameters.ts";
import type { Rows } from "./rows.ts";

/** y[o] = Σᵢ weight[o][i]·x[i] + bias[o]; the weight is stored [out, in]. */
export function linear(rows: Rows, weight: PlainTensor, bias?: PlainTensor): Rows {
  const [outputs, inputs] = [weight.shape[0]!, weight.shape[1]!];
  return rows.map((row) => {
    const result = new Float64Array(outputs);
    for (let output = 0; output < outputs; output += 1) {
      let total = bias === undefined ? 0 : bias.data[output]!;
      for (let input = 0; input < inputs; input += 1) total += weight.data[output * inputs + input]! * row[input]!;
      result[output] = total;
    }
    return result;
  });
}

/** y[o] = Σᵢ weight[i][o]·x[i] + bias[o]; GPT-2 alone stores its weights [in, out]. */
export function linearStoredInOut(rows: Rows, weight: PlainTensor, bias: PlainTensor): Rows {
  const [inputs, outputs] = [weight.shape[0]!, weight.shape[1]!];
  return rows.map((row) => {
    const result = new Float64Array(outputs);
    for (let output = 0; output < outputs; output += 1) {
      let total = bias.data[output]!;
      for (let input = 0; input < inputs; input += 1) total += weight.data[input * outputs + output]! * row[input]!;
      result[output] = total;
    }
    return result;
  });
}
