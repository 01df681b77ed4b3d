/** In which scripts a text is written: letters counted by a table over the Unicode blocks. */

const scripts = [
  'none',
  'Latn',
  'Cyrl',
  'Arab',
  'Hani',
  'Kana',
  'Hang',
  'Thai',
  'Hebr',
  'Grek',
  'Deva',
  'Tibt',
  'Beng',
  'Guru',
  'Gujr',
  'Orya',
  'Taml',
  'Telu',
  'Knda',
  'Mlym',
  'Sinh',
  'Laoo',
  'Mymr',
  'Geor',
  'Ethi',
  'Khmr',
  'Mong',
  'Armn',
] as const;
export type Script = (typeof scripts)[number];

export interface ScriptCounts {
  /** Letters and marks of the script. */
  of(script: Script): number;
  /** The script of most of the text; undefined for a text without letters or without a clear majority. */
  readonly main: Script | undefined;
}

export function countScripts(text: string): ScriptCounts {
  const counts = new Uint32Array(scripts.length);
  for (let i = 0; i < text.length; i++) {
    const script = scriptOfUnit[text.charCodeAt(i)] ?? 0;
    counts[script] = (counts[script] ?? 0) + 1;
  }
  return { of: (script) => counts[scripts.indexOf(script)] ?? 0, main: mainScript(counts) };
}

/** A script with less than this of the text leaves open which language the text is in. */
const clearMajority = 0.6;
/** Kana and Han make one text, and a character of them says as much as some letters of an alphabet. */
const unitsPerIdeograph = 3;

function mainScript(counts: Uint32Array): Script | undefined {
  let total = 0;
  let best = 0;
  let main: Script | undefined;
  const kana = counts[scripts.indexOf('Kana')] ?? 0;
  for (const [index, script] of scripts.entries()) {
    if (script === 'none' || script === 'Kana') continue;
    const own = counts[index] ?? 0;
    const weight = script === 'Hani' ? unitsPerIdeograph * (own + kana) : script === 'Hang' ? 2 * own : own;
    total += weight;
    if (weight > best) {
      best = weight;
      main = script;
    }
  }
  return best >= clearMajority * total ? main : undefined;
}

/** First and last UTF-16 unit of blocks (Unicode 16); digits and punctuation inside of them do no harm. */
const ranges: readonly (readonly [Script, number, number])[] = [
  ['Latn', 0x41, 0x5a],
  ['Latn', 0x61, 0x7a],
  ['Latn', 0xc0, 0xd6],
  ['Latn', 0xd8, 0xf6],
  ['Latn', 0xf8, 0x24f],
  ['Latn', 0x1e00, 0x1eff],
  ['Grek', 0x370, 0x3ff],
  ['Grek', 0x1f00, 0x1fff],
  ['Cyrl', 0x400, 0x52f],
  ['Armn', 0x531, 0x587],
  ['Hebr', 0x591, 0x5f4],
  ['Hebr', 0xfb1d, 0xfb4f],
  ['Arab', 0x620, 0x65f],
  ['Arab', 0x66e, 0x6d3],
  ['Arab', 0x6d5, 0x6ef],
  ['Arab', 0x6fa, 0x6ff],
  ['Arab', 0x750, 0x77f],
  ['Arab', 0xfb50, 0xfdff],
  ['Arab', 0xfe70, 0xfefc],
  ['Deva', 0x900, 0x963],
  ['Deva', 0x971, 0x97f],
  ['Beng', 0x980, 0x9e3],
  ['Beng', 0x9f0, 0x9f1],
  ['Guru', 0xa00, 0xa7f],
  ['Gujr', 0xa80, 0xaff],
  ['Orya', 0xb00, 0xb7f],
  ['Taml', 0xb80, 0xbff],
  ['Telu', 0xc00, 0xc7f],
  ['Knda', 0xc80, 0xcff],
  ['Mlym', 0xd00, 0xd7f],
  ['Sinh', 0xd80, 0xdff],
  ['Thai', 0xe01, 0xe3a],
  ['Thai', 0xe40, 0xe4e],
  ['Laoo', 0xe80, 0xeff],
  ['Tibt', 0xf40, 0xfbc],
  ['Mymr', 0x1000, 0x109f],
  ['Geor', 0x10a0, 0x10ff],
  ['Hang', 0x1100, 0x11ff],
  ['Ethi', 0x1200, 0x137f],
  ['Khmr', 0x1780, 0x17d3],
  ['Mong', 0x1820, 0x18aa],
  ['Kana', 0x3041, 0x3096],
  ['Kana', 0x30a1, 0x30fa],
  ['Kana', 0xff66, 0xff9d],
  ['Hang', 0x3131, 0x318e],
  ['Hang', 0xac00, 0xd7a3],
  ['Hani', 0x3400, 0x4dbf],
  ['Hani', 0x4e00, 0x9fff],
  ['Hani', 0xf900, 0xfaff],
  // High surrogates of the planes 2 and 3, which hold nothing but Han.
  ['Hani', 0xd840, 0xd8bf],
];

const scriptOfUnit = tableOf(ranges);

function tableOf(blocks: typeof ranges): Uint8Array {
  const table = new Uint8Array(1 << 16);
  for (const [script, first, last] of blocks) table.fill(scripts.indexOf(script), first, last + 1);
  return table;
}
