import { vi } from 'vitest';
import { createTelegram } from '../../../src/source/telegram/create-telegram.ts';
import { TelegramSettings } from '../../../src/source/telegram/settings.ts';
import { describeSource } from '../../contract/source.ts';
import { pageHtml, previewAnswer } from './a-preview.ts';

// Some scenarios make hundreds of requests; a busy machine may need a while for them.
vi.setConfig({ testTimeout: 60_000 });

const channel = 'lanternnews';

describeSource('telegram:NAME by its web preview', {
  create({ url, http, log }) {
    const settings = { enabled: true, channels: [channel], listed: false, way: 'preview', previewUrl: url };
    const [source] = createTelegram(TelegramSettings.parse(settings), undefined, { http, log }).sources;
    if (source === undefined) throw new Error('no source');
    return source;
  },
  idOf: ({ n }) => `${channel}/${n}`,
  answer(exchange, held) {
    const blocks = held.map(({ n, at, text }) => ({
      id: n,
      at: at.toISOString().replace('.000Z', '+00:00'),
      text: text.replace(/#(\w+)/g, '<a href="?q=%23$1">#$1</a>'),
    }));
    return previewAnswer(exchange, channel, { blocks, perPage: 3 });
  },
  limited: (until, now) => ({
    status: 429,
    headers: { 'retry-after': String(Math.ceil((until.getTime() - now.getTime()) / 1000)) },
    text: 'Too many requests',
  }),
  endless(exchange) {
    const before = Number(exchange.query.get('before') ?? 2_000_000);
    return {
      headers: { 'content-type': 'text/html' },
      text: pageHtml(channel, [{ id: before, at: '2026-03-02T11:50:00+00:00', text: 'the same again' }]),
    };
  },
  cannot: { 'an error text with status 200': 'every page is HTML; one that is not the preview is met by the others' },
});
