import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { htmlToText } from '../../../src/source/html/html-text.ts';
import { findAll, parseHtml } from '../../../src/source/html/html-tree.ts';

describe('htmlToText', () => {
  it('puts paragraphs apart and breaks on lines of their own', () => {
    const html = '<p>One <b>bold</b>  word</p><p>two<br>three &amp; four</p>';

    expect(htmlToText(html)).toBe('One bold word\n\ntwo\nthree & four');
  });

  it('gives a shortened link whole', () => {
    const html =
      '<p>See <a href="https://example.org/a/long/path"><span class="invisible">https://</span>' +
      '<span class="ellipsis">example.org/a/lo</span><span class="invisible">ng/path</span></a></p>';

    expect(htmlToText(html)).toBe('See https://example.org/a/long/path');
  });

  it('leaves out scripts and styles', () => {
    expect(htmlToText('a<script>alert(1)</script><style>b{}</style> c')).toBe('a c');
  });

  it('takes tags that are written as text for text', () => {
    expect(htmlToText('<p>&lt;b&gt;no tag&lt;/b&gt;</p>')).toBe('<b>no tag</b>');
  });

  it('never fails, is bounded, and lets no tag through, whatever it is given', () => {
    const piece = fc.oneof(
      fc.string(),
      fc.constantFrom('<p>', '</p>', '<br/>', '<a href="x">', '</a>', '<div class="', '<!--', '-->', '<![CDATA[', '</'),
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 60 }), (pieces) => {
        const html = pieces.join('');

        const text = htmlToText(html);

        expect(text.length).toBeLessThanOrEqual(html.length);
        expect(text).toBe(text.trim());
        expect(text).not.toMatch(/<(p|br\/|div|a href="x")>/);
      }),
    );
  });

  it('turns any text into HTML and back without loss, but for blanks', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => {
        const html = text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');

        const bare = (value: string): string => value.replace(/[\s\0]+/g, '');
        expect(bare(htmlToText(`<p>${html}</p>`))).toBe(bare(text));
      }),
    );
  });

  it('ends soon on a page of opening tags only, which takes the parser minutes', () => {
    const { root, cut } = parseHtml('<div>'.repeat(400_000));

    expect(cut).toBe(true);
    expect(findAll(root, ({ name }) => name === 'div')).toHaveLength(1);
    expect(htmlToText('<b>'.repeat(400_000))).toBe('');
  });

  it('cuts a text that is longer than any post', () => {
    expect(htmlToText(`<p>${'word '.repeat(100_000)}</p>`).length).toBeLessThanOrEqual(50_000);
  });
});
