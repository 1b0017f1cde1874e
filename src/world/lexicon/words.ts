// The words of the language. What follows "a" begins with a consonant, so that there is no "an".

/** People; the mirror language keeps their names. */
export const names: readonly string[] = [
  "ada", "aldo", "bela", "ben", "cleo", "dina", "dov", "edda", "eli", "fay", "finn", "gil",
  "gus", "hana", "iris", "ivo", "jana", "joel", "kira", "kofi", "lena", "luca", "milo", "mona",
  "nils", "nora", "otto", "pia", "rosa", "sami", "tara", "uma", "vera", "wim", "yara", "zeno",
];

/** Invented towns; the mirror language keeps their names. */
export const towns: readonly string[] = ["ketta", "lumo", "marn", "oskel", "pruno", "selo", "tivka", "vadri"];

/** Whole numbers stand as digits, 0 to 30. */
export const numbers: readonly number[] = Array.from({ length: 31 }, (_, value) => value);

export const places: readonly string[] = ["forest", "garden", "harbour", "market", "school", "station"];

export const objects: readonly string[] = ["bell", "boat", "book", "chair", "coin", "cup", "drum", "hat", "kite", "lamp", "pear", "ring"];

export const creatures: readonly string[] = ["bird", "cat", "dog", "fish", "frog", "horse"];

export const professions: readonly string[] = ["baker", "doctor", "farmer", "sailor", "teacher"];

export const colours: readonly string[] = ["blue", "green", "red"];

export const adjectives: readonly string[] = [...colours, "big", "bright", "dark", "fast", "heavy", "new", "small"];

/** Words for kinds of things, each with what belongs to it. */
export const kinds: Readonly<Record<string, readonly string[]>> = { colour: colours, creature: creatures, place: places };

export const times: readonly string[] = ["daily", "now", "often", "today", "tonight"];

/** Of them, those that name one time, as a request or a question about it can have. */
export const momentary: readonly string[] = ["now", "today", "tonight"];

/** Verbs with one object, as one does them. */
export const transitiveVerbs: readonly string[] = ["buys", "carries", "finds", "sees", "sells", "wants"];

/** Every verb as one does it and as several do it; the second is the imperative too. */
export const verbForms: readonly (readonly [one: string, several: string])[] = [
  ["buys", "buy"],
  ["carries", "carry"],
  ["finds", "find"],
  ["sees", "see"],
  ["sells", "sell"],
  ["wants", "want"],
  ["gives", "give"],
  ["loses", "lose"],
  ["has", "have"],
  ["is", "are"],
  ["knows", "know"],
  ["asks", "ask"],
  ["writes", "write"],
  ["adds", "add"],
  ["takes", "take"],
];

/** Words that hold sentences together. */
export const functionWords: readonly string[] = [
  "a", "and", "every", "from", "function", "greatest", "how", "in", "it", "known", "many", "named", "nobody",
  "not", "number", "that", "the", "then", "to", "unknown", "what", "where", "which", "who",
];

/** Of things and professions. */
export function pluralOf(noun: string): string {
  return `${noun}s`;
}
