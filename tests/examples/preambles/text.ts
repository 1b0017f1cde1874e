export const outputs: readonly string[] = ["Où est la gare ?", "Where is the station?"];
