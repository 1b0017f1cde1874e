export const output = { print: (_text: unknown): void => {} };
