/** A safetensors file of any header, right or wrong. */
export function buildSafetensors(header: unknown, data: Uint8Array | number, length?: bigint): Buffer {
  const text = Buffer.from(typeof header === "string" ? header : JSON.stringify(header));
  const lengthField = Buffer.alloc(8);
  lengthField.writeBigUInt64LE(length ?? BigInt(text.length));
  return Buffer.concat([lengthField, text, typeof data === "number" ? Buffer.alloc(data) : data]);
}
