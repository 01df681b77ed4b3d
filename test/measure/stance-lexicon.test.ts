import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readLexicon } from '../../src/measure/lexicon-file.ts';
import { createLexiconStance } from '../../src/measure/stance-lexicon.ts';
import type { Stance } from '../../src/measure/table/post-table.ts';

function lexicon(language: string, lists: string, id = 'harvest', version = '1') {
  return readLexicon(`id: ${id}\nversion: "${version}"\nquestion: q\nlanguage: ${language}\n${lists}`, 'f');
}

const english = lexicon(
  'en',
  [
    'positive: [rich harvest, plent*, so-called failure, happy]',
    "negative: [failure, lost, hunger, don't care]",
    'neutral: [report]',
    "negators: [no, not, isn't]",
  ].join('\n'),
);
const chinese = lexicon('zh', 'positive: [丰收, 好地方]\nnegative: [饥荒]\nnegators: [没有]');
const stance = createLexiconStance([english, chinese]);

async function of(text: string, lang = 'en'): Promise<Stance | undefined> {
  return (await stance.classify([{ text, lang }]))[0];
}

describe('the stance of a text', () => {
  it.each<[string, Stance]>([
    ['A rich harvest, all is plentiful', 'positive'],
    ['The failure is a failure, but happy', 'negative'],
    ['happy and lost', 'neutral'],
    ['The report is out', 'neutral'],
    ['The report of a rich harvest', 'positive'],
    ['Nothing of the kind', 'unclassified'],
    ['', 'unclassified'],
  ])('is what more terms speak for: %s', async (text, expected) => {
    expect(await of(text)).toBe(expected);
  });

  it.each<[string, Stance]>([
    ['unhappy', 'unclassified'],
    ['happyness', 'unclassified'],
    ['HAPPY!', 'positive'],
    ['#happy', 'positive'],
    ['happy😀', 'positive'],
    ['rich  Harvest', 'positive'],
    ['rich-harvest', 'positive'],
    ['rich\nharvest', 'unclassified'],
    ['Ｐｌｅｎｔｙ', 'positive'],
    ['I don’t care', 'negative'],
    ['https://example.com/hunger', 'unclassified'],
    ['@hunger', 'unclassified'],
    ['a so-called failure', 'positive'],
  ])('knows whole words and phrases: %s', async (text, expected) => {
    expect(await of(text)).toBe(expected);
  });

  it.each<[string, Stance]>([
    ['no hunger', 'positive'],
    ['no sign of hunger', 'positive'],
    ['no sign here of hunger', 'negative'],
    ['No. Hunger everywhere', 'negative'],
    ['not happy', 'negative'],
    ['no hunger or failure', 'positive'],
    ['hunger, no', 'negative'],
    ['isn’t plentiful', 'negative'],
    ['no report', 'neutral'],
  ])('is turned around by a negator among the three words before: %s', async (text, expected) => {
    expect(await of(text)).toBe(expected);
  });

  it.each<[string, Stance]>([
    ['今年大丰收了', 'positive'],
    ['没有饥荒', 'positive'],
    ['没有任何人说的饥荒', 'positive'],
    ['没有任何一个人说的饥荒', 'negative'],
    ['没有。饥荒', 'negative'],
    ['happy', 'unclassified'],
  ])('of a script without spaces is that of characters anywhere: %s', async (text, expected) => {
    expect(await of(text, 'zh')).toBe(expected);
  });

  it('stays open in a language without a lexicon, and is that of the language without its script', async () => {
    expect(await of('happy', 'fr')).toBe('unclassified');
    expect(await of('happy', 'und')).toBe('unclassified');
    expect(await of('丰收', 'zh-Hant')).toBe('positive');
  });

  it('is answered in the order of the texts, whatever they are', async () => {
    const texts = fc.array(
      fc.record({ text: fc.string({ unit: 'binary', maxLength: 200 }), lang: fc.constantFrom('en', 'zh') }),
    );
    await fc.assert(
      fc.asyncProperty(texts, async (given) => {
        const answers = await stance.classify([...given, { text: 'happy', lang: 'en' }]);
        expect(answers).toHaveLength(given.length + 1);
        expect(answers.at(-1)).toBe('positive');
      }),
    );
  });

  it('turns around when the lists are exchanged', async () => {
    const swapped = createLexiconStance([{ ...english, positive: english.negative, negative: english.positive }]);
    const words = fc.array(
      fc.constantFrom('happy', 'lost', 'no', 'the', 'report', 'plenty', 'so-called failure', 'failure', '.'),
    );
    const opposite: Record<Stance, Stance> = {
      positive: 'negative',
      negative: 'positive',
      neutral: 'neutral',
      unclassified: 'unclassified',
    };
    await fc.assert(
      fc.asyncProperty(words, async (some) => {
        const text = some.join(' ');
        const [there] = await swapped.classify([{ text, lang: 'en' }]);
        expect(there).toBe(opposite[(await of(text)) ?? 'unclassified']);
      }),
    );
  });

  it('does not end with a hostile text', async () => {
    expect(await of(`${'rich '.repeat(100_000)}happy`)).toBe('unclassified');
  });
});

describe('the name', () => {
  it('has the version, by language where they differ', () => {
    expect(stance.name).toBe('harvest 1 (lexicon)');
    expect(createLexiconStance([english, lexicon('fr', 'positive: [riche]', 'harvest', '3')]).name).toBe(
      'harvest en 1, fr 3 (lexicon)',
    );
  });

  it('is that of one question', () => {
    expect(() => createLexiconStance([english, lexicon('fr', '', 'weather')])).toThrow(RangeError);
    expect(() => createLexiconStance([english, english])).toThrow(RangeError);
  });
});
