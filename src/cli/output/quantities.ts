/**
 * A duration for people, in its two largest units that matter: `0.4 s`, `12 s`, `3 min 05 s`, `2 h 10 min`, `3 d 4 h`.
 */
export function formatDuration(seconds: number): string {
  if (!Number.isFinite(seconds) || seconds < 0) return "?";
  if (seconds < 9.95) return `${seconds.toFixed(1)} s`;
  const whole = Math.round(seconds);
  if (whole < 60) return `${whole} s`;
  if (whole < 3600) return `${Math.floor(whole / 60)} min ${pad(whole % 60)} s`;
  const minutes = Math.round(seconds / 60);
  if (minutes < 48 * 60) return `${Math.floor(minutes / 60)} h ${pad(minutes % 60)} min`;
  const hours = Math.round(seconds / 3600);
  return `${Math.floor(hours / 24)} d ${hours % 24} h`;
}

/** Bytes for people, in binary units: `512 B`, `1.5 KiB`, `31 GiB`. */
export function formatBytes(bytes: number): string {
  const units = ["B", "KiB", "MiB", "GiB", "TiB"];
  let value = bytes;
  let unit = 0;
  while (value >= 1023.5 && unit < units.length - 1) {
    value /= 1024;
    unit += 1;
  }
  return `${unit > 0 && value < 9.95 ? value.toFixed(1) : Math.round(value)} ${units[unit]}`;
}

/** A count in groups of thousands: `12,345`. */
export function formatCount(count: number): string {
  return Number.isInteger(count) ? String(count).replaceAll(/\B(?=(?:\d{3})+$)/g, ",") : String(count);
}

/** A rate with the figures that matter: `12.3 items/s`, or per minute or hour where it is slow. */
export function formatRate(perSecond: number, unit: string): string {
  const [value, per] = perSecond >= 0.1 ? [perSecond, "s"] : perSecond * 60 >= 0.1 ? [perSecond * 60, "min"] : [perSecond * 3600, "h"];
  return `${value >= 99.5 ? formatCount(Math.round(value)) : value.toPrecision(value >= 9.95 ? 3 : 2)} ${unit}/${per}`;
}

/** A measured value in at most six significant figures. */
export function formatNumber(value: number): string {
  return Number.isInteger(value) && Math.abs(value) < 1e15 ? formatCount(value) : String(Number(value.toPrecision(6)));
}

function pad(number: number): string {
  return String(number).padStart(2, "0");
}
