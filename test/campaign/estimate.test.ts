import { describe, expect, it } from 'vitest';
import { confidenceOf, likelihoodWord } from '../../src/campaign/estimate.ts';

describe('the words of an estimate', () => {
  it.each([
    [0, 'almost no chance'],
    [0.05, 'almost no chance'],
    [0.051, 'very unlikely'],
    [0.45, 'unlikely'],
    [0.5, 'roughly even chance'],
    [0.6, 'likely'],
    [0.93, 'very likely'],
    [0.96, 'almost certain'],
    [1, 'almost certain'],
  ])('say %d as “%s”', (probability, word) => {
    expect(likelihoodWord(probability)).toBe(word);
  });

  it('are as sure as families of evidence agree', () => {
    const sure = (families: Readonly<Record<string, number>>, notKnown: readonly string[] = []) =>
      confidenceOf({ families, notKnown });

    expect(sure({})).toBe('low');
    expect(sure({ content: 2.5, against: 2 })).toBe('low');
    expect(sure({ content: 2.5, timing: 0.5 })).toBe('moderate');
    expect(sure({ content: 2.5, timing: 0.49 })).toBe('low');
    expect(sure({ content: 2.5, timing: 1, network: 1 })).toBe('high');
  });

  it('are less sure where much is unknown, or much explains it otherwise', () => {
    const families = { content: 2.5, timing: 1, network: 1 };

    expect(confidenceOf({ families, notKnown: Array.from({ length: 10 }, (_, i) => `fact ${i}`) })).toBe('moderate');
    expect(confidenceOf({ families: { ...families, against: -1.2 }, notKnown: [] })).toBe('moderate');
  });
});
