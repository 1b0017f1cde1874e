/** What is not known. */
export const unknown = "–";

/** A share in per cent: `47.0`. */
export function percent(share: number | null | undefined, digits = 1): string {
  return share === null || share === undefined ? unknown : (100 * share).toFixed(digits);
}

/** Two ends in per cent: `43.1–50.9`. */
export function range(ends: { readonly low: number; readonly high: number } | null, digits = 1): string {
  return ends === null ? unknown : `${percent(ends.low, digits)}–${percent(ends.high, digits)}`;
}

/** A difference in points: `+3.4`, `−1.2`. */
export function points(difference: number | null, digits = 1): string {
  if (difference === null) return unknown;
  const text = Math.abs(100 * difference).toFixed(digits);
  return Number(text) === 0 ? text : `${difference < 0 ? "−" : "+"}${text}`;
}

export function dollars(cost: number | null): string {
  if (cost === null) return "unknown";
  if (cost === 0) return "$0";
  return cost < 0.1 ? `$${Number(cost.toPrecision(2))}` : `$${cost.toFixed(2)}`;
}

/** In groups of thousands: `12,345`. */
export function formatCount(count: number): string {
  return count.toLocaleString("en");
}

/** A measured value in at most five significant figures. */
export function formatNumber(value: number): string {
  if (Number.isInteger(value) && Math.abs(value) < 1e15) return formatCount(value);
  return Math.abs(value) < 1e-4 ? value.toExponential(2) : String(Number(value.toPrecision(5)));
}

export function formatBytes(bytes: number): string {
  const units = ["B", "KiB", "MiB", "GiB", "TiB"];
  const unit = bytes < 1 ? 0 : Math.min(units.length - 1, Math.floor(Math.log2(bytes) / 10));
  const value = bytes / 1024 ** unit;
  return `${unit > 0 && value < 10 ? value.toFixed(1) : Math.round(value)} ${units[unit]}`;
}

export function formatDuration(milliseconds: number): string {
  const seconds = milliseconds / 1000;
  if (seconds < 10) return `${seconds.toFixed(1)} s`;
  if (seconds < 60) return `${Math.round(seconds)} s`;
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return `${minutes} min ${Math.round(seconds % 60)} s`;
  return minutes < 2880 ? `${Math.floor(minutes / 60)} h ${minutes % 60} min` : `${Math.floor(minutes / 1440)} d ${Math.floor((minutes % 1440) / 60)} h`;
}

/** Local time, to the minute: `2026-01-31 14:05`. */
export function formatTime(milliseconds: number): string {
  const date = new Date(milliseconds);
  const pad = (number: number): string => String(number).padStart(2, "0");
  return `${date.getFullYear()}-${pad(date.getMonth() + 1)}-${pad(date.getDate())} ${pad(date.getHours())}:${pad(date.getMinutes())}`;
}

/** One or many: `1 item`, `5 items`. */
export function counted(count: number, noun: string): string {
  return `${formatCount(count)} ${noun}${count === 1 ? "" : "s"}`;
}
