// Numbers and times as the page shows them.

const formats = new Map();

/** A number as India groups it; a dash for none. */
export function number(value, digits = 0) {
  if (value == null || !Number.isFinite(value)) {
    return '–';
  }
  if (!formats.has(digits)) {
    formats.set(digits, new Intl.NumberFormat('en-IN', {minimumFractionDigits: digits, maximumFractionDigits: digits}));
  }
  return formats.get(digits).format(value);
}

/** Three or four digits, whatever the size. */
export function measure(value) {
  const size = Math.abs(value);
  return number(value, size >= 1000 || value === 0 ? 0 : size >= 100 ? 1 : size >= 1 ? 2 : 3);
}

/** Large counts in lakh (L) and crore (Cr). */
export function compact(value) {
  const size = Math.abs(value ?? 0);
  return size >= 1e7 ? `${number(value / 1e7, 2)} Cr` : size >= 1e5 ? `${number(value / 1e5, 1)} L` : number(value);
}

/** A time of day, 10:15 or 10:15:01, in milliseconds. */
export function millis(time) {
  const [hour, minute, second = 0] = time.split(':').map(Number);
  return ((hour * 60 + minute) * 60 + second) * 1000;
}

/** A time of day from milliseconds: 10:15, and 10:15:01 if it is no whole minute or seconds are wanted. */
export function clock(value, seconds = value % 60_000 !== 0) {
  return new Date(value).toISOString().slice(11, seconds ? 19 : 16);
}

/** 25 Nov 2026, with the weekday before it if wanted. */
export function day(date, weekday = false) {
  return new Date(`${date}T00:00:00Z`).toLocaleDateString('en-GB',
    {day: 'numeric', month: 'short', year: 'numeric', timeZone: 'UTC', ...(weekday && {weekday: 'short'})});
}

/** What an exchange gap is in words: 45 s, 2 min 5 s. */
export function duration(seconds) {
  return seconds < 60 ? `${seconds} s` : `${Math.floor(seconds / 60)} min ${seconds % 60} s`;
}

/** The share `part` of the sorted values lies below it; linear between two values. */
export function quantile(values, part) {
  const sorted = values.filter(value => value != null).sort((a, b) => a - b);
  const at = (sorted.length - 1) * part;
  const low = sorted[Math.floor(at)];
  return sorted.length ? low + (sorted[Math.ceil(at)] - low) * (at % 1) : null;
}

export function average(values) {
  const known = values.filter(value => value != null);
  return known.length ? known.reduce((sum, value) => sum + value, 0) / known.length : null;
}
