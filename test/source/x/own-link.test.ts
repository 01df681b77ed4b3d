import { describe, expect, it } from 'vitest';
import { isOwnLink } from '../../../src/source/x/own-link.ts';

describe('a link in a post of X', () => {
  it.each([
    ['https://twitter.com/i/web/status/5', true],
    ['https://x.com/name/status/5', true],
    ['https://mobile.twitter.com/name/status/5?s=20', true],
    ['https://twitter.com/name/status/9/photo/1', true],
    ['https://twitter.com/name/status/55', false],
    ['https://twitter.com/name', false],
    ['https://site1.example/?https://x.com/name/status/5', false],
  ])('%s is X’s own: %s', (link, expected) => {
    expect(isOwnLink(link, ['5', undefined])).toBe(expected);
  });
});
