import { describe, expect, it } from 'vitest';
import { whoCommand } from '../../commands/who.ts';
import { UserError } from '../../src/chat/command.ts';
import { plainText } from '../../src/message/plain-text.ts';
import { createRegistry } from '../../src/registry/create-registry.ts';
import type { RegistryEntry } from '../../src/registry/registry.ts';
import type { AuditRecord } from '../../src/store/store.ts';
import { anEntry } from '../registry/an-entry.ts';

type Deps = Parameters<typeof whoCommand>[0];

const now = new Date('2026-03-07T08:00:00Z');
const day = (text: string): Date => new Date(`${text}T00:00:00Z`);
const asker = { platform: 'slack', workspace: 'T1', channel: 'C1', user: 'U1', userName: 'Ann' } as const;

const daily = anEntry({
  id: 'xx-example-daily',
  name: 'Example Daily',
  state: 'CN',
  role: 'outlet of Example Group',
  admiralty: 'B2',
  hosts: ['daily.example'],
  accounts: [{ platform: 'x', handle: 'ExampleDaily', nativeId: '100', validFrom: day('2020-01-01') }],
  evidence: [
    {
      type: 'government-statement',
      source: 'Example Ministry',
      date: day('2021-05-06'),
      by: 'Jo Analyst',
      quote: 'funded by the state',
      url: 'https://ministry.example/list',
      archiveUrl: 'https://archive.example/1',
    },
    { type: 'self-declared', source: 'its own site', date: day('2019-02-03') },
  ],
});
const earlier = anEntry({
  id: 'xx-earlier',
  name: 'Earlier Owner',
  status: 'disputed',
  accounts: [{ platform: 'x', handle: 'exampledaily', nativeId: '99', validTo: day('2020-01-01') }],
});
const withdrawn = anEntry({
  id: 'xx-gone',
  name: 'Gone Times',
  status: 'withdrawn',
  accounts: [{ platform: 'x', handle: 'GoneTimes' }],
});
const person = anEntry({
  id: 'xx-jo-doe',
  name: 'Jo Doe',
  kind: 'proxy-reported',
  publicRole: false,
  accounts: [{ platform: 'x', handle: 'jodoe' }],
});

function command(
  seen: readonly { readonly platform: string; readonly accountId: string }[] = [],
  entries: readonly RegistryEntry[] = [daily, earlier, withdrawn, person],
) {
  const audit: AuditRecord[] = [];
  const who = whoCommand({
    store: {
      lookups: { findAccounts: async () => seen },
      audit: { append: async (record: AuditRecord) => void audit.push(record) },
    },
    registry: async () => createRegistry({ version: '2026-03-01', entries }),
    secret: 's',
    mark: 'TLP:AMBER',
  } as unknown as Deps);
  const ask = async (subject: string, date?: string) => {
    const { message, visibility } = await who.run(asker, { subject, date }, now);
    return { message, visibility, text: plainText(message) };
  };
  return { ask, audit, who };
}

describe('/who', () => {
  it('cites who attributes it, since when, how sure and on what evidence', async () => {
    const { message, visibility } = await command().ask('@exampledaily');

    expect(visibility).toBe('channel');
    expect(message.title).toBe('Example Daily · @exampledaily');
    expect(message.lead).toEqual(['As of 2026-03-07; cited, not our finding.']);
    expect(Object.fromEntries(message.sections.map(({ label, lines }) => [label, lines]))).toMatchObject({
      Attributed: [
        expect.stringMatching(/^Example Daily \(state media.*Example Ministry.*confidence high/),
        'state China (CN) · outlet of Example Group',
      ],
      Status: ['active · Admiralty B2'],
      Valid: ['X @ExampleDaily id 100: since 2020-01-01', 'earliest dated finding 2019-02-03'],
      Evidence: [
        'government statement · Example Ministry, 2021-05-06 · by Jo Analyst · "funded by the state" · ministry[.]example/list · archived archive[.]example/1',
        'self-declared · its own site, 2019-02-03',
      ],
      'Others that claim it': [
        expect.stringMatching(/^Earlier Owner .*disputed.* X @exampledaily id 99: until 2020-01-01/),
      ],
    });
    expect(message.footer).toEqual([
      'contact with or mention by an attributed account is not attribution',
      'registry 2026-03-01',
      'TLP:AMBER',
    ]);
  });

  it.each([
    ['https://x.com/ExampleDaily/status/5', 'Example Daily · @ExampleDaily'],
    ['<https://x.com/ExampleDaily>'.slice(1, -1), 'Example Daily · @ExampleDaily'],
    ['daily.example', 'Example Daily · daily[.]example'],
    ['https://english.daily.example/a?b=c', 'Example Daily · english[.]daily[.]example'],
    ['daily[.]example', 'Example Daily · daily[.]example'],
    ['100', 'Example Daily · 100'],
  ])('understands %s', async (typed, title) => {
    expect((await command().ask(typed)).message.title).toBe(title);
  });

  it('answers as of a date, the day itself included', async () => {
    const { ask } = command();

    expect((await ask('@exampledaily', '2020-01-01')).message.title).toContain('Example Daily');
    const before = await ask('@exampledaily', '2019-12-31');
    expect(before.message.title).toBe('Earlier Owner · @exampledaily');
    expect(before.text).toContain('disputed: this attribution is contested');
  });

  it('says when everything it cites was found after the day asked about', async () => {
    const hosts = ['later.example'];
    const later = anEntry({ hosts, evidence: [{ type: 'research', source: 'Study', date: day('2024-01-01') }] });

    expect((await command([], [later]).ask('later.example', '2020-06-01')).text).toContain(
      'earliest dated finding 2024-01-01, after the day asked about',
    );
  });

  it.each(['2020-02-30', 'yesterday', '2020-1-1', '20200101'])('does not guess what day %s is', async (date) => {
    await expect(command().ask('@exampledaily', date)).rejects.toThrow('is no day; write it as 2021-03-25');
  });

  it('says when a handle has another owner than the registered one', async () => {
    const { text, message } = await command([{ platform: 'x', accountId: '7777' }]).ask('@exampledaily');

    expect(message.title).toBe('@exampledaily: attributed to nobody on 2026-03-07; that does not mean independent');
    expect(text).toContain('the handle has changed hands');
    expect((await command([{ platform: 'x', accountId: '100' }]).ask('@exampledaily')).message.title).toContain(
      'Example Daily',
    );
  });

  it('shows a withdrawn attribution as withdrawn, and attributes nobody by it', async () => {
    const { text, message } = await command().ask('@GoneTimes');

    expect(message.title).toContain('@GoneTimes: attributed to nobody');
    expect(text).toMatch(/Gone Times .*withdrawn/);
  });

  it('says nothing of somebody in no registry, to the asker alone, and logs the question under a pseudonym', async () => {
    const { ask, audit } = command([{ platform: 'x', accountId: '31337' }]);
    const { message, visibility, text } = await ask('@some_person');

    expect(visibility).toBe('private');
    expect(message.title).toBe('@some_person: in no registry; that does not mean independent');
    expect(text).not.toContain('31337');
    expect(message.sections).toEqual([]);
    expect(audit).toEqual([
      { at: now, by: 'slack:U1', action: 'who-lookup', subject: expect.stringMatching(/^acct-[0-9a-f]{10}$/) },
    ]);
  });

  it('does not name an entry without a public role', async () => {
    const { ask, audit } = command();
    const { visibility, text } = await ask('@jodoe');

    expect(visibility).toBe('private');
    expect(text).not.toMatch(/jo.?doe/i);
    expect(text).toContain('reported proxy');
    expect(audit).toMatchObject([{ action: 'who-lookup', subject: 'xx-jo-doe' }]);
  });

  it.each([
    ['@ExampleDaiIy', 'similar name in the registry: @ExampleDaily'],
    ['@Exаmpledaily', 'looks like @'], // Cyrillic а
  ])('warns of a look-alike of a handle (%s)', async (typed, warning) => {
    const { text, message } = await command().ask(typed);

    expect(message.title).toContain('in no registry');
    expect(text).toContain(warning);
  });

  it('warns of a host that looks like a registered one, and never takes it for that', async () => {
    const { text, message, visibility } = await command().ask('https://dаily.example/news'); // Cyrillic а

    expect(visibility).toBe('channel');
    expect(message.title).toMatch(/^xn--.*: in no registry; that does not mean independent$/);
    expect(text).toContain('looks like daily[.]example, is not it');
    expect((await command().ask('https://daily.example.evil.example/')).message.title).toContain('in no registry');
  });

  it('asks back when it is given neither an account nor a host', async () => {
    await expect(command().ask('two words')).rejects.toThrow(UserError);
  });

  it('fits what chats allow of a command', () => {
    const { who } = command();

    expect(who.summary.length).toBeLessThanOrEqual(100);
    for (const { summary } of who.arguments) expect(summary.length).toBeLessThanOrEqual(100);
  });
});
