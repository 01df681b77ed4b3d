import { describeSource, type Item, theTag } from '../../contract/source.ts';
import type { Exchange, Reply } from '../../fakes/web-server.ts';
import { createExampleSource } from './example-source.ts';

const perPage = 3;

/** The made-up platform: oldest first in the order of arrival, ids count up, `after` is the last id that is known. */
function answer({ query, headers }: Exchange, held: readonly Item[]): Reply {
  if (headers['authorization'] !== 'Bearer example-secret-token') return { status: 401 };
  const rest = held.toSorted((a, b) => a.n - b.n).filter((item) => item.n > Number(query.get('after')));
  const posts = rest.slice(0, perPage).map(({ n, at, author, text }) => ({ id: `${n}`, at, author, text }));
  return { json: { posts, more: rest.length > perPage } };
}

describeSource('example', {
  token: 'example-secret-token',
  create: ({ url, token, http, log }) => createExampleSource({ baseUrl: url, tag: theTag }, token, { http, log }),
  idOf: (item) => `${item.n}`,
  answer,
  limited: (until) => ({
    status: 429,
    headers: { 'ratelimit-remaining': '0', 'ratelimit-reset': `${until.getTime() / 1000}` },
  }),
  errorText: { json: { error: 'the example is tired' } },
  endless: (exchange, held) => ({ json: { ...(answer(exchange, held).json as object), more: true } }),
});
