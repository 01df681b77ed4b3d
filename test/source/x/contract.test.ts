import { describe } from 'vitest';
import { createXApi } from '../../../src/source/x/api.ts';
import { createCountBoard } from '../../../src/source/x/count-board.ts';
import { createXSearch } from '../../../src/source/x/search.ts';
import { XSettings } from '../../../src/source/x/settings.ts';
import { createXTimelines } from '../../../src/source/x/timelines.ts';
import { describeSource, type Item, type SourceSubject, theTag } from '../../contract/source.ts';
import type { Exchange, Reply } from '../../fakes/web-server.ts';
import { aFakePost, idAt } from '../../fakes/x-api.ts';

const accountId = '7001';

function wirePost(item: Item): Readonly<Record<string, unknown>> {
  const entities = { hashtags: [{ start: 0, end: 1, tag: theTag }] };
  return aFakePost({ at: item.at, n: item.n, text: item.text, author_id: accountId, entities });
}

/** X's pages of three, newest first; a token stands for the same place whatever arrives meanwhile. */
function pageOf({ query }: Exchange, held: readonly Item[], tokenName: string): Reply {
  const sinceId = BigInt(query.get('since_id') ?? 0);
  const start = new Date(query.get('start_time') ?? 0);
  const found = held
    .map((item) => ({ item, id: BigInt(idAt(item.at, item.n)) }))
    .filter(({ item, id }) => id > sinceId && item.at >= start)
    .sort((a, b) => (a.id < b.id ? 1 : a.id > b.id ? -1 : 0));
  const token = query.get(tokenName)?.split('-');
  const until = BigInt(token?.[0] ?? found[0]?.id ?? 0);
  const from = Number(token?.[1] ?? 0);
  const all = found.filter(({ id }) => id <= until);
  const data = all.slice(from, from + 3);
  const next = all.length > from + 3 ? { next_token: `${until}-${from + 3}` } : {};
  if (data.length === 0) return { json: { meta: { result_count: 0 } } };
  const newest_id = String(data[0]?.id);
  return {
    json: { data: data.map(({ item }) => wirePost(item)), meta: { newest_id, result_count: data.length, ...next } },
  };
}

const common = {
  token: 'x-secret-of-the-test',
  idOf: (item: Item) => idAt(item.at, item.n),
  limited: (until: Date): Reply => ({
    status: 429,
    headers: { 'x-rate-limit-remaining': '0', 'x-rate-limit-reset': String(until.getTime() / 1000) },
    json: { title: 'Too Many Requests', detail: 'Too Many Requests', type: 'about:blank', status: 429 },
  }),
  errorText: { json: { errors: [{ title: 'Something went wrong', detail: 'try again' }] } },
} satisfies Partial<SourceSubject>;

describe('X', () => {
  describeSource('x:search', {
    ...common,
    create: ({ url, http, log, token }) => {
      const settings = XSettings.parse({ apiUrl: url, search: { always: ['*'] } });
      const api = createXApi({ http, apiUrl: url, bearerToken: token });
      return createXSearch(settings, { api, board: createCountBoard(), log });
    },
    watched: { tags: [theTag] },
    answer: (exchange, held) => pageOf(exchange, held, 'next_token'),
  });

  describeSource('x:timelines', {
    ...common,
    create: ({ url, http, log, token }) =>
      createXTimelines(XSettings.parse({ apiUrl: url }), {
        api: createXApi({ http, apiUrl: url, bearerToken: token }),
        log,
      }),
    watched: { accounts: [{ nativeId: accountId }] },
    answer: (exchange, held) => pageOf(exchange, held, 'pagination_token'),
  });
});
