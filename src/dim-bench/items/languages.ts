/** A language that items are to be translated into. */
export interface Language {
  /** ISO 639-1 */
  readonly code: LanguageCode;
  /** In English, as instructions name it. */
  readonly name: string;
}

export type LanguageCode = "zh" | "es" | "fr" | "ar" | "pt" | "hi" | "it" | "de";

/** The targets of translation. */
export const languages: readonly Language[] = [
  { code: "zh", name: "Chinese" },
  { code: "es", name: "Spanish" },
  { code: "fr", name: "French" },
  { code: "ar", name: "Arabic" },
  { code: "pt", name: "Portuguese" },
  { code: "hi", name: "Hindi" },
  { code: "it", name: "Italian" },
  { code: "de", name: "German" },
];
