import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { LexiconError, readLexicon } from '../../src/measure/lexicon-file.ts';

const head = ['id: harvest', 'version: "2"', 'question: Does the text praise the harvest?', 'language: en'];

function fileOf(...lines: readonly string[]): string {
  return [...head, ...lines].join('\n');
}

function problemsOf(text: string): readonly string[] {
  try {
    readLexicon(text, 'harvest.yaml');
  } catch (error) {
    if (error instanceof LexiconError) return error.message.split('\n');
    throw error;
  }
  return [];
}

describe('a lexicon', () => {
  it('is read with its terms in the form that is compared', () => {
    const text = fileOf('positive:', '  - Rich-Harvest', '  - plent*', 'negative: [it’s lost]', 'negators: [no, not]');

    expect(readLexicon(text, 'harvest.yaml')).toEqual({
      id: 'harvest',
      version: '2',
      question: 'Does the text praise the harvest?',
      language: 'en',
      positive: [
        { text: 'rich harvest', isPrefix: false },
        { text: 'plent', isPrefix: true },
      ],
      negative: [{ text: "it's lost", isPrefix: false }],
      neutral: [],
      negators: [
        { text: 'no', isPrefix: false },
        { text: 'not', isPrefix: false },
      ],
    });
  });

  it('keeps words that YAML would read as something else', () => {
    expect(readLexicon(fileOf('negators: [no]', 'positive: [yes, 1]'), 'f').positive.map(({ text }) => text)).toEqual([
      'yes',
      '1',
    ]);
  });

  it.each([
    ['an unknown key', ['positve: [rich]'], 'harvest.yaml:5 positve: unknown key'],
    [
      'a term in two lists',
      ['positive: [rich]', 'negative:', '  - Rich'],
      'harvest.yaml:7 negative: the same term as in line 5',
    ],
    [
      'a term twice',
      ['positive:', '  - no-body', '  - no body'],
      'harvest.yaml:7 positive: the same term as in line 6',
    ],
    ['a star inside', ['positive:', '  - ri*ch'], 'harvest.yaml:6 positive[0]: expected letters'],
    ['a short prefix', ['positive:', '  - good', '  - ab*'], 'harvest.yaml:7 positive[1]: expected 3 characters'],
    ['a negator with a star', ['negators: [not*]'], 'harvest.yaml:5 negators[0]: a negator is a whole word'],
    ['signs only', ['neutral: ["!!"]'], 'harvest.yaml:5 neutral[0]: expected letters'],
    ['a term that is a mapping', ['neutral: [{ a: b }]'], 'harvest.yaml:5 neutral[0]: expected a term'],
    ['a text for a list', ['neutral: rich'], 'harvest.yaml:5 neutral: expected a list'],
    ['a term without end', [`neutral: [${'a'.repeat(101)}]`], 'harvest.yaml:5 neutral[0]: expected 100 characters'],
    ['a doubled key', ['neutral: [a]', 'neutral: [b]'], 'harvest.yaml:6 not YAML'],
    ['what is no YAML', ['neutral: [a'], 'harvest.yaml:5 not YAML'],
  ])('is refused with %s', (_, lines, problem) => {
    expect(problemsOf(fileOf(...lines))).toContainEqual(expect.stringContaining(problem));
  });

  it('names all that is wrong, in the order of the lines', () => {
    expect(problemsOf('id: Harvest\nversion: 1\nlanguage: English\npositive: [a*]')).toEqual([
      'harvest.yaml:1 id: expected small letters, digits, -',
      'harvest.yaml:1 question: is missing or no text',
      'harvest.yaml:3 language: expected a language as BCP 47, for instance en, zh or ug-Latn',
      'harvest.yaml:4 positive[0]: expected 3 characters or more before *',
    ]);
  });

  it('is no list and no text', () => {
    expect(problemsOf('- a')).toEqual([expect.stringContaining('harvest.yaml:1 no lexicon')]);
    expect(problemsOf('')).toEqual([expect.stringContaining('harvest.yaml:1 no lexicon')]);
  });

  it('throws nothing else, whatever the file holds', () => {
    fc.assert(
      fc.property(
        fc.array(fc.oneof(fc.string(), fc.constantFrom('positive:', ' - a', '&a', '*a', '? ', '{'))),
        (lines) => {
          problemsOf(fileOf(...lines));
        },
      ),
    );
  });
});
