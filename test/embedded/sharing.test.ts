/** Techniques, naming and export as people ask for them, over a real store: what is decided decides what leaves. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { CommandDeps } from '../../commands/deps.ts';
import { exportCommand } from '../../commands/export.ts';
import { namingCommand } from '../../commands/naming.ts';
import { press } from '../../commands/press.ts';
import { techniquesCommand } from '../../commands/techniques.ts';
import type { Answer, Asker, Command } from '../../src/chat/command.ts';
import { parseLine } from '../../src/chat/line.ts';
import { plainText } from '../../src/message/plain-text.ts';
import { pseudonym } from '../../src/post/normal-form.ts';
import { aPost } from '../builders.ts';
import { campaign, handle, posts, registry, words } from '../export/an-export.ts';
import { freshDatabase } from './database.ts';

const now = new Date('2026-03-02T15:00:00Z');
const ana: Asker = { platform: 'slack', workspace: 'T1', channel: 'C1', user: 'U1', userName: 'Ana' };
const ben: Asker = { ...ana, user: 'U2', userName: 'Ben' };
const cai: Asker = { ...ana, user: 'U3', userName: 'Cai' };
const account = pseudonym('x', '900', 'secret');

let database: Awaited<ReturnType<typeof freshDatabase>>;

beforeEach(async () => {
  database = await freshDatabase();
  const { store } = database;
  await store.posts.keepPage('test', { posts }, now);
  await store.detect.progress();
  await store.detect.keepTick({ at: now, mark: '1', changes: [], detections: [], campaigns: [campaign] });
});

afterEach(() => database.close());

function deps(mark = 'TLP:AMBER'): CommandDeps {
  return {
    store: database.store,
    registry: async () => registry,
    digest: () => Promise.reject(new Error('not asked')),
    status: () => Promise.reject(new Error('not asked')),
    families: {},
    secret: 'secret',
    mark,
    isAdmin: ({ user }) => user !== 'U3',
  };
}

async function ask(
  make: (given: CommandDeps) => Command,
  line: string,
  asker = ana,
  at = now,
  mark?: string,
): Promise<Answer> {
  const command = make(deps(mark));
  const args = command.schema.parse(parseLine(line, command.arguments, command.name));
  return command.run(asker, args, at);
}

async function audited(): Promise<readonly string[]> {
  return (await database.store.audit.latest(20)).map(({ by, action }) => `${by} ${action}`).reverse();
}

describe('/techniques', () => {
  it('lists suggestions with their reason, and moves one to confirmed with a name', async () => {
    const before = plainText((await ask(techniquesCommand, '#example')).message);
    const after = plainText((await ask(techniquesCommand, '#example confirm T0084.001')).message);

    expect(before).toContain('disarm:1.6:T0084.001 Copied text · 120 of 250 texts are near-identical');
    expect(after).toMatch(/Confirmed +disarm:1\.6:T0084\.001 Copied text · Ana, 15:00 UTC/);
    expect(await audited()).toEqual(['slack:U1 technique-confirmed']);
  });

  it('sees the same tag on another platform in the same time', async () => {
    const elsewhere = ['a', 'b', 'c'].map((accountId) => aPost({ platform: 'bluesky', accountId, tags: ['example'] }));
    const later = aPost({ platform: 'telegram', tags: ['example'], createdAt: new Date('2026-03-05T00:00:00Z') });
    await database.store.posts.keepPage('other', { posts: [...elsewhere, later] }, now);

    const text = plainText((await ask(techniquesCommand, '#example')).message);

    expect(text).toContain('the same tag was stored from Bluesky (3 posts by 3 accounts) in the same time');
  });

  it('takes an old id for what it became, and a rejection after a confirmation', async () => {
    await ask(techniquesCommand, '#example confirm T0104.005');
    const answer = await ask(techniquesCommand, '#example reject disarm:1.6:T0015.001 the tag is ours', ben);

    expect(plainText(answer.message)).toMatch(/Rejected +disarm:1\.6:T0015\.001 .* · Ben, 15:00 UTC: the tag is ours/);
    expect(plainText(answer.message)).not.toMatch(/Confirmed|Suggested.*T0015\.001/);
  });

  it.each([
    ['confirm', 'Which technique?'],
    ['confirm T0110', 'not diplomats who post'],
    ['confirm T9999', 'is not among the techniques'],
    ['confirm T0049.003', 'Nothing measured here suggests T0049.003'],
    ['confirm T0150.006', 'say why'],
  ])('refuses %s', async (line, problem) => {
    await expect(ask(techniquesCommand, `#example ${line}`)).rejects.toThrow(problem);
    expect(await database.store.sharing.decisionsOf(campaign.id)).toEqual([]);
  });

  it('takes what no measure suggests on a person’s word, with a reason', async () => {
    const answer = await ask(techniquesCommand, '#example confirm T0049.003 the client says so');

    expect(plainText(answer.message)).toContain(
      'T0049.003 Automated forwarding and reposting · Ana, 15:00 UTC: the client says so',
    );
  });
});

describe('/export', () => {
  it.each([
    ['stix', 'example-x-20260302.TLP-AMBER.stix.json'],
    ['misp', 'example-x-20260302.TLP-AMBER.misp.json'],
    ['csv', 'example-x-20260302.TLP-AMBER.csv'],
    ['json', 'example-x-20260302.TLP-AMBER.json'],
  ])('gives a %s file to the asker alone, with nobody named who must not be', async (format, name) => {
    const { visibility, file, message } = await ask(exportCommand, `#example ${format}`, cai);

    expect(visibility).toBe('private');
    expect(file?.name).toBe(name);
    expect(file?.content).not.toMatch(new RegExp(`${words}|${handle}|SecretHandle`));
    expect(plainText(message)).toContain(
      '1 listed organisation, 1 listed account; 4 accounts as pseudonyms or counted',
    );
    expect(message.footer).toContain('TLP:AMBER');
    expect(await audited()).toEqual(['slack:U3 export']);
  });

  it('holds what was confirmed, and suggestions only on request', async () => {
    await ask(techniquesCommand, '#example confirm T0084.001');
    const plain = (await ask(exportCommand, '#example json')).file?.content ?? '';
    const more = (await ask(exportCommand, '#example json suggested')).file?.content ?? '';

    expect(JSON.parse(plain)).toMatchObject({
      techniques: { confirmed: [{ technique: 'disarm:1.6:T0084.001' }], suggested: [] },
    });
    expect(JSON.parse(more).techniques.suggested.length).toBeGreaterThan(0);
  });

  it('does not name the page of a private account in the answer', async () => {
    const page = { ...campaign, id: 'a-page', keyKind: 'link', key: 'x.com/privateperson/status/1', tags: [] } as const;
    await database.store.detect.keepTick({ at: now, mark: '2', changes: [], detections: [], campaigns: [page] });

    const said = plainText((await ask(exportCommand, 'a-page json')).message);

    expect(said).toContain('Export of a page on x.com');
    expect(said).not.toContain('privateperson');
  });

  it('tells gaps by platform, not by source', async () => {
    const gaps = [{ from: campaign.firstAt, to: campaign.lastAt, reason: 'the page of secret_channel is gone' }];
    await database.store.posts.keepPage(
      { id: 'x:timeline:secret_handle', platform: 'x', coverage: 'part' },
      { posts: [], gaps },
      now,
    );

    const content = (await ask(exportCommand, '#example json')).file?.content;

    expect(content).toContain('Gap: X not read in part 2026-03-02 09:00 UTC to 2026-03-02 12:00 UTC.');
    expect(content).not.toMatch(/secret_/);
  });

  it('does not leave a chat when marked RED', async () => {
    const refused = ask(exportCommand, '#example stix', ana, now, 'TLP:RED');

    await expect(refused).rejects.toThrow('tocsin export example-x-20260302 --stix');
    expect(await audited()).toEqual([]);
  });

  it('says what is missing', async () => {
    await expect(ask(exportCommand, '#example')).rejects.toThrow('format is missing');
    await expect(ask(exportCommand, 'nothing stix')).rejects.toThrow(
      'No campaign nothing is known. Newest: example-x-20260302.',
    );
    await expect(ask(exportCommand, '#example xml')).rejects.toThrow('format is one of stix, misp, csv, json');
  });

  it('comes from the button under an alert, too', async () => {
    const pressed = { asker: ana, value: `export:${campaign.id}:1:`, ref: 'r' };
    const editions = { apply: () => Promise.reject(new Error()), dismiss: () => Promise.reject(new Error()) };
    const { file, visibility } = await press(pressed, now, { ...deps(), snoozeHours: 1, editions });

    expect(visibility).toBe('private');
    expect(file?.name).toBe('example-x-20260302.TLP-AMBER.json');
  });
});

describe('/naming', () => {
  it('names an account on the word of two persons, in an export that asks for it', async () => {
    const request = await ask(namingCommand, `#example ${account} sells the accounts by its own word`, cai);
    expect(request.message.title).toBe(`naming-1: ${account} waits for a second reader`);
    await expect(ask(exportCommand, '#example json named')).rejects.toThrow(
      'No account of example-x-20260302 may be named',
    );

    const read = plainText((await ask(namingCommand, 'naming-1', ana)).message);
    expect(read).toContain(`account @${handle}, id 900 on x`);
    expect(read).toContain('Cai asked');
    await ask(namingCommand, 'naming-1 confirm', ben);

    expect((await ask(exportCommand, '#example json named')).file?.content).toContain(`@${handle}"`);
    expect((await ask(exportCommand, '#example json')).file?.content).not.toContain(handle);
    await expect(ask(exportCommand, '#example json named', cai)).rejects.toThrow('only by an admin');
    expect(await audited()).toEqual([
      'slack:U3 naming-requested',
      'slack:U1 naming-read',
      'slack:U2 naming-confirmed',
      'slack:U1 export',
      'slack:U1 export',
    ]);
    expect(JSON.stringify(await database.store.audit.latest(20))).not.toContain(handle);
  });

  it('refuses who asked, who is no admin, and who comes too late', async () => {
    await ask(namingCommand, `#example ${account} why`, ana);

    await expect(ask(namingCommand, 'naming-1 confirm', ana)).rejects.toThrow('somebody else');
    await expect(ask(namingCommand, 'naming-1 confirm', cai)).rejects.toThrow('by admins');
    await expect(ask(namingCommand, 'naming-1', cai)).rejects.toThrow('by admins');
    await expect(ask(namingCommand, 'naming-1 confirm', ben, new Date('2026-03-09T15:00:00Z'))).rejects.toThrow(
      'older than 7 days',
    );
    expect((await database.store.sharing.naming('naming-1'))?.confirmed).toBeUndefined();
  });

  it.each([
    [`${pseudonym('x', '42', 'secret')} why`, 'is in the registry and is named anyway'],
    ['acct-0000000000 why', 'No account acct-0000000000 has a stored post'],
    [account, 'Say why'],
  ])('refuses to ask for %s', async (line, problem) => {
    await expect(ask(namingCommand, `#example ${line}`)).rejects.toThrow(problem);
  });

  it('lists requests by pseudonym, to anybody', async () => {
    await ask(namingCommand, `#example ${account} why`, ana);
    const text = plainText((await ask(namingCommand, '#example', cai)).message);

    expect(text).toContain(`naming-1 · ${account} · waits for a second reader · Ana: why`);
    expect(text).not.toContain(handle);
  });
});
