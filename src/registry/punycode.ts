/** A host in letters that people read: `xn--gtn-3ed.com` becomes `сgtn.com`, with the Cyrillic letter it hides. */

const mark = 'xn--';

/** Labels that are no punycode stay as they are. */
export function readableHost(host: string): string {
  if (!host.includes(mark)) return host;
  return host
    .split('.')
    .map((label) => (label.startsWith(mark) ? (decoded(label.slice(mark.length)) ?? label) : label))
    .join('.');
}

/** RFC 3492, 5: parameters of Punycode. */
const base = 36;
const least = 1;
const most = 26;
const skew = 38;
const damp = 700;
const firstBias = 72;
const firstCode = 128;
const lastCode = 0x10ffff;

/** RFC 3492, 6.2. */
function decoded(label: string): string | undefined {
  const end = label.lastIndexOf('-');
  const points = Array.from(label.slice(0, Math.max(end, 0)), (letter) => letter.charCodeAt(0));
  let [code, index, bias, at] = [firstCode, 0, firstBias, end + 1];
  while (at < label.length) {
    const before = index;
    for (let weight = 1, k = base; ; k += base) {
      const digit = digitOf(label.charCodeAt(at));
      at += 1;
      if (digit === undefined) return undefined;
      index += digit * weight;
      const threshold = Math.min(most, Math.max(least, k - bias));
      if (digit < threshold) break;
      weight *= base - threshold;
    }
    const length = points.length + 1;
    bias = adapted(index - before, length, before === 0);
    code += Math.floor(index / length);
    index %= length;
    if (code > lastCode) return undefined;
    points.splice(index, 0, code);
    index += 1;
  }
  return points.length === 0 ? undefined : String.fromCodePoint(...points);
}

function digitOf(code: number): number | undefined {
  if (code >= 0x61 && code <= 0x7a) return code - 0x61;
  return code >= 0x30 && code <= 0x39 ? code - 0x30 + 26 : undefined;
}

/** RFC 3492, 6.1. */
function adapted(delta: number, length: number, first: boolean): number {
  let rest = Math.floor(delta / (first ? damp : 2));
  rest += Math.floor(rest / length);
  let k = 0;
  for (; rest > ((base - least) * most) / 2; k += base) rest = Math.floor(rest / (base - least));
  return k + Math.floor(((base - least + 1) * rest) / (rest + skew));
}
