/** What a comment behind an expression says of its value; `…` stands for what is not said. */
export type Pattern =
  | { readonly kind: "anything" }
  | { readonly kind: "plain"; readonly value: boolean | null | undefined }
  | { readonly kind: "number"; readonly value: number; readonly begins: string | null }
  | { readonly kind: "text"; readonly parts: readonly string[] }
  | { readonly kind: "list"; readonly elements: readonly Pattern[]; readonly open: boolean }
  | { readonly kind: "object"; readonly fields: ReadonlyMap<string, Pattern>; readonly open: boolean };

const keywords: Readonly<Record<string, Pattern>> = {
  true: { kind: "plain", value: true },
  false: { kind: "plain", value: false },
  null: { kind: "plain", value: null },
  undefined: { kind: "plain", value: undefined },
  NaN: { kind: "number", value: Number.NaN, begins: null },
  Infinity: { kind: "number", value: Number.POSITIVE_INFINITY, begins: null },
};

/** Whether a comment begins as a value does, and so must be one. */
export function looksLikeValue(comment: string): boolean {
  return /^(?:[-−]?\d|["'[{…]|(?:true|false|null|undefined|NaN|Infinity)\b)/.test(comment);
}

/** Reads a value at the beginning of a comment; behind it stands nothing, or a colon and some prose. */
export function parsePattern(comment: string): Pattern {
  let at = 0;
  const pattern = value();
  const rest = comment.slice(at);
  if (!/^(?:$|: )/.test(rest)) throw new Error(`"${comment}" begins like a value, and is none from "${rest}" on`);
  return pattern;

  function take(expression: RegExp): string | undefined {
    const match = new RegExp(expression.source, "y");
    match.lastIndex = at;
    const found = match.exec(comment)?.[0];
    at += found?.length ?? 0;
    return found;
  }

  function value(): Pattern {
    if (take(/…/) !== undefined) return { kind: "anything" };
    const word = take(/(?:true|false|null|undefined|NaN|Infinity)\b/);
    if (word !== undefined) return keywords[word]!;
    const digits = take(/-?\d+(?:\.\d+)?(?:e[-+]?\d+)?/);
    if (digits !== undefined) return number(digits);
    const text = take(/"(?:[^"\\]|\\.)*"/) ?? take(/'[^']*'/);
    if (text !== undefined) return { kind: "text", parts: (text.startsWith('"') ? (JSON.parse(text) as string) : text.slice(1, -1)).split("…") };
    if (take(/\[\s*/) !== undefined) return list();
    if (take(/\{\s*/) !== undefined) return object();
    throw new Error(`"${comment}" begins like a value, and is none from "${comment.slice(at)}" on`);
  }

  function number(digits: string): Pattern {
    if (take(/…/) !== undefined) return { kind: "number", value: Number(digits), begins: digits };
    const divisor = take(/ ?\/ ?\d+/);
    return { kind: "number", value: divisor === undefined ? Number(digits) : Number(digits) / Number(divisor.replace(/ ?\/ ?/, "")), begins: null };
  }

  function list(): Pattern {
    const elements: Pattern[] = [];
    let open = false;
    while (take(/\s*\]/) === undefined) {
      if (take(/…(?=\s*\])/) !== undefined) open = true;
      else elements.push(value());
      take(/,\s*/);
    }
    return { kind: "list", elements, open };
  }

  function object(): Pattern {
    const fields = new Map<string, Pattern>();
    let open = false;
    while (take(/\s*\}/) === undefined) {
      if (take(/…/) !== undefined) open = true;
      else {
        const key = take(/[\w$]+/) ?? (JSON.parse(take(/"(?:[^"\\]|\\.)*"/) ?? '"?"') as string);
        if (take(/:\s*/) === undefined) throw new Error(`"${comment}" begins like an object, and is none from "${comment.slice(at)}" on`);
        fields.set(key, value());
      }
      take(/,\s*/);
    }
    return { kind: "object", fields, open };
  }
}

/** Null where the value is what the pattern says, else where it is not. `tolerance` is relative. */
export function mismatch(pattern: Pattern, value: unknown, tolerance = 1e-12, place = "it"): string | null {
  const told = `${place} is ${show(value)}`;
  switch (pattern.kind) {
    case "anything":
      return null;
    case "plain":
      return value === pattern.value ? null : told;
    case "number": {
      const given = typeof value === "bigint" ? Number(value) : value;
      if (typeof given !== "number") return told;
      if (pattern.begins !== null) return String(given).startsWith(pattern.begins) || given.toFixed(20).startsWith(pattern.begins) ? null : told;
      return Object.is(given, pattern.value) || Math.abs(given - pattern.value) <= tolerance * Math.max(Math.abs(pattern.value), 1e-3) ? null : told;
    }
    case "text":
      return typeof value === "string" && new RegExp(`^${pattern.parts.map((part) => part.replace(/[\\^$.*+?()[\]{}|]/g, "\\$&")).join("[^]*")}$`).test(value) ? null : told;
    case "list": {
      const elements = Array.isArray(value) ? value : ArrayBuffer.isView(value) ? [...(value as Uint8Array)] : null;
      if (elements === null || (pattern.open ? elements.length < pattern.elements.length : elements.length !== pattern.elements.length)) return told;
      return firstOf(pattern.elements.map((element, index) => mismatch(element, elements[index], tolerance, `${place}[${index}]`)));
    }
    case "object": {
      if (typeof value !== "object" || value === null) return told;
      const given = value as Record<string, unknown>;
      const surplus = Object.keys(given).filter((key) => given[key] !== undefined && !pattern.fields.has(key));
      if (!pattern.open && surplus.length > 0) return `${place} also has ${surplus.join(", ")}`;
      return firstOf([...pattern.fields].map(([key, field]) => mismatch(field, given[key], tolerance, `${place}.${key}`)));
    }
  }
}

function firstOf(found: readonly (string | null)[]): string | null {
  return found.find((each) => each !== null) ?? null;
}

function show(value: unknown): string {
  const text = JSON.stringify(value, (_key, each: unknown) => (typeof each === "bigint" ? Number(each) : each === undefined || (typeof each === "number" && !Number.isFinite(each)) ? String(each) : ArrayBuffer.isView(each) ? [...(each as Uint8Array)] : each));
  return String(text).slice(0, 1000);
}

/** The shape at the end of a comment like `[vocabulary, width], [batch] → [batch, width]`; null where it is none with a name. */
export function parseShape(comment: string): readonly string[] | null {
  const whole = /^(?:.*→ )?\[([^[\]…]*)\]$/.exec(comment);
  if (whole?.[1] === "" && comment.includes("→")) return [];
  const parts = whole?.[1]!.split(",").map((part) => part.trim()) ?? [];
  return parts.some((part) => /^[a-z]/i.test(part) && keywords[part] === undefined) && parts.every((part) => /^(?:\d+|[a-zA-Z]+)$/.test(part)) ? parts : null;
}
