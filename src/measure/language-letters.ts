/** Languages that their letters give away: those with a script of their own, and those with letters of their own. */
import type { Script, ScriptCounts } from './language-scripts.ts';

/** `undefined` when the letters fit several languages, or when there are too few of them. */
export function languageOfLetters(text: string, counts: ScriptCounts): string | undefined {
  const { main } = counts;
  if (main === undefined || counts.of(main) + counts.of('Kana') < fewestLetters) return undefined;
  const read = severalLanguages[main];
  return read === undefined ? ownScripts[main] : read(text, counts);
}

/** Fewer letters are an emoticon or a name. */
const fewestLetters = 4;

const ownScripts: Readonly<Partial<Record<Script, string>>> = {
  Hang: 'ko',
  Thai: 'th',
  Grek: 'el',
  Tibt: 'bo',
  Guru: 'pa',
  Gujr: 'gu',
  Orya: 'or',
  Taml: 'ta',
  Telu: 'te',
  Knda: 'kn',
  Mlym: 'ml',
  Sinh: 'si',
  Laoo: 'lo',
  Mymr: 'my',
  Geor: 'ka',
  Ethi: 'am',
  Khmr: 'km',
  Mong: 'mn-Mong',
  Armn: 'hy',
};

type Reader = (text: string, counts: ScriptCounts) => string | undefined;

const severalLanguages: Readonly<Partial<Record<Script, Reader>>> = {
  Hani: (_, counts) => ideographs(counts),
  Arab: (text, counts) => arabicScript(text, counts.of('Arab')),
  Cyrl: (text, counts) => cyrillicScript(text, counts.of('Cyrl')),
  Deva: devanagari,
  Beng: (text) => (/[ৰৱ]/.test(text) ? 'as' : 'bn'),
  Hebr: (text) => (/[װױײ]|אַ|אָ/.test(text) ? 'yi' : 'he'),
};

/**
 * Japanese is a third kana at least, and Chinese has the odd の as an ornament. A few Han characters alone, such as a
 * place or a headline, are either.
 */
function ideographs(counts: ScriptCounts): string | undefined {
  const kana = counts.of('Kana');
  const han = counts.of('Hani');
  if (kana >= 2 && 10 * kana >= han + kana) return 'ja';
  return han >= 6 ? 'zh' : undefined;
}

/** The first whose letters stand in the text often enough; the order goes from the most to the least special. */
function firstBySigns(text: string, letters: number, signs: readonly Sign[]): string | undefined {
  return signs.find(({ own, least, besides }) => {
    if (besides !== undefined && !besides.test(text)) return false;
    return (text.match(own)?.length ?? 0) >= Math.max(1, least * letters);
  })?.lang;
}

interface Sign {
  readonly lang: string;
  readonly own: RegExp;
  /** Smallest part of the letters: a name in a foreign sentence does not make it another language. */
  readonly least: number;
  /** Must stand somewhere, too. */
  readonly besides?: RegExp | undefined;
}

const arabicSigns: readonly Sign[] = [
  { lang: 'kk-Arab', own: /[ٴٶٷٸ]/g, least: 0.01, besides: /[ەۇۋ]/ },
  { lang: 'ckb', own: /[ێڵڕڤ]/g, least: 0.02, besides: /ە/ },
  // ې is Pashto, too, and ە Kurdish, so that one letter alone does not decide.
  { lang: 'ug', own: /[ېۋڭۆۈۇەھ]/g, least: 0.06, besides: /[ېۋڭۈۇ]/ },
  { lang: 'ps', own: /[ټډړښځڅڼۍ]/g, least: 0.02 },
  { lang: 'sd', own: /[ٻڀٺڄڃڻڳڪ]/g, least: 0.03 },
  { lang: 'ur', own: /[ٹڈڑںےہ]/g, least: 0.03 },
];

function arabicScript(text: string, letters: number): string | undefined {
  const lang = firstBySigns(text, letters, arabicSigns);
  if (lang !== undefined) return lang;
  const persian = text.match(/[پچژگکی]/g)?.length ?? 0;
  const arabic = text.match(/[كيةىأإؤئ]/g)?.length ?? 0;
  if (persian > arabic) return 'fa';
  return arabic > 0 || text.includes('ال') ? 'ar' : undefined;
}

const cyrillicSigns: readonly Sign[] = [
  { lang: 'tg', own: /[ӣӯҷҳқғ]/gi, least: 0.04, besides: /[ӣӯҷ]/i },
  { lang: 'uz-Cyrl', own: /[ўқғҳ]/gi, least: 0.04, besides: /^(?=.*ў).*[қғҳ]/is },
  { lang: 'ba', own: /[ҙҡҫғәөүһ]/gi, least: 0.04, besides: /[ҙҡҫ]/i },
  { lang: 'kk', own: /[әғқңөұүһі]/gi, least: 0.04, besides: /[ұқғ]/i },
  { lang: 'tt', own: /[әҗңөүһ]/gi, least: 0.04, besides: /[әҗ]/i },
  { lang: 'ky', own: /[ңөү]/gi, least: 0.03, besides: /ң/i },
  { lang: 'mn', own: /[өү]/gi, least: 0.03 },
  { lang: 'be', own: /[ўі]/gi, least: 0.03, besides: /ў/i },
  { lang: 'uk', own: /[іїєґ]/gi, least: 0.03 },
  { lang: 'mk', own: /[ѓќѕјљњџ]/gi, least: 0.02, besides: /[ѓќѕ]/i },
  { lang: 'sr', own: /[ђћјљњџ]/gi, least: 0.03 },
  { lang: 'ru', own: /[ыэё]/gi, least: 0.01 },
  // Russian has ъ in few words, Bulgarian as a vowel.
  { lang: 'bg', own: /ъ/gi, least: 0.01 },
];

function cyrillicScript(text: string, letters: number): string | undefined {
  return firstBySigns(text, letters, cyrillicSigns);
}

/** Frequent words, between which letters cannot decide. */
function devanagari(text: string): string | undefined {
  const words = new Set(text.split(/[\s।,.!?]+/));
  if (['आहे', 'आहेत', 'आणि'].some((word) => words.has(word))) return 'mr';
  if (['छ', 'छन्', 'पनि', 'गर्न', 'भएको'].some((word) => words.has(word))) return 'ne';
  return ['है', 'हैं', 'में', 'की', 'के', 'और', 'का'].some((word) => words.has(word)) ? 'hi' : undefined;
}
