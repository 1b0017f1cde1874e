import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { decodeBfloat16, decodeFloat16, encodeBfloat16, encodeFloat16 } from "./half.ts";

const patterns = Uint16Array.from({ length: 0x10000 }, (_, pattern) => pattern);

describe("float16", () => {
  const decoded = new Float32Array(patterns.length);
  decodeFloat16(patterns, decoded);

  it("decodes all patterns as IEEE 754 defines them", () => {
    for (const pattern of patterns) expect(decoded[pattern]).toBe(float16ByDefinition(pattern));
  });

  it("encodes what it decoded to the same bits, NaNs with their payload too", () => {
    const encoded = new Uint16Array(patterns.length);
    encodeFloat16(decoded, encoded);
    expect(encoded).toEqual(patterns);
  });

  it("rounds to the nearest, ties to even: every midpoint between neighbours and what lies just beside it", () => {
    for (let pattern = 0; pattern < 0x7c00; pattern++) {
      const low = float16ByDefinition(pattern);
      // Beyond the largest number, rounding goes on as if there were a next one.
      const high = pattern === 0x7bff ? 65536 : float16ByDefinition(pattern + 1);
      const middle = (low + high) / 2;
      expect(encode16(middle)).toBe(pattern + (pattern & 1));
      expect(encode16(neighbour(middle, -1))).toBe(pattern);
      expect(encode16(neighbour(middle, 1))).toBe(pattern + 1);
      expect(encode16(-middle)).toBe(0x8000 | (pattern + (pattern & 1)));
    }
  });

  it("encodes any float32 as the nearest of all numbers", () => {
    fc.assert(
      fc.property(fc.float({ noNaN: true }), (value) => {
        const bits = encode16(value);
        expect(Object.is(Math.sign(float16ByDefinition(bits)), Math.sign(value)) || float16ByDefinition(bits) === 0).toBe(true);
        if (Math.abs(value) >= 65520) {
          expect(bits & 0x7fff).toBe(0x7c00);
          return;
        }
        const distance = Math.abs(float16ByDefinition(bits) - value);
        for (const other of [bits - 1, bits + 1]) if ((other & 0x7fff) < 0x7c00) expect(Math.abs(float16ByDefinition(other & 0xffff) - value)).toBeGreaterThanOrEqual(distance);
      }),
      { numRuns: 20_000 },
    );
  });

  it("keeps a NaN whose payload does not fit a NaN", () => {
    const source = new Float32Array(new Uint32Array([0x7f800001, 0xffffffff]).buffer);
    const target = new Uint16Array(2);
    encodeFloat16(source, target);
    expect([...target]).toEqual([0x7e00, 0xffff]);
    encodeBfloat16(source, target);
    expect([...target]).toEqual([0x7fc0, 0xffff]);
  });
});

describe("bfloat16", () => {
  const decoded = new Float32Array(patterns.length);
  decodeBfloat16(patterns, decoded);

  it("decodes all patterns by definition", () => {
    for (const pattern of patterns) expect(decoded[pattern]).toBe(bfloat16ByDefinition(pattern));
  });

  it("encodes what it decoded to the same bits", () => {
    const encoded = new Uint16Array(patterns.length);
    encodeBfloat16(decoded, encoded);
    expect(encoded).toEqual(patterns);
  });

  it("rounds to the nearest, ties to even, subnormals and the largest too", () => {
    for (let pattern = 0; pattern < 0x7f80; pattern++) {
      const high = pattern === 0x7f7f ? 2 ** 128 : bfloat16ByDefinition(pattern + 1);
      const middle = (bfloat16ByDefinition(pattern) + high) / 2;
      expect(encodeB16(middle)).toBe(pattern + (pattern & 1));
      expect(encodeB16(neighbour(middle, -1))).toBe(pattern);
      expect(encodeB16(neighbour(middle, 1))).toBe(pattern + 1);
      expect(encodeB16(-middle)).toBe(0x8000 | (pattern + (pattern & 1)));
    }
  });
});

function encode16(value: number): number {
  const target = new Uint16Array(1);
  encodeFloat16(Float32Array.of(value), target);
  return target[0]!;
}

function encodeB16(value: number): number {
  const target = new Uint16Array(1);
  encodeBfloat16(Float32Array.of(value), target);
  return target[0]!;
}

/** (-1)^sign × 2^(exponent - bias) × 1.mantissa, or 0.mantissa of the smallest exponent. */
function byDefinition({ pattern, mantissaBits, exponentBits }: { pattern: number; mantissaBits: number; exponentBits: number }): number {
  const sign = pattern >= 0x8000 ? -1 : 1;
  const mantissa = pattern % 2 ** mantissaBits;
  const exponent = Math.floor(pattern / 2 ** mantissaBits) % 2 ** exponentBits;
  const bias = 2 ** (exponentBits - 1) - 1;
  if (exponent === 2 ** exponentBits - 1) return mantissa === 0 ? sign * Infinity : NaN;
  if (exponent === 0) return sign * mantissa * 2 ** (1 - bias - mantissaBits);
  return sign * (1 + mantissa / 2 ** mantissaBits) * 2 ** (exponent - bias);
}

function float16ByDefinition(pattern: number): number {
  return byDefinition({ pattern, mantissaBits: 10, exponentBits: 5 });
}

function bfloat16ByDefinition(pattern: number): number {
  return byDefinition({ pattern, mantissaBits: 7, exponentBits: 8 });
}

/** The next float32 of a positive one. */
function neighbour(value: number, step: 1 | -1): number {
  const bits = new Uint32Array(Float32Array.of(value).buffer);
  bits[0]! += step;
  return new Float32Array(bits.buffer)[0]!;
}
