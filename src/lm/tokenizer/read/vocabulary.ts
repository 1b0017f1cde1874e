import type { AddedToken } from "../added-tokens.ts";
import { damaged, shown } from "../failure.ts";
import { tokenId } from "../limits.ts";
import type { SpecialIds } from "../tokenizer.ts";
import type { NamedToken, Role, TokenizerSettings } from "./settings.ts";

/** Spellings and ids, both ways. */
export class Vocabulary {
  readonly ids: Map<string, number> = new Map();
  readonly spellings: (string | undefined)[] = [];
  readonly #file: string;

  constructor(file: string) {
    this.#file = file;
  }

  /** @throws SteadfastError `tokenizer-damaged` where the id is taken. */
  add(spelling: string, id: unknown): void {
    const checked = tokenId(id, { file: this.#file, of: shown(spelling) });
    const present = this.spellings[checked];
    if (present !== undefined) throw damaged(this.#file, `the id ${checked} belongs to ${shown(present)} and to ${shown(spelling)}`);
    // Filled up one by one, for an array with holes from the start would be a slow one.
    while (this.spellings.length < checked) this.spellings.push(undefined);
    this.spellings[checked] = spelling;
    this.ids.set(spelling, checked);
  }
}

/**
 * The added tokens: those of the file, then those that only the settings name. A spelling that the vocabulary has keeps its id;
 * one that nobody gives an id is left out, for the model has no row for it.
 */
export function addTokens(vocabulary: Vocabulary, own: readonly NamedToken[], settings: TokenizerSettings): AddedToken[] {
  const tokens = new Map<string, AddedToken>();
  for (const named of [...own, ...settings.named]) {
    if (named.content === "") continue;
    const present = tokens.get(named.content);
    if (present !== undefined) {
      tokens.set(named.content, { ...present, special: present.special || named.special });
      continue;
    }
    let id = vocabulary.ids.get(named.content);
    if (id === undefined) {
      if (named.id === undefined) continue;
      id = named.id;
      vocabulary.add(named.content, id);
    }
    const { content, special, normalized, singleWord, stripLeft, stripRight } = named;
    tokens.set(content, { id, content, special, normalized, singleWord, stripLeft, stripRight });
  }
  return [...tokens.values()];
}

/** The ids of the roles: as named by the settings, or as the vocabulary's own file has them, or as config.json has them. */
export function specialIds(vocabulary: Vocabulary, settings: TokenizerSettings, own: Readonly<Partial<Record<Role, number>>> = {}): SpecialIds {
  const idOf = (role: Role): number | undefined => {
    const named = settings.roles[role]?.content ?? settings.class?.[role];
    const configured = settings.roleIds[role];
    return (named === undefined ? undefined : vocabulary.ids.get(named)) ?? own[role] ?? (configured !== undefined && configured < vocabulary.spellings.length ? configured : undefined);
  };
  const found = { begin: idOf("begin"), end: idOf("end"), padding: idOf("padding"), unknown: idOf("unknown") };
  return Object.fromEntries(Object.entries(found).filter(([, id]) => id !== undefined));
}
