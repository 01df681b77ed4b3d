import { describe, expect, it } from 'vitest';
import { plainText } from '../../../src/source/feed/plain-text.ts';

const html = (value: string): ReturnType<typeof plainText> => plainText({ value, html: true });

describe('plain text of markup', () => {
  it('reads paragraphs as lines and entities as characters', () => {
    const { text } = html('<p>Lantern&nbsp;day &amp; night</p>\n<p>Second<br>line, <b>bold</b>er</p>');

    expect(text).toBe('Lantern day & night\nSecond\nline, bolder');
  });

  it('leaves out what nobody reads', () => {
    const { text } = html('before<script>alert("x < y")</script><style>p{}</style><!-- no --> after');

    expect(text).toBe('before after');
  });

  it('finds links in tags and in the running text', () => {
    const { links } = html('<a href=" https://a.example/?x=1&amp;y=2 ">a</a> see (https://b.example/page).');

    expect(links).toEqual(['https://a.example/?x=1&y=2', 'https://b.example/page']);
  });

  it('keeps the angle brackets of plain text', () => {
    expect(plainText({ value: 'a <b> & c', html: false }).text).toBe('a <b> & c');
  });

  it('reads nested markup, and stops where it is nested beyond measure', () => {
    const nested = (depth: number): string => `first ${'<div>'.repeat(depth)}deep${'</div>'.repeat(depth)}`;

    expect(html(nested(400)).text).toBe('first\ndeep');
    expect(html(nested(30_000)).text).toBe('first');
  });

  it('bounds the length of a text', () => {
    expect(html('word '.repeat(100_000)).text.length).toBeLessThanOrEqual(20_000);
  });

  it('never gives what a store cannot hold', () => {
    expect(html('a\0b \u{d800} c').text).toBe('a\u{fffd}b \u{fffd} c');
  });
});
