/** `/study` on a real store: a planted conversation whose shares are known. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { breakoutCommand } from '../../commands/breakout.ts';
import type { CommandDeps } from '../../commands/deps.ts';
import { studyCommand } from '../../commands/study.ts';
import { type Command, UserError } from '../../src/chat/command.ts';
import { readLexicon } from '../../src/measure/lexicon-file.ts';
import { createLexiconStance } from '../../src/measure/stance-lexicon.ts';
import { plainText } from '../../src/message/plain-text.ts';
import { hourMs, type Post } from '../../src/post/post.ts';
import { createRegistry } from '../../src/registry/create-registry.ts';
import { aCampaign, anEntry, aPost } from '../builders.ts';
import { type FreshDatabase, freshDatabase } from './database.ts';

const now = new Date('2026-03-07T08:00:00Z');
const start = new Date('2026-03-02T08:00:00Z');
const asker = { platform: 'console', workspace: 'console', channel: 'alerts', user: 'u', userName: 'u' } as const;

const registry = createRegistry({
  version: '2026-03-01',
  entries: [
    anEntry({
      id: 'xx-daily',
      name: 'Example Daily',
      kind: 'state-media',
      accounts: [{ platform: 'x', nativeId: 'daily' }],
      hosts: ['daily.example'],
    }),
  ],
});
const stance = createLexiconStance([
  readLexicon(
    'id: lanterns\nversion: 3\nquestion: Should lanterns be hung?\nlanguage: en\npositive: [wonderful]\nnegative: [ugly]\nneutral: []\n',
    'lanterns.en.yaml',
  ),
]);

/** 80 written posts: 12 by the listed outlet, liked most; 60 with one text by 60 accounts; 8 of their own. 20 reposts. */
function planted(): readonly Post[] {
  const common = { tags: ['lanterns'], lang: 'en', seenAt: start };
  const at = (n: number): Date => new Date(start.getTime() + n * 60_000);
  return [
    ...Array.from({ length: 12 }, (_, n) =>
      aPost({
        ...common,
        id: `d${n}`,
        accountId: 'daily',
        createdAt: at(n),
        likes: 900 + n,
        links: ['daily.example/1'],
        text: `A wonderful evening number ${'abcdefghijkl'[n]} for all`,
      }),
    ),
    ...Array.from({ length: 60 }, (_, n) =>
      aPost({
        ...common,
        id: `c${n}`,
        accountId: `copy-${n}`,
        handle: `private_person_${n}`,
        createdAt: at(20 + n),
        likes: 0,
        followers: n < 57 ? 2 : 80,
        text: `Lanterns are wonderful and everybody knows it ${n % 2 === 0 ? 'VUBQ' : 'KDXW'}`,
      }),
    ),
    ...Array.from({ length: 8 }, (_, n) =>
      aPost({
        ...common,
        id: `o${n}`,
        accountId: `own-${n}`,
        createdAt: at(90 + n),
        likes: 5,
        followers: 100,
        text: `I find them ugly, said number ${'abcdefgh'[n]} of the street`,
        ...(n === 0 ? { status: 'suspended', statusCheckedAt: at(500) } : {}),
      }),
    ),
    ...Array.from({ length: 20 }, (_, n) =>
      aPost({
        ...common,
        id: `r${n}`,
        accountId: `fan-${n}`,
        kind: 'repost',
        parentId: 'd0',
        parentAccountId: 'daily',
        createdAt: new Date(start.getTime() + (n < 5 ? 30_000 : hourMs)),
        likes: 900,
      }),
    ),
  ];
}

let database: FreshDatabase;

beforeAll(async () => {
  database = await freshDatabase();
  await database.store.posts.keepPage('s', { posts: planted() }, now);
  await database.store.detect.progress();
  const campaign = aCampaign({ id: 'lanterns-x-20260302', key: 'lanterns', tags: ['lanterns'] });
  await database.store.detect.keepTick({ at: now, mark: '1', changes: [], detections: [], campaigns: [campaign] });
});

afterAll(() => database.close());

async function ask(
  line: Readonly<Record<string, unknown>>,
  families = {},
  make: (deps: CommandDeps) => Command = studyCommand,
): Promise<string> {
  const command = make({
    store: database.store,
    registry: async () => registry,
    digest: () => Promise.reject(new Error('not asked')),
    status: () => Promise.reject(new Error('not asked')),
    stance,
    families,
    secret: 'secret',
    mark: 'TLP:AMBER',
    isAdmin: () => false,
  });
  // As every chat asks: what the schema made of the line.
  const { message, visibility } = await command.run(asker, command.schema.parse(line), now);
  expect(visibility).toBe('channel');
  return plainText(message);
}

describe('/study', () => {
  it('says every measure with numerator, denominator and interval', async () => {
    const said = await ask({ what: '#Lanterns' });

    expect(said).toContain('100 posts, 20 reposts among them, by 89 accounts on X');
    expect(said).toContain('of the 80 most interactive posts (likes + reposts) attributed to a state 15 % = 12 of 80');
    expect(said).toContain('lead to hosts attributed to a state: withheld (n < 50)');
    expect(said).toContain('near-identical text by at least 3 accounts: 75 % = 60 of 80');
    expect(said).toContain('fewer than 5 83.8 % = 57 of 68');
    expect(said).toContain('later suspended, reason not given: 1.3 % = 1 of 80');
    expect(said).toMatch(/positive 90 % = 72 of 80 .* negative 10 % = 8 of 80 .* \(lanterns 3 \(lexicon\)\)/);
    expect(said).toContain('breakout level proposed');
    expect(said).toContain('registry 2026-03-01');
    expect(said).toContain('TLP:AMBER');
  });

  it('names nobody who is in no registry, repeats no text, and says nothing that no measure shows', async () => {
    const said = await ask({ what: '#lanterns' });

    expect(said).not.toMatch(/private_person|copy-\d|everybody knows|VUBQ/);
    expect(said.toLowerCase()).not.toMatch(/\bbots?\b|troll|inauthentic|disinformation|fake/);
    expect(said).toContain('not thereby linked to a state');
  });

  it('answers for a campaign as for its tag', async () => {
    expect(await ask({ what: 'lanterns-x-20260302' })).toContain(
      'near-identical text by at least 3 accounts: 75 % = 60 of 80',
    );
  });

  it('counts a declared family together, and never one that nobody declared', async () => {
    await database.store.posts.keepPage(
      's',
      { posts: [aPost({ id: 'other', tags: ['lantern-night'], createdAt: start, seenAt: start })] },
      now,
    );

    expect(await ask({ what: '#lanterns' })).toContain('100 posts');
    expect(await ask({ what: '#lanterns' }, { lights: ['lanterns', 'lantern-night'] })).toMatch(
      /#lanterns with its declared family lights[\s\S]*101 posts/,
    );
  });

  it('says what to ask instead when nothing is stored', async () => {
    await expect(ask({ what: '#nothing' })).rejects.toThrow(UserError);
    await expect(ask({})).rejects.toThrow('Which hashtag or campaign?');
    await expect(ask({ what: '#lanterns', days: 1 })).rejects.toThrow('for the last 1 day');
  });
});

describe('/breakout', () => {
  const campaign = 'lanterns-x-20260302';

  it('proposes a level with its reasons and limits, and says that nobody set one', async () => {
    const said = await ask({ campaign }, {}, breakoutCommand);

    expect(said).toContain('no level was set yet');
    expect(said).toContain('1 of 6: one platform, one community');
    expect(said).toContain('Level 6, a policy response or a call to violence, is for a person to judge.');
  });

  it('keeps what a person sets, with name, time and reason, and shows the newest first', async () => {
    await ask({ campaign, level: '3', reason: 'seen on two more platforms' }, {}, breakoutCommand);
    now.setMinutes(now.getMinutes() + 5);

    const said = await ask({ campaign, level: '6', reason: 'a ministry answered' }, {}, breakoutCommand);

    expect(said).toMatch(
      /6 of 6 \(a policy response or a call to violence\) · u at 08:05 UTC · a ministry answered\s+3 of 6 .* · seen on two more platforms/,
    );
    expect(said).toContain('1 of 6: one platform, one community');
    const [kept] = await database.store.audit.latest(1);
    expect(kept).toMatchObject({ action: 'breakout', subject: campaign, by: 'console:u', details: { level: 6 } });
  });

  it('wants a reason, and one of six levels', async () => {
    await expect(ask({ campaign, level: '2' }, {}, breakoutCommand)).rejects.toThrow('Say why');
    await expect(ask({ campaign, level: '7', reason: 'x' }, {}, breakoutCommand)).rejects.toThrow('level');
  });
});
