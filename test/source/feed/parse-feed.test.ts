import { describe, expect, it } from 'vitest';
import { parseFeed } from '../../../src/source/feed/parse-feed.ts';
import { SourceError } from '../../../src/source/source-error.ts';

const place = 'outlet.example/rss.xml';

function thrown(text: string): unknown {
  try {
    parseFeed(text, place);
  } catch (error) {
    return error;
  }
  return undefined;
}

describe('formats of feeds', () => {
  it('reads RSS 2.0', () => {
    const { lang, items } = parseFeed(
      `<rss version="2.0"><channel><language>zh-cn</language><item><title>One &amp; two</title>
        <link>https://outlet.example/1</link><guid isPermaLink="false">g1</guid>
        <description><![CDATA[<p>Body</p>]]></description><pubDate>Tue, 24 Nov 2026 19:00:00 +0800</pubDate>
        <category>World</category></item></channel></rss>`,
      place,
    );

    expect(lang).toBe('zh-cn');
    expect(items).toMatchObject([
      {
        guid: 'g1',
        link: 'https://outlet.example/1',
        title: { value: 'One & two', html: true },
        body: { value: '<p>Body</p>', html: true },
        time: 'Tue, 24 Nov 2026 19:00:00 +0800',
      },
    ]);
  });

  it('reads RSS 0.91 with its document type, and 0.90', () => {
    const old = `<!DOCTYPE rss PUBLIC "-//Netscape Communications//DTD RSS 0.91//EN" "http://my.netscape.com/rss.dtd">
      <rss version="0.91"><channel><title>t</title><item><title>A</title><link>https://a.example/1</link></item></channel></rss>`;
    const oldest = `<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://my.netscape.com/rdf/simple/0.9/">
      <channel><title>t</title></channel><item><title>B</title><link>https://a.example/2</link></item></rdf:RDF>`;

    expect(parseFeed(old, place).items).toMatchObject([{ title: { value: 'A' }, link: 'https://a.example/1' }]);
    expect(parseFeed(oldest, place).items).toMatchObject([{ title: { value: 'B' }, link: 'https://a.example/2' }]);
  });

  it('reads RSS 1.0 (RDF) with Dublin Core', () => {
    const { lang, items } = parseFeed(
      `<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/"
        xmlns:dc="http://purl.org/dc/elements/1.1/"><channel rdf:about="x"><title>t</title><dc:language>ja</dc:language></channel>
        <item rdf:about="https://a.example/r"><title>R</title><link>https://a.example/r</link>
        <dc:date>2026-11-24T10:00:00+09:00</dc:date></item></rdf:RDF>`,
      place,
    );

    expect(lang).toBe('ja');
    expect(items).toMatchObject([{ guid: 'https://a.example/r', time: '2026-11-24T10:00:00+09:00' }]);
  });

  it('reads Atom, where text is text unless it says that it is markup', () => {
    const { items } = parseFeed(
      `<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="fr"><title>t</title><entry><id>tag:a.example,2026:1</id>
        <title>a &lt;b&gt; c</title><link rel="self" href="https://a.example/self"/><link href="https://a.example/1"/>
        <content type="html">&lt;p&gt;x&lt;/p&gt;</content><updated>2026-11-24T10:00:00Z</updated></entry></feed>`,
      place,
    );

    expect(items).toMatchObject([
      {
        guid: 'tag:a.example,2026:1',
        link: 'https://a.example/1',
        title: { value: 'a <b> c', html: false },
        body: { value: '<p>x</p>', html: true },
        time: '2026-11-24T10:00:00Z',
      },
    ]);
  });

  it('reads JSON Feed', () => {
    const feed = {
      version: 'https://jsonfeed.org/version/1.1',
      title: 't',
      language: 'de',
      items: [{ id: 7, url: 'https://a.example/7', content_html: '<b>x</b>', date_published: '2026-11-24T10:00:00Z' }],
    };

    const { lang, items } = parseFeed(JSON.stringify(feed), place);

    expect(lang).toBe('de');
    expect(items).toMatchObject([{ guid: '7', body: { value: '<b>x</b>', html: true }, time: '2026-11-24T10:00:00Z' }]);
  });

  it('goes by the root element, not by what an item quotes', () => {
    const { items } = parseFeed(
      `<?xml version="1.0"?><!-- <rss> --><feed xmlns="http://www.w3.org/2005/Atom"><title>t</title><entry><id>urn:1</id>
        <title>How to</title><summary type="html"><![CDATA[write <rss version="2.0"><channel> by hand]]></summary></entry></feed>`,
      place,
    );

    expect(items).toMatchObject([{ guid: 'urn:1' }]);
  });

  it('has no items where the feed has none', () => {
    expect(parseFeed('<rss version="2.0"><channel><title>t</title></channel></rss>', place).items).toEqual([]);
  });
});

describe('what is no feed', () => {
  it.each([
    ['an HTML page', '\n<!doctype html><html><body>Not here <rss></body></html>', 'an HTML page instead of a feed'],
    ['nothing', '  ', 'an empty answer instead of a feed'],
    ['text', 'Error establishing a database connection', 'text instead of a feed'],
    ['another XML', '<?xml version="1.0"?><opml version="2.0"/>', 'another kind of document instead of a feed'],
    ['an API error', '{"error":"no such feed"}', 'a broken feed'],
    ['a feed that breaks off', '<rss version="2.0"><channel><item><title>B', 'a broken feed'],
  ])('tells %s apart', (_name, text, message) => {
    const error = thrown(text);

    expect(error).toBeInstanceOf(SourceError);
    expect(error).toMatchObject({ kind: 'garbage', message: `${place}: ${message}` });
  });

  it('expands no entities', () => {
    const entities = Array.from({ length: 9 }, (_, n) => `<!ENTITY l${n + 1} "${`&l${n};`.repeat(10)}">`).join('');
    const bomb = `<?xml version="1.0"?><!DOCTYPE r [<!ENTITY l0 "lol">${entities}]><rss version="2.0"><channel>
      <item><title>&l9;</title><guid>1</guid></item></channel></rss>`;

    const { items } = parseFeed(bomb, place);

    expect(JSON.stringify(items).length).toBeLessThan(500);
  });

  it('reads no files for external entities', () => {
    const error = thrown(`<?xml version="1.0"?><!DOCTYPE r [<!ENTITY x SYSTEM "file:///etc/passwd">]><rss version="2.0">
      <channel><item><title>&x;</title></item></channel></rss>`);

    expect(error).toMatchObject({ kind: 'garbage' });
  });

  it('refuses elements nested beyond measure', () => {
    const error = thrown(`<rss version="2.0"><channel>${'<a>'.repeat(50_000)}${'</a>'.repeat(50_000)}</channel></rss>`);

    expect(error).toMatchObject({ kind: 'garbage' });
  });
});
