/**
 * Keeps `node:sqlite`'s notice of being experimental from every command's output; all other warnings are shown.
 * The notice says nothing a user could act on: the ledger's tests are what vouches for it.
 */
export function silenceSqliteNotice(): void {
  const emitWarning = process.emitWarning.bind(process) as (...parts: unknown[]) => void;
  process.emitWarning = ((...parts: unknown[]) => {
    const text = parts[0] instanceof Error ? parts[0].message : String(parts[0]);
    if (text.startsWith("SQLite is an experimental feature")) return;
    emitWarning(...parts);
  }) as typeof process.emitWarning;
}
