import { vi } from 'vitest';
import { createMastodon } from '../../../src/source/mastodon/create-mastodon.ts';
import { MastodonSettings } from '../../../src/source/mastodon/settings.ts';
import { describeSource, theTag } from '../../contract/source.ts';
import { anAccount, aStatus, day, instance, snowflake, statusPage } from './a-mastodon.ts';

// Some scenarios make hundreds of requests; a busy machine may need a while for them.
vi.setConfig({ testTimeout: 60_000 });

const token = 'mastodon-secret-of-the-test';
const timeline = `/api/v1/timelines/tag/${theTag}`;

for (const link of [true, false]) {
  describeSource(`mastodon:HOST ${link ? 'with' : 'without'} Link headers`, {
    token,
    create({ url, http, log, token: given }) {
      const settings = MastodonSettings.parse({ enabled: true, servers: [{ url }] });
      const tokens = new Map([[new URL(url).host, given]]);
      const [source] = createMastodon(settings, tokens, { http, log }).sources;
      if (source === undefined) throw new Error('no source');
      return source;
    },
    watched: { tags: [theTag] },
    idOf: ({ n, author }) => `https://far.example/users/${author}/statuses/${n}`,
    isPage: ({ path }) => path === timeline,
    answer(exchange, held) {
      if (exchange.path === '/api/v2/instance') return { json: instance('public', 'public') };
      if (exchange.path === `/api/v1/tags/${theTag}`) {
        const days = ['2026-03-02', '2026-03-01'].map((date) => ({ day: day(date), uses: '9', accounts: '3' }));
        return { json: { name: theTag, history: days } };
      }
      if (exchange.path !== timeline) return { status: 404, json: { error: 'Record not found' } };
      if (exchange.headers['authorization'] !== `Bearer ${token}`) return { status: 401, json: { error: 'token' } };
      const statuses = held.map(({ n, at, text, author }) => ({
        ...aStatus(n, at),
        id: snowflake(at, n),
        account: anAccount(author, 'far.example'),
        uri: `https://far.example/users/${author}/statuses/${n}`,
        content: `<p>${text}</p>`,
        tags: [{ name: theTag }],
      }));
      return statusPage(exchange, statuses, { perPage: 3, link });
    },
    limited: (until) => ({
      status: 429,
      headers: { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': until.toISOString().replace('Z', '916Z') },
      json: { error: 'Too many requests' },
    }),
    errorText: { json: { error: 'This is a limited federation instance' } },
    endless(_exchange, held) {
      const [item] = held;
      const status = { ...aStatus(1, item?.at ?? new Date(0)), id: String(BigInt(Math.floor(Math.random() * 1e15))) };
      return { json: [{ ...status, uri: 'https://far.example/users/ben/statuses/1', content: '' }] };
    },
    lateMs: 3_600_000,
  });
}
