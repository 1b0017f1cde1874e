/**
 * The house: every room of `src/` with its level. A room imports only rooms of lower levels, through their doors.
 * docs/architecture.md says what lives where; a room that is listed may not be built yet.
 */
export const rooms: Readonly<Record<string, number>> = {
  cli: 7,
  lab: 6,
  report: 5,
  "dim-bench": 4,
  crispr: 4,
  switch: 4,
  chat: 3,
  lm: 2,
  ledger: 2,
  world: 2,
  graph: 1,
  text: 1,
  base: 0,
  stats: 0,
};

/**
 * The room that every other may stand on, those of its own level too: stats throws its typed errors.
 */
export const floor = "base";
