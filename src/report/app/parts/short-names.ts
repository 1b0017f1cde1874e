/** Names of models, folders by their last parts only, as long as they stay apart: `/models/first/a` is `a`. */
export function shortNames(references: readonly string[]): ReadonlyMap<string, string> {
  const all = new Map(references.map((reference) => [reference, partsOf(reference)]));
  return new Map([...all].map(([reference, parts]) => {
    for (let count = 1; count < parts.length; count++) {
      const short = parts.slice(-count).join("/");
      // Other spellings of the same folder may share its name.
      if (all.values().every((other) => other.slice(-count).join("/") !== short || other.join("/") === parts.join("/"))) return [reference, short];
    }
    return [reference, parts.join("/") || reference];
  }));
}

/** The parts of a folder's name, the first of an absolute one empty; what names a provider or a scheme is one part. */
function partsOf(reference: string): string[] {
  if (!reference.includes("/") || /^[^/]*:/.test(reference)) return [reference];
  const parts = reference.split("/").filter((part, place) => (part !== "" || place === 0) && part !== ".");
  return parts.length === 0 ? [reference] : parts;
}
