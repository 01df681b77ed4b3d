import { afterEach, describe, expect, it } from 'vitest';
import type { Notifier, Post } from '../../src/chat/notifier.ts';
import { createSlack, type SlackDeps } from '../../src/chat/slack/slack.ts';
import { slackText } from '../../src/chat/slack/slack-text.ts';
import type { Message } from '../../src/message/message.ts';
import { plainText } from '../../src/message/plain-text.ts';
import { fakeDesk, fakeLog, fakeSeen, hostileMessage, until } from '../fakes/desk.ts';
import { type FakeSlackOptions, startFakeSlack } from '../fakes/slack.ts';

const message: Message = {
  kind: 'alert',
  level: 'S2',
  title: '● S2  #ExampleTag · X · signs of coordination [since 09:40 UTC · open]',
  lead: ['Usually 0-3 accounts an hour; now 214 in 3 h.'],
  sections: [
    { label: 'Attributed', lines: ['9 of 214 accounts (4.2 %, 95 % 2.2-7.8)', 'source ASD 2024-12'] },
    { label: 'Later gone', lines: ['not checked yet'] },
  ],
  footer: ['rules v7', 'TLP:AMBER'],
  buttons: [{ action: 'ack', label: 'Ack', value: 'ack:c-1:3:', style: 'primary' }],
  fallback: 'S2 #ExampleTag, signs of coordination. Now 214 accounts in 3 h.',
};

const open: (() => Promise<void>)[] = [];

afterEach(async () => {
  for (const close of open.splice(0).reverse()) await close();
});

async function start(more: Partial<SlackDeps> = {}, fake: FakeSlackOptions = {}) {
  const slack = await startFakeSlack(fake);
  open.push(() => slack.close());
  const desk = fakeDesk();
  const log = fakeLog();
  const notifier = createSlack({
    tokens: { bot: 'xoxb-test', app: 'xapp-test' },
    mode: 'socket',
    apiUrl: slack.apiUrl(),
    commandPrefix: 'tocsin-',
    desk,
    seen: fakeSeen(),
    log,
    deferAfterMs: 200,
    reconnectWaitMs: () => 50,
    ...more,
  });
  return { slack, desk, log, notifier };
}

async function startListening(more: Partial<SlackDeps> = {}, fake: FakeSlackOptions = {}) {
  const started = await start(more, fake);
  await listening(started.notifier);
  await until(() => started.slack.openSockets() === 2, 'two connections');
  return started;
}

async function listening(notifier: Notifier): Promise<void> {
  await notifier.start();
  open.push(() => notifier.stop());
}

function aPost(more: Partial<Post> = {}): Post {
  return { target: { platform: 'slack', channel: 'C1' }, message, deliveryId: 'd-1', ...more };
}

describe('Slack over Socket Mode', () => {
  it('answers a command in its acknowledgement, for everybody', async () => {
    const { slack, desk } = await startListening();

    const { acked } = await slack.command('/tocsin-tag', '“Xinjiang Cotton” since:7d');

    const ack = (await acked) as { response_type: string; blocks: unknown[]; text: string };
    expect(ack.response_type).toBe('in_channel');
    expect(slackText(ack.blocks)).toBe('#Xinjiang Cotton\n\nPosts          4,210 of 9,000');
    expect(desk.asked).toEqual([
      {
        asker: { platform: 'slack', workspace: 'T1', channel: 'C1', user: 'U1', userName: 'ana' },
        name: 'tag',
        args: { tag: 'Xinjiang Cotton', since: '7d' },
      },
    ]);
  });

  it('acknowledges a slow command at once and answers later', async () => {
    const { slack, desk } = await startListening();

    const { acked, responses } = await slack.command('/tocsin-study');
    expect(await acked).toMatchObject({ response_type: 'ephemeral', text: 'Working on it …' });
    expect(responses).toEqual([]);
    desk.release();

    const response = await until(() => responses[0], 'the answer');
    expect(response).toMatchObject({ response_type: 'in_channel', unfurl_links: false });
    expect(slackText(response['blocks'] as unknown[])).toBe('The study is ready');
  });

  it('acknowledges in time when a command turns out to be slow', async () => {
    const { slack, desk } = await startListening();

    const { acked, responses } = await slack.command('/tocsin-dawdle');
    expect(await acked).toMatchObject({ text: 'Working on it …' });
    desk.release();

    await until(() => responses[0], 'the answer');
    expect(responses).toHaveLength(1);
  });

  it('shows a mistake as it is and a crash as one polite line, only to the asker', async () => {
    const { slack, log } = await startListening();

    const mistake = (await (
      await slack.command('/tocsin-mistake')
    ).acked) as { response_type: string; blocks: unknown[] };
    const crash = (await (await slack.command('/tocsin-crash')).acked) as { response_type: string; blocks: unknown[] };
    const unknown = (await (await slack.command('/tocsin-none')).acked) as { response_type: string; blocks: unknown[] };

    expect(slackText(mistake.blocks)).toBe('No tag #Xinjang seen. Did you mean #Xinjiang?');
    expect(slackText(crash.blocks)).toBe('Something went wrong here and was logged. Please try again in a minute.');
    expect(slackText(unknown.blocks)).toBe('There is no /tocsin-none. See /tocsin-help.');
    expect([mistake, crash, unknown].map(({ response_type }) => response_type)).toEqual(Array(3).fill('ephemeral'));
    expect(JSON.stringify(crash)).not.toContain('hunter2');
    expect(log.entries.map((entry) => entry.message)).toContain('no answer');
  });

  it('sends a file to the asker alone, and says where it is', async () => {
    const { slack } = await startListening();

    const { responses } = await slack.command('/tocsin-file');

    const response = await until(() => responses[0], 'the answer');
    expect(response).toMatchObject({ response_type: 'ephemeral' });
    expect(slackText(response['blocks'] as unknown[])).toContain('The file is in your direct messages with Tocsin');
    expect(slack.files()).toEqual([
      { name: 'campaign.TLP-AMBER.csv', content: expect.stringContaining('TLP:AMBER,ünï'), channel: 'DU1' },
    ]);
  });

  it.each(['files:write', 'im:write'])('says that a file could not be sent without the scope %s', async (scope) => {
    const scopes = ['commands', 'chat:write', 'files:write', 'im:write'].filter((one) => one !== scope);
    const { slack, log } = await startListening({}, { scopes });

    const { responses } = await slack.command('/tocsin-file');

    const response = await until(() => responses[0], 'the answer');
    expect(slackText(response['blocks'] as unknown[])).toContain('Slack did not take the file');
    expect(slack.files()).toEqual([]);
    expect(log.entries.map((entry) => entry.message)).toContain('slack did not take a file');
  });

  it('handles a request once, however often it is delivered', async () => {
    const { slack, desk } = await startListening();

    const request = await slack.command('/tocsin-tag', 'Xinjiang');
    await request.acked;
    await (await slack.redeliver(request, true)).acked;
    await (await slack.redeliver(request, false)).acked;

    expect(desk.asked).toHaveLength(1);
  });

  it('answers when the memory of handled requests is broken', async () => {
    const { slack, desk } = await startListening({ seen: () => Promise.reject(new Error('down')) });

    await (await slack.command('/tocsin-tag', 'Xinjiang')).acked;

    expect(desk.asked).toHaveLength(1);
  });

  it('takes a button press to the desk with the pressed message and answers the presser', async () => {
    const { slack, desk, notifier } = await startListening();
    const sent = await notifier.send(aPost());
    const [posted] = slack.messages;

    const { acked, responses } = await slack.press(posted!, { action_id: 'tocsin:ack:0', value: 'ack:c-1:3:' });

    expect(await acked).toEqual({});
    const response = await until(() => responses[0], 'the answer to the press');
    expect(response).toMatchObject({ response_type: 'ephemeral', replace_original: false });
    expect(slackText(response['blocks'] as unknown[])).toBe('Acknowledged by you');
    const ref = sent.outcome === 'sent' ? sent.ref : '';
    expect(desk.pressed).toEqual([
      {
        asker: { platform: 'slack', workspace: 'T1', channel: 'C1', user: 'U1', userName: 'ana', thread: ref },
        value: 'ack:c-1:3:',
        ref,
      },
    ]);
  });

  it('answers past a response address that no longer takes answers, privately where it was private', async () => {
    const { slack, desk } = await startListening();
    slack.respondWith(404);

    await (await slack.command('/tocsin-study')).acked;
    await (await slack.command('/tocsin-whisper')).acked;
    desk.release();

    await until(() => slack.messages.length === 2, 'both answers');
    const shown = slack.messages.map(({ ephemeralTo, blocks }) => [slackText(blocks), ephemeralTo]);
    expect(new Map(shown as [string, string | undefined][])).toEqual(
      new Map([
        ['Only for you', 'U1'],
        ['The study is ready', undefined],
      ]),
    );
  });

  it('hears a command while one connection is refreshed, and opens that one again', async () => {
    const { slack, desk } = await startListening();

    slack.refreshOne();
    await until(() => slack.openSockets() === 1, 'one connection closed');
    const { acked } = await slack.command('/tocsin-tag', 'Xinjiang');

    await acked;
    expect(desk.asked).toHaveLength(1);
    await until(() => slack.openSockets() === 2, 'both connections open again');
  });

  it('lives through an outage and listens again', async () => {
    const { slack, desk, notifier } = await startListening();

    await slack.goAway();
    // The first request may still meet a connection kept from before.
    await notifier.send(aPost());
    const during = await notifier.send(aPost());
    await slack.comeBack();
    await until(() => slack.openSockets() === 2, 'both connections open again');

    expect(during).toMatchObject({ outcome: 'failed', retry: true });
    await (await slack.command('/tocsin-tag', 'Xinjiang')).acked;
    expect(desk.asked).toHaveLength(1);
  });

  it('waits at the start for a Slack that is away', async () => {
    const { slack, notifier } = await start();
    await slack.goAway();

    const started = listening(notifier);
    await slack.comeBack();
    await started;

    expect(await until(() => slack.openSockets() === 2, 'two connections')).toBe(true);
  });

  it('does not start with a token that Slack refuses', async () => {
    const { notifier } = await start({ tokens: { bot: 'xoxb-test', app: 'xapp-wrong' } });
    open.push(() => notifier.stop());

    await expect(notifier.start()).rejects.toThrow('invalid_auth');
  });
});

describe('Slack over HTTP', () => {
  async function overHttp() {
    const port = await freePort();
    const started = await start({
      tokens: { bot: 'xoxb-test', signingSecret: 'shh' },
      mode: 'http',
      port,
    });
    await listening(started.notifier);
    return { ...started, url: `http://127.0.0.1:${port}/slack/events` };
  }

  it('answers a signed command in the response', async () => {
    const { slack, url } = await overHttp();

    const { status, body } = await slack.commandOverHttp(url, '/tocsin-tag', 'Xinjiang', { secret: 'shh' });

    expect(status).toBe(200);
    expect(slackText((body as { blocks: unknown[] }).blocks)).toContain('#Xinjiang');
  });

  it('defers a slow command and answers later', async () => {
    const { slack, url, desk } = await overHttp();

    const { body, responses } = await slack.commandOverHttp(url, '/tocsin-study', '', { secret: 'shh' });
    expect(body).toMatchObject({ text: 'Working on it …' });
    desk.release();

    await until(() => responses[0], 'the answer');
  });

  it('refuses a forged and an old signature', async () => {
    const { slack, url, desk } = await overHttp();

    const forged = await slack.commandOverHttp(url, '/tocsin-tag', 'x', { secret: 'guess' });
    const old = await slack.commandOverHttp(url, '/tocsin-tag', 'x', {
      secret: 'shh',
      at: Math.floor(Date.now() / 1_000) - 400,
    });

    expect([forged.status, old.status]).toEqual([401, 401]);
    expect(desk.asked).toEqual([]);
  });
});

describe('sending to Slack', () => {
  it('posts the words of the message, without previews, and names it by channel and time', async () => {
    const { slack, notifier } = await start();

    const delivery = await notifier.send(aPost());

    const [posted] = slack.messages;
    expect(delivery).toEqual({ outcome: 'sent', ref: `C1:${posted!.ts}` });
    expect(slackText(posted!.blocks)).toBe(plainText(message));
    expect(posted!.text).toBe(message.fallback);
    expect(posted!.request).toMatchObject({ unfurl_links: 'false', unfurl_media: 'false' });
    expect(posted!.metadata).toEqual({ event_type: 'tocsin_delivery', event_payload: { id: 'd-1' } });
  });

  it('edits in place and answers in the thread', async () => {
    const { slack, notifier } = await start();
    const parent = await notifier.send(aPost());
    const ref = parent.outcome === 'sent' ? parent.ref : '';

    const edited = await notifier.edit(aPost({ message: { ...message, title: 'Ended' }, deliveryId: 'd-2' }), ref);
    const reply = await notifier.send(aPost({ deliveryId: 'd-3', thread: ref }));

    expect(edited).toEqual({ outcome: 'sent', ref });
    expect(slackText(slack.messages[0]!.blocks)).toContain('Ended');
    expect(slack.messages[0]!.metadata).toMatchObject({ event_payload: { id: 'd-1' } });
    expect(slack.messages[1]!.thread_ts).toBe(slack.messages[0]!.ts);
    expect(reply).toEqual({ outcome: 'sent', ref: `C1:${slack.messages[1]!.ts}` });
  });

  it.each(['drop-after', 'status-after'] as const)(
    'finds a message whose reply was lost (%s), so that it is not sent twice',
    async (kind) => {
      const { slack, notifier } = await start();
      slack.fail('chat.postMessage', { kind });

      const delivery = await notifier.send(aPost());

      expect(delivery.outcome).toBe('unknown');
      expect(slack.messages).toHaveLength(1);
      expect(await notifier.find(aPost())).toBe(`C1:${slack.messages[0]!.ts}`);
      expect(await notifier.find(aPost({ deliveryId: 'other' }))).toBeUndefined();
    },
  );

  it('finds a lost reply in a thread and beyond the first page', async () => {
    const { slack, notifier } = await start();
    const parent = await notifier.send(aPost());
    const thread = parent.outcome === 'sent' ? parent.ref : '';
    for (let i = 0; i < 250; i += 1) await notifier.send(aPost({ deliveryId: `r-${i}`, thread }));

    expect(await notifier.find(aPost({ deliveryId: 'r-230', thread }))).toBe(`C1:${slack.messages[231]!.ts}`);
    expect(await notifier.find(aPost({ deliveryId: 'r-230' }))).toBeUndefined();
  });

  it('does not call a delivery unfound when the look itself failed', async () => {
    const { slack, notifier } = await start();
    slack.fail(
      'conversations.history',
      { kind: 'status-before' },
      { kind: 'error', error: 'missing_scope', needed: 'channels:history' },
    );

    await expect(notifier.find(aPost())).rejects.toThrow('500');
    expect(await notifier.find(aPost())).toBeUndefined();
  });

  it('is told to wait when Slack limits the rate', async () => {
    const { slack, notifier } = await start({}, { limitRate: true });

    const first = await notifier.send(aPost());
    const second = await notifier.send(aPost({ deliveryId: 'd-2' }));

    expect(first.outcome).toBe('sent');
    expect(second).toEqual({ outcome: 'failed', reason: 'Slack asks to slow down', retry: true, retryAfterMs: 1_000 });
    expect(slack.messages).toHaveLength(1);
  });

  it.each([
    ['CFOREIGN', 'invite the bot to the channel'],
    ['CNOWHERE', 'check the channel id'],
  ])('says what to do about channel %s', async (channel, advice) => {
    const { notifier } = await start();

    const delivery = await notifier.send(aPost({ target: { platform: 'slack', channel } }));

    expect(delivery).toMatchObject({ outcome: 'failed', retry: false, reason: expect.stringContaining(advice) });
  });

  it('says what to do about a refused token, and that half-done work is unknown', async () => {
    const { slack, notifier } = await start();
    slack.fail(
      'chat.postMessage',
      { kind: 'error', error: 'token_revoked' },
      { kind: 'error', error: 'internal_error' },
    );

    expect(await notifier.send(aPost())).toMatchObject({
      retry: false,
      reason: expect.stringContaining('install the app again'),
    });
    expect(await notifier.send(aPost())).toMatchObject({ outcome: 'unknown' });
  });

  it('shows hostile words as words', async () => {
    const { slack, notifier } = await start();

    const delivery = await notifier.send(aPost({ message: hostileMessage }));

    expect(delivery.outcome).toBe('sent');
    const [posted] = slack.messages;
    expect(posted!.text).not.toMatch(/<|>|@here|https:\/\/|\*bold\*/u);
    const kinds = JSON.stringify(posted!.blocks).match(/"type":"[a-z_]+"/gu);
    expect(new Set(kinds)).toEqual(
      new Set(
        ['header', 'plain_text', 'rich_text', 'rich_text_section', 'text', 'actions', 'button', 'context'].map(
          (type) => `"type":"${type}"`,
        ),
      ),
    );
    expect(slackText(posted!.blocks)).toContain('turned hidden');
  });
});

describe('checking Slack', () => {
  it('reports account, scopes, socket and channels', async () => {
    const { notifier } = await start();

    expect(await notifier.check(['C1', 'CFOREIGN'])).toEqual([
      { ok: true, text: 'Slack: signed in as tocsin in Example team' },
      { ok: true, text: 'Slack: all 6 scopes are granted' },
      { ok: true, text: 'Slack: Socket Mode can be opened' },
      { ok: true, text: 'Slack: channel C1 can be reached' },
      {
        ok: false,
        text: 'Slack: channel CFOREIGN: The bot is not in the channel: invite the bot to the channel with /invite (not_in_channel)',
      },
    ]);
  });

  it('names a missing scope with its consequence, and a refused token', async () => {
    const lacking = await start({}, { scopes: ['commands', 'chat:write', 'groups:history'] });
    const refused = await start({ tokens: { bot: 'xoxb-wrong', app: 'xapp-test' } });

    expect(await lacking.notifier.check([])).toContainEqual({
      ok: false,
      text: 'Slack: scope channels:history is missing, so a lost reply cannot be recognised and is posted twice: add it to the app and install it again',
    });
    expect(await refused.notifier.check(['C1'])).toEqual([
      {
        ok: false,
        text: 'Slack: Slack does not accept the bot token: install the app again and set the new token (invalid_auth)',
      },
    ]);
  });
});

async function freePort(): Promise<number> {
  const { createServer } = await import('node:net');
  return new Promise((resolve) => {
    const probe = createServer().listen(0, '127.0.0.1', () => {
      const address = probe.address();
      probe.close(() => resolve(address !== null && typeof address === 'object' ? address.port : 0));
    });
  });
}
