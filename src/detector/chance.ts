/** How rare a finding is, in words: what a person on call understands. */

const daysPerMonth = 30.44;
const daysPerYear = 365.25;

/** `by chance once in 11 years`, from the expected number of false alerts a day. */
export function chanceInWords(expectedFalsePerDay: number): string {
  const days = 1 / Math.max(expectedFalsePerDay, 1e-300);
  if (days <= 2 / 3) return `by chance ${Math.round(1 / days)} times a day`;
  if (days < 1.5) return 'by chance once a day';
  if (days < 2 * daysPerMonth) return `by chance once in ${Math.round(days)} days`;
  if (days < 2 * daysPerYear) return `by chance once in ${Math.round(days / daysPerMonth)} months`;
  if (days < 1000 * daysPerYear) return `by chance once in ${Math.round(days / daysPerYear)} years`;
  return 'by chance less than once in 1,000 years';
}

/** `0-3 accounts`, `1 post` */
export function rangeInWords(low: number, high: number, unit: string): string {
  return low === high ? amountInWords(low, unit) : `${wholeInWords(low)}-${amountInWords(high, unit)}`;
}

/** `214 accounts`, `1 account` */
export function amountInWords(count: number, unit: string): string {
  return `${wholeInWords(count)} ${count === 1 ? unit.replace(/s$/, '') : unit}`;
}

function wholeInWords(count: number): string {
  return Math.round(count).toLocaleString('en-US');
}

/** `an hour`, `24 h`, `3 days` */
export function hoursInWords(hours: number): string {
  if (hours === 1) return 'an hour';
  return hours % 24 === 0 && hours > 24 ? `${hours / 24} days` : `${hours} h`;
}
