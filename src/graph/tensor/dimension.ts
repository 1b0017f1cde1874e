/**
 * A length along one axis: a number, a name (`batch`), or what reshaping and concatenating make of names
 * (`batch*sequence`, `cache+sequence`), always in one canonical spelling, so that equal lengths are equal strings.
 */
export type Dimension = number | string;

export type Shape = readonly Dimension[];

/** Sum of products: product of names (`"batch*sequence"`, `""` for none) → coefficient. */
type Polynomial = Map<string, number>;

const namePattern = /^[A-Za-z_]\w*$/;

const spelling = /^(-?\d+|[A-Za-z_]\w*)([*+](-?\d+|[A-Za-z_]\w*))*$/;

/** The one spelling of a length; undefined where it is none: a negative or broken number, a name with blanks. */
export function canonicalDimension(dimension: Dimension): Dimension | undefined {
  if (typeof dimension === "number") return Number.isSafeInteger(dimension) && dimension >= 0 ? dimension : undefined;
  return spelling.test(dimension) ? print(parse(dimension)) : undefined;
}

export function isDimensionName(text: string): boolean {
  return namePattern.test(text);
}

export function addDimensions(a: Dimension, b: Dimension): Dimension {
  if (typeof a === "number" && typeof b === "number") return a + b;
  const sum = parse(a);
  for (const [names, coefficient] of parse(b)) sum.set(names, (sum.get(names) ?? 0) + coefficient);
  return print(sum);
}

export function multiplyDimensions(a: Dimension, b: Dimension): Dimension {
  if (typeof a === "number" && typeof b === "number") return a * b;
  const product: Polynomial = new Map();
  for (const [namesA, coefficientA] of parse(a)) {
    for (const [namesB, coefficientB] of parse(b)) {
      const names = [...split(namesA), ...split(namesB)].sort().join("*");
      product.set(names, (product.get(names) ?? 0) + coefficientA * coefficientB);
    }
  }
  return print(product);
}

/** `a / b` where it is a whole number or expression, else undefined. */
export function divideDimensions(a: Dimension, b: Dimension): Dimension | undefined {
  if (b === 0) return undefined;
  if (a === b) return 1;
  const divisor = [...parse(b)];
  if (divisor.length !== 1) return undefined;
  const [names, coefficient] = divisor[0]!;
  const quotient: Polynomial = new Map();
  for (const [termNames, termCoefficient] of parse(a)) {
    const rest = split(termNames);
    for (const name of split(names)) {
      const index = rest.indexOf(name);
      if (index < 0) return undefined;
      rest.splice(index, 1);
    }
    if (termCoefficient % coefficient !== 0) return undefined;
    quotient.set(rest.join("*"), termCoefficient / coefficient);
  }
  return print(quotient);
}

export function productOf(shape: Shape): Dimension {
  return shape.reduce(multiplyDimensions, 1);
}

/** The terms of a dimension as (coefficient, names), for whoever computes its value while running. */
export function termsOf(dimension: Dimension): { coefficient: number; names: string[] }[] {
  return [...parse(dimension)].map(([names, coefficient]) => ({ coefficient, names: split(names) }));
}

/** The value of a dimension once its names are bound; undefined where a name is not. */
export function evaluateDimension(dimension: Dimension, bound: ReadonlyMap<string, number>): number | undefined {
  if (typeof dimension === "number") return dimension;
  let sum = 0;
  for (const { coefficient, names } of termsOf(dimension)) {
    let term = coefficient;
    for (const name of names) {
      const value = bound.get(name);
      if (value === undefined) return undefined;
      term *= value;
    }
    sum += term;
  }
  return sum;
}

export function printShape(shape: Shape): string {
  return `[${shape.join(", ")}]`;
}

function split(names: string): string[] {
  return names === "" ? [] : names.split("*");
}

function parse(dimension: Dimension): Polynomial {
  if (typeof dimension === "number") return new Map(dimension === 0 ? [] : [["", dimension]]);
  const polynomial: Polynomial = new Map();
  for (const term of dimension.split("+")) {
    const factors = term.split("*");
    const coefficient = /^-?\d+$/.test(factors[0]!) ? Number(factors.shift()) : 1;
    const names = factors.sort().join("*");
    polynomial.set(names, (polynomial.get(names) ?? 0) + coefficient);
  }
  return polynomial;
}

function print(polynomial: Polynomial): Dimension {
  const terms = [...polynomial].filter(([, coefficient]) => coefficient !== 0).sort(([a], [b]) => (a === "" ? 1 : b === "" || a < b ? -1 : 1));
  if (terms.length === 0) return 0;
  if (terms.length === 1 && terms[0]![0] === "") return terms[0]![1];
  return terms.map(([names, coefficient]) => (names === "" ? `${coefficient}` : coefficient === 1 ? names : `${coefficient}*${names}`)).join("+");
}
