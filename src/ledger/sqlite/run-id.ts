// Crockford's base 32, without the letters that are misread: ids are copied by hand too.
const ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz";
const LENGTH = 9;
const EPOCH = Date.UTC(2020, 0, 1);
const TICKS_PER_MILLISECOND = 32 / 1000;
const IDS_PER_TICK = 32 ** 2;

/**
 * The id of a new run: seven characters of time (until 2054) and two at random, so that ledgers that are merged later
 * do not clash; one more than the newest id where the clock would make it smaller, so that ids always grow.
 *
 * @param random in [0, 1)
 */
export function newRunId({ now, newest, random }: { now: number; newest: string | null; random: number }): string {
  const ticks = Math.floor((now - EPOCH) * TICKS_PER_MILLISECOND);
  const candidate = ticks * IDS_PER_TICK + Math.floor(random * IDS_PER_TICK);
  return encode(Math.max(candidate, newest === null ? 0 : decode(newest) + 1));
}

/** What a person typed, as the beginning of an id would be written; null if no id begins so. */
export function normaliseRunId(typed: string): string | null {
  const text = typed.trim().toLowerCase().replaceAll(/[il]/g, "1").replaceAll("o", "0");
  const isPossible = text.length > 0 && text.length <= LENGTH && [...text].every((character) => ALPHABET.includes(character));
  return isPossible ? text : null;
}

function encode(number: number): string {
  let text = "";
  for (let rest = number; text.length < LENGTH; rest = Math.floor(rest / 32)) text = ALPHABET[rest % 32] + text;
  return text;
}

function decode(id: string): number {
  let number = 0;
  for (const character of id) number = number * 32 + ALPHABET.indexOf(character);
  return number;
}
