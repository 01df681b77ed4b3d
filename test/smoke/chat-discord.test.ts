import { afterEach, describe, expect, it } from 'vitest';
import { createDiscord, type DiscordDeps } from '../../src/chat/discord/discord.ts';
import { discordText } from '../../src/chat/discord/discord-text.ts';
import type { Notifier, Post } from '../../src/chat/notifier.ts';
import type { Message } from '../../src/message/message.ts';
import { plainText } from '../../src/message/plain-text.ts';
import { fakeDesk, fakeLog, fakeSeen, hostileMessage, until } from '../fakes/desk.ts';
import { ids, startFakeDiscord } from '../fakes/discord.ts';

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
const ephemeral = 64;

const open: (() => Promise<void>)[] = [];

afterEach(async () => {
  for (const close of open.splice(0).reverse()) await close();
});

async function start(more: Partial<DiscordDeps> = {}) {
  const discord = await startFakeDiscord();
  open.push(() => discord.close());
  const desk = fakeDesk();
  const log = fakeLog();
  const notifier = createDiscord({
    token: 'discord-test',
    applicationId: ids.application,
    guildId: ids.guild,
    apiUrl: discord.apiUrl(),
    desk,
    seen: fakeSeen(),
    log,
    deferAfterMs: 200,
    loginWaitMs: () => 50,
    ...more,
  });
  return { discord, desk, log, notifier };
}

async function startListening(more: Partial<DiscordDeps> = {}) {
  const started = await start(more);
  await listening(started.notifier);
  return started;
}

async function listening(notifier: Notifier): Promise<void> {
  await notifier.start();
  open.push(() => notifier.stop());
}

function aPost(more: Partial<Post> = {}): Post {
  return { target: { platform: 'discord', channel: ids.channel }, message, deliveryId: 'd-1', ...more };
}

function refOf(delivery: Awaited<ReturnType<Notifier['send']>>): string {
  return delivery.outcome === 'sent' ? delivery.ref : '';
}

describe('Discord commands', () => {
  it('answers in the first reply, with typed options', async () => {
    const { discord, desk } = await startListening();

    const interaction = discord.command('tag', { tag: 'Xinjiang Cotton', since: '7d' });

    const callback = await until(() => interaction.callbacks[0], 'the reply');
    expect(callback['type']).toBe(4);
    expect(discordText(callback['data'])).toBe('#Xinjiang Cotton\n\nPosts          4,210 of 9,000');
    expect(callback['data']).toMatchObject({ allowed_mentions: { parse: [] } });
    expect(desk.asked).toEqual([
      {
        asker: { platform: 'discord', workspace: ids.guild, channel: ids.channel, user: ids.user, userName: 'Ana' },
        name: 'tag',
        args: { tag: 'Xinjiang Cotton', since: '7d' },
      },
    ]);
  });

  it('defers a slow command at once and fills the answer in', async () => {
    const { discord, desk } = await startListening();

    const interaction = discord.command('study');
    await until(() => interaction.callbacks[0]?.['type'] === 5, 'deferred');
    desk.release();

    await until(() => Number(interaction.original?.['flags']) === 0, 'filled in');
    expect(discordText(interaction.original)).toBe('The study is ready');
    expect(interaction.followUps).toEqual([]);
  });

  it('sends a file to the asker alone', async () => {
    const { discord } = await startListening();

    const interaction = discord.command('file');

    const answer = await until(
      () => (interaction.original?.['files'] === undefined ? undefined : interaction.original),
      'the file',
    );
    expect(answer['files']).toEqual([
      { name: 'campaign.TLP-AMBER.csv', content: 'mark,campaign\r\nTLP:AMBER,ünï\r\n' },
    ]);
    expect(Number(answer['flags']) & 64).toBe(64);
    expect(discordText(answer)).toBe('Your file');
  });

  it('says that a file was not taken', async () => {
    const { discord, log } = await startListening();
    discord.fail(/^PATCH .*original$/u, { kind: 'error', status: 413, code: 40_005 });

    const interaction = discord.command('file');

    const answer = await until(
      () => (Number(interaction.original?.['flags']) === 64 ? interaction.original : undefined),
      'the answer',
    );
    expect(discordText(answer)).toBe(
      'Your file\nDiscord did not take the file: run the same export on the machine itself.',
    );
    expect(answer['files']).toBeUndefined();
    expect(log.entries.map((entry) => entry.message)).toContain('discord did not take a file');
  });

  it('defers in time when a command turns out to be slow', async () => {
    const { discord, desk } = await startListening();

    const interaction = discord.command('dawdle');
    await until(() => interaction.callbacks[0]?.['type'] === 5, 'deferred');
    desk.release();

    await until(() => Number(interaction.original?.['flags']) === 0, 'filled in');
    expect(discordText(interaction.original)).toBe('The study is ready');
  });

  it('takes a public "thinking" away before a private answer', async () => {
    const { discord, desk } = await startListening();

    const interaction = discord.command('whisper');
    await until(() => interaction.callbacks[0]?.['type'] === 5, 'deferred');
    desk.release();

    const followUp = await until(() => interaction.followUps[0], 'the answer');
    expect(followUp['flags']).toBe(ephemeral);
    expect(interaction.deleted).toBe(true);
  });

  it('shows a mistake as it is and a crash as one polite line, only to the asker', async () => {
    const { discord } = await startListening();

    const mistake = discord.command('mistake');
    const crash = discord.command('crash');
    await until(() => mistake.original && crash.original, 'both replies');

    expect(discordText(mistake.original)).toBe('No tag #Xinjang seen. Did you mean #Xinjiang?');
    expect(discordText(crash.original)).toBe('Something went wrong here and was logged. Please try again in a minute.');
    expect([mistake, crash].map(({ original }) => original?.['flags'])).toEqual([ephemeral, ephemeral]);
  });

  it('suggests while typing', async () => {
    const { discord } = await startListening();

    const interaction = discord.suggest('tag', 'tag', 'xinj');

    const callback = await until(() => interaction.callbacks[0], 'suggestions');
    expect(callback).toMatchObject({
      type: 8,
      data: {
        choices: [
          { name: 'Xinjiang', value: 'Xinjiang' },
          { name: 'XinjiangCotton', value: 'XinjiangCotton' },
        ],
      },
    });
  });

  it('handles an interaction once, however often it is played', async () => {
    const { discord, desk } = await startListening();

    const interaction = discord.command('tag', { tag: 'Xinjiang' });
    await until(() => interaction.original, 'the reply');
    discord.redeliver();
    const next = discord.command('tag', { tag: 'Other' });
    await until(() => next.original, 'the next reply');

    expect(desk.asked.map(({ args }) => args['tag'])).toEqual(['Xinjiang', 'Other']);
  });

  it('shows a reply once when its confirmation was lost', async () => {
    const { discord } = await startListening();
    discord.fail(/^POST \/interactions\//u, { kind: 'status-after' });

    const interaction = discord.command('tag', { tag: 'Xinjiang' });

    await until(() => discord.calls.some(({ path }) => path.endsWith('original')), 'written again');
    expect(discordText(interaction.original)).toContain('#Xinjiang');
    expect(interaction.followUps).toEqual([]);
  });

  it('posts a public answer to the channel when Discord forgot the interaction, and never a private one', async () => {
    const { discord, desk, log } = await startListening();

    const study = discord.command('study');
    const whisper = discord.command('whisper');
    await until(() => study.acknowledged && whisper.acknowledged, 'deferred');
    discord.expire(study);
    discord.expire(whisper);
    desk.release();

    await until(() => log.entries.some((entry) => entry.message.startsWith('a private answer came too late')), 'noted');
    await until(() => discord.messages.length > 0, 'the public answer');
    expect(discord.messages.map((posted) => discordText(posted))).toEqual(['The study is ready']);
  });

  it('takes a button press to the desk and answers the presser', async () => {
    const { discord, desk, notifier } = await startListening();
    const ref = refOf(await notifier.send(aPost()));

    const interaction = discord.press(discord.messages[0]!, 'ack:c-1:3:');

    const followUp = await until(() => interaction.followUps[0], 'the answer');
    expect(interaction.callbacks[0]).toMatchObject({ type: 6 });
    expect(followUp['flags']).toBe(ephemeral);
    expect(discordText(followUp)).toBe('Acknowledged by you');
    expect(desk.pressed).toMatchObject([
      { value: 'ack:c-1:3:', ref, asker: { user: ids.user, workspace: ids.guild, thread: ref } },
    ]);
  });
});

describe('the Discord connection', () => {
  it('resumes after a cut and hears what was said meanwhile', async () => {
    const { discord, desk } = await startListening();

    discord.dropGateway();
    const interaction = discord.command('tag', { tag: 'Xinjiang' });

    await until(() => interaction.original, 'the reply');
    expect(discord.counts()).toMatchObject({ resumes: 1, identifies: 1 });
    expect(desk.asked).toHaveLength(1);
  });

  it('lives through an outage and listens again', async () => {
    const { discord, notifier } = await startListening();

    await discord.goAway();
    // The first request may still meet a connection kept from before.
    await notifier.send(aPost());
    const during = await notifier.send(aPost());
    await discord.comeBack();
    await until(() => discord.counts().connections === 1, 'connected again');
    const interaction = discord.command('tag', { tag: 'Xinjiang' });

    await until(() => interaction.original, 'the reply');
    expect(during).toMatchObject({ outcome: 'failed', retry: true });
  });

  it('waits at the start for a Discord that is away', async () => {
    const { discord, notifier } = await start();
    await discord.goAway();

    const started = listening(notifier);
    await discord.comeBack();
    await started;

    expect(discord.counts().connections).toBe(1);
  });

  it('does not start with a token or intents that Discord refuses', async () => {
    const wrong = await start({ token: 'guess' });
    const closed = await start();
    closed.discord.closeIdentifyWith(4_014);

    await expect(wrong.notifier.start()).rejects.toThrow('does not accept the bot token');
    await expect(closed.notifier.start()).rejects.toThrow('does not grant the intents');
  });

  it('registers commands once and only when they changed', async () => {
    const { discord, notifier } = await startListening();
    const place = `/applications/${ids.application}/guilds/${ids.guild}/commands`;

    expect(discord.commandsAt(place).map((command) => command['name'])).toContain('tag');
    await notifier.stop();
    const again = createDiscord({
      token: 'discord-test',
      applicationId: ids.application,
      guildId: ids.guild,
      apiUrl: discord.apiUrl(),
      desk: fakeDesk(),
      seen: fakeSeen(),
      log: fakeLog(),
    });
    await listening(again);

    expect(discord.calls.filter(({ method, path }) => method === 'PUT' && path === place)).toHaveLength(1);
  });

  it('takes its commands out of the other place and leaves those of others', async () => {
    const { discord, notifier } = await start();
    const everywhere = `/applications/${ids.application}/commands`;
    discord.setCommands(everywhere, [
      { name: 'tag', description: 'old', type: 1 },
      { name: 'weather', description: 'not ours', type: 1 },
    ]);

    await listening(notifier);

    expect(discord.commandsAt(everywhere).map((command) => command['name'])).toEqual(['weather']);
  });

  it('starts although the commands cannot be registered', async () => {
    const { discord, notifier, log } = await start();
    discord.fail(/^PUT /u, { kind: 'error', status: 403, code: 50_001 });

    await listening(notifier);

    expect(log.entries.map((entry) => entry.message)).toContain('discord commands could not be registered');
  });
});

describe('sending to Discord', () => {
  it('posts the words of the message and names it by channel and id', async () => {
    const { discord, notifier } = await start();

    const delivery = await notifier.send(aPost());

    const [posted] = discord.messages;
    expect(delivery).toEqual({ outcome: 'sent', ref: `${ids.channel}:${posted!.id}` });
    expect(discordText(posted)).toBe(plainText(message));
    const body = discord.calls.at(-1)!.body;
    expect(body).toMatchObject({ allowed_mentions: { parse: [] }, enforce_nonce: true });
    expect(String(body['nonce']).length).toBeLessThanOrEqual(25);
  });

  it('edits in place', async () => {
    const { discord, notifier } = await start();
    const ref = refOf(await notifier.send(aPost()));

    const edited = await notifier.edit(aPost({ message: { ...message, title: 'Ended' } }), ref);

    expect(edited).toEqual({ outcome: 'sent', ref });
    expect(discordText(discord.messages[0])).toContain('Ended');
  });

  it('answers in one thread under the message, opened once and woken when archived', async () => {
    const { discord, notifier } = await start();
    const thread = refOf(await notifier.send(aPost()));

    const first = await notifier.send(aPost({ deliveryId: 'd-2', thread }));
    discord.threads.get(discord.messages[0]!.id)!.archived = true;
    const second = await notifier.send(aPost({ deliveryId: 'd-3', thread }));
    const underReply = await notifier.send(aPost({ deliveryId: 'd-4', thread: refOf(first) }));

    const threadId = discord.messages[0]!.id;
    expect([first, second, underReply].map((delivery) => refOf(delivery).split(':')[0])).toEqual([
      threadId,
      threadId,
      threadId,
    ]);
    expect([...discord.threads.values()]).toEqual([
      { id: threadId, parent: ids.channel, name: message.title, archived: false },
    ]);
  });

  it.each([['drop-after'], ['status-after']] as const)(
    'shows a message once although its reply was lost (%s)',
    async (kind) => {
      const { discord, notifier } = await start();
      discord.fail(/^POST \/channels\/\d+\/messages$/u, { kind });

      const first = await notifier.send(aPost());
      const again = await notifier.send(aPost());

      expect(['sent', 'unknown']).toContain(first.outcome);
      expect(again).toEqual({ outcome: 'sent', ref: `${ids.channel}:${discord.messages[0]!.id}` });
      expect(discord.messages).toHaveLength(1);
      expect(await notifier.find(aPost())).toBe(`${ids.channel}:${discord.messages[0]!.id}`);
      expect(await notifier.find(aPost({ deliveryId: 'other' }))).toBeUndefined();
    },
  );

  it('calls it unknown when Discord keeps failing after taking the message', async () => {
    const { discord, notifier } = await start();
    discord.fail(
      /^POST \/channels\/\d+\/messages$/u,
      ...Array.from({ length: 4 }, () => ({ kind: 'status-after' }) as const),
    );

    expect(await notifier.send(aPost())).toMatchObject({ outcome: 'unknown' });
    expect(discord.messages).toHaveLength(1);
  });

  it('finds a reply in the thread without opening one', async () => {
    const { discord, notifier } = await start();
    const thread = refOf(await notifier.send(aPost()));

    expect(await notifier.find(aPost({ deliveryId: 'd-2', thread }))).toBeUndefined();
    expect(discord.threads.size).toBe(0);
    const reply = refOf(await notifier.send(aPost({ deliveryId: 'd-2', thread })));

    expect(await notifier.find(aPost({ deliveryId: 'd-2', thread }))).toBe(reply);
  });

  it('waits by itself when Discord limits the rate', async () => {
    const { discord, notifier } = await start();
    discord.fail(/^POST \/channels\/\d+\/messages$/u, { kind: 'rate-limit', retryAfterS: 0.2 });

    expect(await notifier.send(aPost())).toMatchObject({ outcome: 'sent' });
    expect(discord.messages).toHaveLength(1);
  });

  it.each([
    [ids.hidden, 'View Channel'],
    [ids.locked, 'Send Messages'],
    ['999', 'check the channel id'],
  ])('says what to do about channel %s', async (channel, advice) => {
    const { notifier } = await start();

    const delivery = await notifier.send(aPost({ target: { platform: 'discord', channel } }));

    expect(delivery).toMatchObject({ outcome: 'failed', retry: false, reason: expect.stringContaining(advice) });
  });

  it('says so when the message to answer under is gone, and when the token is refused', async () => {
    const { notifier } = await start();
    const wrong = await start({ token: 'guess' });

    const reply = await notifier.send(aPost({ thread: `${ids.channel}:77` }));

    expect(reply).toMatchObject({ outcome: 'failed', retry: false, reason: expect.stringContaining('gone') });
    for (let i = 0; i < 2; i += 1) {
      expect(await wrong.notifier.send(aPost())).toMatchObject({
        retry: false,
        reason: expect.stringContaining('token'),
      });
    }
  });

  it('shows hostile words as words', async () => {
    const { discord, notifier } = await start();

    const delivery = await notifier.send(aPost({ message: hostileMessage }));

    expect(delivery.outcome).toBe('sent');
    const raw = JSON.stringify(discord.messages[0]!['embeds']);
    expect(raw).not.toMatch(/@everyone|@here|https:\/\/|(?<!\\)<[@#&!]|(?<!\\)\|\|/u);
    expect(discordText(discord.messages[0])).toContain('<@U1> <#C1|general>');
  });
});

describe('checking Discord', () => {
  it('reports account, commands, and channels with what they lack', async () => {
    const { notifier } = await startListening();

    expect(await notifier.check([ids.channel, ids.hidden, ids.locked])).toEqual([
      { ok: true, text: 'Discord: signed in as tocsin' },
      { ok: true, text: 'Discord: 8 commands registered' },
      { ok: true, text: 'Discord: channel #alerts can be used' },
      {
        ok: false,
        text: `Discord: channel ${ids.hidden}: The bot cannot see the channel: give it the permission View Channel there (50001)`,
      },
      { ok: false, text: 'Discord: channel #alerts: give the bot Send Messages, Embed Links' },
    ]);
  });
});
