/**
 * The two 16-bit floating point types. All functions work on bit patterns, so that NaNs keep their sign and payload, which
 * JavaScript's numbers need not.
 */
import { endianness } from "node:os";

/** Elements of files are little-endian; views of memory are what the machine is. */
export const littleEndian: boolean = endianness() === "LE";

let float16Table: Uint32Array | undefined;

/**
 * Elements of IEEE 754 binary16 to float32; exact.
 *
 * @example
 * const numbers = new Float32Array(1);
 * decodeFloat16(Uint16Array.of(0x3e00), numbers);
 * numbers; // [1.5]
 */
export function decodeFloat16(source: Uint16Array, target: Float32Array): void {
  float16Table ??= Uint32Array.from({ length: 0x10000 }, (_, half) => float32BitsOfFloat16(half));
  const table = float16Table;
  const bits = bitsOf(target);
  for (let index = 0; index < source.length; index++) bits[index] = table[source[index]!]!;
}

/**
 * Elements of bfloat16 (the upper half of a float32) to float32; exact.
 *
 * @example
 * const numbers = new Float32Array(1);
 * decodeBfloat16(Uint16Array.of(0x3fc0), numbers);
 * numbers; // [1.5]
 */
export function decodeBfloat16(source: Uint16Array, target: Float32Array): void {
  const bits = bitsOf(target);
  for (let index = 0; index < source.length; index++) bits[index] = source[index]! << 16;
}

/**
 * Float32 to binary16, rounded to nearest, ties to even. What is too large becomes an infinity.
 *
 * @example
 * const stored = new Uint16Array(1);
 * encodeFloat16(Float32Array.of(1.5), stored);
 * stored; // [15872]
 */
export function encodeFloat16(source: Float32Array, target: Uint16Array): void {
  const bits = bitsOf(source);
  for (let index = 0; index < bits.length; index++) target[index] = float16OfFloat32Bits(bits[index]!);
}

/**
 * Float32 to bfloat16, rounded to nearest, ties to even. What is too large becomes an infinity.
 *
 * @example
 * const stored = new Uint16Array(1);
 * encodeBfloat16(Float32Array.of(1.5), stored);
 * stored; // [16320]
 */
export function encodeBfloat16(source: Float32Array, target: Uint16Array): void {
  const bits = bitsOf(source);
  for (let index = 0; index < bits.length; index++) target[index] = bfloat16OfFloat32Bits(bits[index]!);
}

function bitsOf(values: Float32Array): Uint32Array {
  return new Uint32Array(values.buffer, values.byteOffset, values.length);
}

function float32BitsOfFloat16(half: number): number {
  const sign = (half & 0x8000) << 16;
  const exponent = (half >>> 10) & 0x1f;
  const mantissa = half & 0x3ff;
  if (exponent === 0x1f) return sign | 0x7f800000 | (mantissa << 13);
  if (exponent > 0) return sign | ((exponent + 112) << 23) | (mantissa << 13);
  if (mantissa === 0) return sign;
  // Subnormal, mantissa × 2^-24: a normal number of float32, whose exponent is where the leading one stands.
  const leading = 31 - Math.clz32(mantissa);
  return sign | ((leading + 103) << 23) | ((mantissa << (23 - leading)) & 0x7fffff);
}

function float16OfFloat32Bits(bits: number): number {
  const sign = (bits >>> 16) & 0x8000;
  const magnitude = bits & 0x7fffffff;
  // A NaN whose payload lies in the bits that are cut must not turn into an infinity.
  if (magnitude > 0x7f800000) return sign | 0x7c00 | ((magnitude >>> 13) & 0x3ff || 0x200);
  // 65520 lies between the largest number and what would be the next; the tie goes to the even one, which is infinity.
  if (magnitude >= 0x477ff000) return sign | 0x7c00;
  // From 2^-14 on both are normal: exponents differ by 112, mantissas by 13 bits, and a carry goes to the exponent.
  if (magnitude >= 0x38800000) return sign | ((magnitude - 0x38000000 + 0xfff + ((magnitude >>> 13) & 1)) >>> 13);
  // 2^-25, half the smallest subnormal, ties to zero.
  if (magnitude <= 0x33000000) return sign;
  // In units of 2^-24.
  const shift = 126 - (magnitude >>> 23);
  const mantissa = (magnitude & 0x7fffff) | 0x800000;
  const units = mantissa >>> shift;
  const remainder = mantissa & ((1 << shift) - 1);
  const tie = 1 << (shift - 1);
  return sign | (units + (remainder > tie || (remainder === tie && (units & 1) === 1) ? 1 : 0));
}

function bfloat16OfFloat32Bits(bits: number): number {
  if ((bits & 0x7fffffff) > 0x7f800000) return (bits >>> 16) | ((bits >>> 16) & 0x7f ? 0 : 0x40);
  return (bits + 0x7fff + ((bits >>> 16) & 1)) >>> 16;
}
