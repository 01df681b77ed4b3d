import { createGdelt } from '../../../src/source/gdelt/create-gdelt.ts';
import { GdeltSettings } from '../../../src/source/gdelt/settings.ts';
import { describeSource, type Item, theTag } from '../../contract/source.ts';
import type { Exchange, Reply } from '../../fakes/web-server.ts';

function stampOf(time: Date): string {
  return time.toISOString().replace(/\D/g, '').slice(0, 14);
}

/** Both ends belong to the span; newest first; never more than asked for. */
function articles({ query }: Exchange, held: readonly Item[]): Reply {
  if (query.get('query') !== `"${theTag}"`) return { text: 'The specified phrase is too short.' };
  const [from, to] = [query.get('startdatetime') ?? '', query.get('enddatetime') ?? ''];
  const found = held
    .filter(({ at }) => stampOf(at) >= from && stampOf(at) <= to)
    .sort((a, b) => b.at.getTime() - a.at.getTime())
    .slice(0, Number(query.get('maxrecords')))
    .map(({ n, at, text, author }) => ({
      url: `https://${author}.example/news/${n}`,
      url_mobile: '',
      title: text,
      seendate: `${stampOf(at).slice(0, 8)}T${stampOf(at).slice(8)}Z`,
      domain: `${author}.example`,
      language: 'English',
      sourcecountry: 'France',
    }));
  return { json: { articles: found } };
}

describeSource('gdelt:news', {
  create: ({ url, http, log }) =>
    createGdelt(GdeltSettings.parse({ apiUrl: `${url}/doc`, maxRecords: 6, everyMinutes: 15 }), { http, log })
      .sources[0]!,
  watched: { tags: [theTag] },
  spanMs: 36 * 3_600_000,
  idOf: ({ n, author }) => `${author}.example/news/${n}`,
  answer: (exchange, held) => (exchange.query.get('mode') === 'artlist' ? articles(exchange, held) : { json: {} }),
  isPage: ({ query }) => query.get('mode') === 'artlist',
  limited: (until, now) => ({
    status: 429,
    headers: { 'retry-after': String(Math.ceil((until.getTime() - now.getTime()) / 1000)) },
    text: 'Please limit requests to one every 5 seconds.',
  }),
  errorText: { text: 'We are sorry, something went wrong.' },
});
