import { writeFileSync } from "node:fs";

export const metrics: readonly number[] = [0.5, 0.25];
export const path = "data.json";
export const temporary = "data.json.new";
writeFileSync(temporary, "{}");
