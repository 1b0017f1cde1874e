import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";

/** The small tokenizers of this project. */
export const goldenFolder: string = join(import.meta.dirname, "golden");

/** The texts that every golden tokenizer was asked. */
export const goldenTexts: readonly string[] = JSON.parse(readFileSync(join(goldenFolder, "texts.json"), "utf8")) as string[];

/** Published tokenizers beside the checkout; not part of the project. */
export const publishedFolder: string = join(import.meta.dirname, "../../../../../shared/data/tokenizers");

/** Whether they are here; says so once where they are not. */
export const hasPublished: boolean = existsSync(publishedFolder);
if (!hasPublished) console.info(`Skipped: there is no folder ${publishedFolder} with published tokenizers.`);
