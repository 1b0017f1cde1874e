import { existsSync } from "node:fs";
import { join } from "node:path";

/** Public data slices beside the checkout; not part of the project. */
export const instructFolder: string = join(import.meta.dirname, "../../../../../shared/data/instruct");

/** Whether they are here; says so once where they are not. */
export const hasInstructData: boolean = existsSync(instructFolder);
if (!hasInstructData) console.info(`Skipped: there is no folder ${instructFolder} with public instruction data.`);
