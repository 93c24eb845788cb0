// Numbers and times as the page shows them.
const formats = new Map();

/** A number as India groups it; a dash for none. */
export function number(value, digits = 0, least = digits) {
  const key = `${digits} ${least}`;
  if (!formats.has(key)) {
    formats.set(key, new Intl.NumberFormat('en-IN',
      {minimumFractionDigits: least, maximumFractionDigits: digits, signDisplay: 'negative'}));
  }
  return Number.isFinite(value) ? formats.get(key).format(value).replace('-', '−') : '–';
}

/** A measured value in points or basis points: about three digits. */
export function measure(value) {
  const size = Math.abs(value);
  return number(value, size >= 1000 ? 0 : size >= 10 ? 1 : 2);
}

/** A large count in lakh (L) and crore (Cr). */
export function compact(value) {
  const size = Math.abs(value ?? 0);
  return size >= 1e7 ? `${number(value / 1e7, 2)} Cr` : size >= 1e5 ? `${number(value / 1e5, 1)} L` : number(value);
}

/** Milliseconds of a time of day, 10:15 or 10:15:01. */
export function millis(time) {
  const [hour, minute, second = 0] = time.split(':').map(Number);
  return ((hour * 60 + minute) * 60 + second) * 1000;
}

/** The time of day of milliseconds: 10:15, with seconds if there are any or if wanted. */
export const clock = (value, hasSeconds = value % 60_000 !== 0) =>
  new Date(value).toISOString().slice(11, hasSeconds ? 19 : 16);

/** 25 Nov 2026; options of Intl change what it shows. */
export const day = (date, options = {year: 'numeric'}) => new Date(`${date}T00:00:00Z`).toLocaleDateString('en-GB',
  {day: 'numeric', month: 'short', timeZone: 'UTC', ...options});

export const duration = seconds => seconds < 60 ? `${seconds} s` : `${Math.floor(seconds / 60)} min ${seconds % 60} s`;

/** The value that a share of the values lie below, linear between two of them; null of none. */
export function quantile(values, share) {
  const sorted = values.filter(value => value != null).sort((a, b) => a - b);
  const at = (sorted.length - 1) * share;
  const low = sorted[Math.floor(at)];
  return sorted.length ? low + (sorted[Math.ceil(at)] - low) * (at % 1) : null;
}

export function average(values) {
  const known = values.filter(value => value != null);
  return known.length ? known.reduce((sum, value) => sum + value, 0) / known.length : null;
}
