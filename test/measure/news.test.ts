import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Article, measureNews, newsSpan, squash } from '../../src/measure/news.ts';

const at = new Date('2026-03-10T12:00:00Z');
const minutes = (n: number): Date => new Date(at.getTime() + n * 60_000);

function anArticle(host: string, when: Date, text: string, links: readonly string[] = []): Article {
  return { at: when, host, squashed: squash(text), links };
}

describe('measureNews', () => {
  it('finds the words of a tag in titles, whatever stands between them', () => {
    const articles = [
      anArticle('a.example', minutes(-30), 'Stop Example Rumors, says ministry'),
      anArticle('b.example', minutes(10), '#StopExampleRumors trends'),
      anArticle('c.example', minutes(60), 'stop-example “rumors”'),
      anArticle('d.example', minutes(5), 'Weather'),
    ];

    expect(measureNews(articles, { tags: ['stopexamplerumors'], links: [], at })).toEqual({
      hosts: 4,
      articles: 3,
      matchingHosts: 3,
      usual: 0,
      isBurst: true,
    });
  });

  it('takes no burst of one outlet alone, nor a topic that is always in the news', () => {
    const alone = [1, 2, 3, 4].map((n) => anArticle('a.example', minutes(n), 'Example summit'));
    const daily = Array.from({ length: 7 * 24 }, (_, hour) =>
      anArticle(`h${hour % 5}.example`, minutes(-150 - hour * 60), 'Example summit'),
    );
    const usual = [1, 2, 3].map((n) => anArticle(`h${n}.example`, minutes(n), 'Example summit'));

    expect(measureNews(alone, { tags: ['examplesummit'], links: [], at }).isBurst).toBe(false);
    expect(measureNews([...daily, ...usual], { tags: ['examplesummit'], links: [], at })).toMatchObject({
      articles: 3,
      usual: 4,
      isBurst: false,
    });
  });

  it('does not match short words, but short Han words', () => {
    const articles = [anArticle('a.example', at, 'the vote in 新疆 and more')];

    expect(measureNews(articles, { tags: ['vote'], links: [], at }).articles).toBe(0);
    expect(measureNews(articles, { tags: ['新疆'], links: [], at }).articles).toBe(1);
  });

  it('matches the article that a link leads to', () => {
    const articles = [anArticle('a.example', at, 'Something', ['a.example/story'])];

    expect(measureNews(articles, { tags: [], links: ['a.example/story'], at }).articles).toBe(1);
  });

  it('needs no article outside of its span', () => {
    const { from, to } = newsSpan(at);
    fc.assert(
      fc.property(fc.array(fc.integer({ min: -20_000, max: 20_000 })), (offsets) => {
        const articles = offsets.map((n) => anArticle('a.example', minutes(n), 'Example summit'));
        const inside = articles.filter((article) => article.at >= from && article.at < to);
        const question = { tags: ['examplesummit'], links: [], at };
        expect(measureNews(inside, question)).toEqual(measureNews(articles, question));
      }),
    );
  });
});
