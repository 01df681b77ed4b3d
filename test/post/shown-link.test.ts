import { describe, expect, it } from 'vitest';
import { shownLink } from '../../src/post/shown-link.ts';
import { aPost } from '../builders.ts';
import { aStudy, filesOf } from '../study/a-study.ts';

describe('links as a study shows them', () => {
  it.each([
    ['x.com/somebody/status/1', /^x\.com\/… \([0-9a-f]{6}\)$/],
    ['m.facebook.com/somebody', /^m\.facebook\.com\/… \(/],
    ['somebody.substack.com/p/1', /^…\.substack\.com\/… \(/],
    ['somebody.blogspot.com', /^…\.blogspot\.com \(/],
    ['t.me/somebody/3', /^t\.me\/… \(/],
    ['social.example/@some_body/1', /^social\.example\/… \(/],
    ['youtube.com/channel/UC1', /^youtube\.com\/… \(/],
  ])('name nobody: %s', (link, shown) => {
    expect(shownLink(link)).toMatch(shown);
  });

  it.each(['news.example.co.uk/a?b=1', 'english.news.cn/x', 'x.com', 'youtube.com/watch?v=abcdefghijk'])(
    'leave %s as it is',
    (link) => {
      expect(shownLink(link)).toBe(link);
    },
  );

  it('tell two pages apart', () => {
    expect(shownLink('x.com/a/status/1')).not.toBe(shownLink('x.com/a/status/2'));
  });

  it('name nobody in any file of a study', async () => {
    const posts = Array.from({ length: 60 }, (_, n) =>
      aPost({
        platform: n % 2 === 0 ? 'x' : 'facebook',
        accountId: `person-${n}`,
        handle: `private_handle_${n}`,
        links: ['x.com/private_handle_3/status/1', 'private_handle_4.substack.com/p/5'],
      }),
    );
    const files = filesOf(await aStudy(posts));

    for (const [path, text] of Object.entries(files)) expect(text, path).not.toMatch(/private_handle/);
  });
});
