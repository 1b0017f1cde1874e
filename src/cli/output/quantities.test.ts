import { expect, test } from "vitest";
import { formatBytes, formatCount, formatDuration, formatNumber, formatRate } from "./quantities.ts";

test.each([
  [0.04, "0.0 s"],
  [9.96, "10 s"],
  [59.6, "1 min 00 s"],
  [185, "3 min 05 s"],
  [3599.7, "1 h 00 min"],
  [7800, "2 h 10 min"],
  [47.9 * 3600, "47 h 54 min"],
  [76.4 * 3600, "3 d 4 h"],
  [Number.NaN, "?"],
])("%d seconds are %s", (seconds, text) => {
  expect(formatDuration(seconds)).toBe(text);
});

test.each([
  [512, "512 B"],
  [1536, "1.5 KiB"],
  [1023.9 * 1024, "1.0 MiB"],
  [31 * 2 ** 30, "31 GiB"],
])("%d bytes are %s", (bytes, text) => {
  expect(formatBytes(bytes)).toBe(text);
});

test("counts, rates and numbers", () => {
  expect(formatCount(1234567)).toBe("1,234,567");
  expect(formatCount(999)).toBe("999");
  expect(formatRate(12.34, "items")).toBe("12.3 items/s");
  expect(formatRate(1234.5, "tokens")).toBe("1,235 tokens/s");
  expect(formatRate(0.02, "items")).toBe("1.2 items/min");
  expect(formatRate(0.0005, "items")).toBe("1.8 items/h");
  expect(formatNumber(0.1 + 0.2)).toBe("0.3");
  expect(formatNumber(2000)).toBe("2,000");
});
