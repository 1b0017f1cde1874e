import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { expectClose, reference } from "../testing/reference.ts";
import { betaQuantile } from "./beta-quantile.ts";
import { betaTails } from "./beta.ts";
import { binomialProbability, binomialTails } from "./binomial.ts";
import { normalCdf, normalQuantile } from "./normal.ts";
import { logGamma } from "./stirling.ts";

const exactly = { floor: 0 };
const shape = fc.double({ min: 0.05, max: 5000, noNaN: true });

describe(`the normal distribution against ${reference.normal.source}`, () => {
  it.each(reference.normal.cdf)("cdf(%d)", (z, expected) => expectClose(normalCdf(z), expected, exactly));

  it.each(reference.normal.quantile)("quantile(%d)", (probability, expected) => expectClose(normalQuantile(probability), expected));

  it("has ends", () => {
    expect([normalQuantile(0), normalQuantile(1), normalCdf(Infinity), normalCdf(-Infinity), normalCdf(Number.NaN)]).toEqual([-Infinity, Infinity, 1, 0, Number.NaN]);
    expect(() => normalQuantile(1.1)).toThrow("must lie in [0, 1]");
  });

  it("rises, and the quantile undoes it", () => {
    fc.assert(
      fc.property(fc.double({ min: -30, max: 5, noNaN: true }), (z) => {
        expectClose(normalQuantile(normalCdf(z)), z, { floor: 1e-9 });
        expect(normalCdf(z + 0.01)).toBeGreaterThan(normalCdf(z));
      }),
    );
  });
});

describe(`the beta distribution against ${reference.beta.source}`, () => {
  it.each(reference.beta.tails)("tails of (%d, %d) at %d", (a, b, x, lower, upper) => {
    const tails = betaTails(a, b, x);
    // x itself carries half an ulp, which 1 − x magnifies near 1.
    expectClose(tails.lower, lower);
    expectClose(tails.upper, upper);
  });

  it.each(reference.beta.quantiles)("quantile of (%d, %d) at %d", (a, b, probability, expected) => {
    expectClose(betaQuantile({ a, b, probability, tail: "lower" }), expected, exactly);
    expectClose(betaQuantile({ a: b, b: a, probability, tail: "upper" }), 1 - expected);
  });

  it("turns over: I_x(a, b) = 1 − I_{1−x}(b, a), and its quantile undoes it", () => {
    fc.assert(
      fc.property(shape, shape, fc.double({ min: 0.001, max: 0.999, noNaN: true }), (a, b, x) => {
        const tails = betaTails(a, b, x);
        expectClose(tails.lower, betaTails(b, a, 1 - x, x).upper);
        if (tails.lower > 1e-200 && tails.lower < 0.5) expectClose(betaQuantile({ a, b, probability: tails.lower, tail: "lower" }), x);
      }),
    );
  });

  it("keeps its digits next to certainty", () => {
    const rare = 2 ** -40;
    expectClose(betaQuantile({ a: 3, b: 8, probability: 1 - rare, tail: "lower" }), betaQuantile({ a: 3, b: 8, probability: rare, tail: "upper" }));
    expectClose(betaTails(3, 8, betaQuantile({ a: 3, b: 8, probability: rare, tail: "upper" })).upper, rare, exactly);
  });

  it("refuses what has no value", () => {
    expect(() => betaTails(0, 1, 0.5)).toThrow("positive finite parameters");
    expect(() => betaTails(1, 1, 1.5)).toThrow("must lie in [0, 1]");
    expect(() => betaQuantile({ a: 1, b: 1, probability: Number.NaN, tail: "lower" })).toThrow("must lie in [0, 1]");
  });
});

describe(`the binomial distribution against ${reference.binomial.source}`, () => {
  it.each(reference.binomial.rows)("%d of %d at %d", (successes, trials, p, probability, lower, upper) => {
    expectClose(binomialProbability(successes, trials, p), probability, exactly);
    expectClose(binomialTails(successes, trials, p).lower, lower);
    expectClose(binomialTails(successes, trials, p).upper, upper);
  });
});

it.each(reference.logGamma.values)(`ln Γ(%d) against ${reference.logGamma.source}`, (x, expected) => expectClose(logGamma(x), expected));
