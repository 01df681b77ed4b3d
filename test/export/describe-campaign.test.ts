import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { exportFile } from '../../src/export/export-file.ts';
import { mentionSentence } from '../../src/export/limits.ts';
import { type ExportModel, exportFormats } from '../../src/export/model.ts';
import { pseudonym } from '../../src/post/normal-form.ts';
import { createRegistry } from '../../src/registry/create-registry.ts';
import { aCampaign, aPost } from '../builders.ts';
import { aModel, campaign, confirmedTechnique, daily, handle, naming, posts, registry, words } from './an-export.ts';

function everyFile(model: ExportModel): string {
  return exportFormats.map((format) => exportFile(model, format, { extensions: true }).content).join('\n');
}

describe('what leaves of a campaign', () => {
  it('carries the four parts in order, with denominators, sources and versions', () => {
    const { parts, versions } = aModel();

    expect(parts.map(({ part }) => part)).toEqual(['attributed', 'coordinated', 'gone', 'innocent']);
    expect(parts[0]?.facts[0]).toMatchObject({ share: { n: 1, of: 214 }, source: 'registry 2026-03-01' });
    expect(parts[2]?.facts[0]).toMatchObject({ known: false, sentence: 'whether accounts were suspended' });
    expect(versions).toEqual({ rules: 'v1', registry: '2026-03-01', registryNow: '2026-03-01', disarm: '1.6' });
  });

  it('names listed accounts with a public role and their cited source, and nobody else', () => {
    const { organisations, accounts } = aModel();

    expect(organisations.map(({ id }) => id)).toEqual(['xx-example-daily']);
    expect(organisations[0]?.cited[0]).toMatchObject({
      source: 'Example List 2026-01',
      url: 'https://list.example/2026',
    });
    expect(accounts.list.filter(({ as }) => as !== 'pseudonym').map(({ name }) => name)).toEqual(['@ExampleDaily']);
    expect(accounts.of).toBe(5);
  });

  it('lets no word, handle, id or page of an account without a public role out, in any format', () => {
    const text = everyFile(aModel({ options: { suggested: true } }));

    for (const secret of [words, handle, '"900"', '"901"', '777', 'SecretHandle', 'Private Person', 'privateperson']) {
      expect(text).not.toContain(secret);
    }
    expect(text).not.toContain('Official words');
    expect(text).toContain(pseudonym('x', '900', 'secret'));
  });

  it('counts what was deleted or protected and gives none of it on', () => {
    const { evidence, limits } = aModel();

    expect(evidence.items.map(({ post }) => post)).toEqual(['100', '101', '102', '103']);
    expect(limits).toContain('2 stored posts left out: deleted, or the account is protected or gone.');
  });

  it('says what may not be concluded, first', () => {
    expect(aModel().limits[0]).toBe(mentionSentence);
  });

  it('gives evidence as address, times and hash of the text', () => {
    const [official, other] = aModel().evidence.items;

    expect(official).toMatchObject({
      listed: true,
      link: 'https://x.com/ExampleDaily/status/100',
      retrievedAt: posts[0]?.seenAt,
    });
    // printf 'Official words' | sha256sum
    expect(official?.contentHash).toBe('a9098f4269464e803eaacc335832a7f5a0cf55b0360db530bd9abf527f1c2496');
    expect(other).toMatchObject({ listed: false, link: undefined, account: pseudonym('x', '900', 'secret') });
  });

  it('hashes one text written in two ways to one hash', () => {
    const hashes = ['caf\u00e9 au lait', 'cafe\u0301 au lait'].map((text) => {
      return aModel({ posts: [aPost({ text })] }).evidence.items[0]?.contentHash;
    });

    expect(hashes[0]).toBe(hashes[1]);
    expect(hashes[0]).toMatch(/^[0-9a-f]{64}$/);
  });

  it('has no hash where the text is not kept any more', () => {
    expect(aModel({ posts: [aPost({ text: '' })] }).evidence.items[0]?.contentHash).toBeUndefined();
  });

  it.each([
    ['bluesky', 'at://did:plc:abc/app.bsky.feed.post/3k', 'did:plc:abc'],
    ['telegram', 'somechannel/12', 'somechannel'],
    ['mastodon', 'https://social.example/@somebody/1', '9'],
    ['web', 'somebody-1', 'somebody'],
  ])('hides a post id of %s that names its author', (platform, id, accountId) => {
    const model = aModel({ posts: [aPost({ platform, id, accountId, text: 'a' })] });

    expect(model.evidence.items[0]?.post).toMatch(/^post-[0-9a-f]{16}$/);
    expect(everyFile(model)).not.toContain(accountId === '9' ? '@somebody' : accountId);
  });

  it('keeps the names of analysts at home', () => {
    const at = new Date('2026-03-02T14:00:00Z');
    const actions = [{ campaignId: campaign.id, kind: 'verdict', verdict: 'organic', by: 'Ana Lyst', at } as const];
    const model = aModel({ confirmed: { techniques: [confirmedTechnique], actions } });

    expect(model.verdicts[0]).toMatchObject({ verdict: 'organic', at });
    expect(model.verdicts[0]?.by).toBe(model.techniques.confirmed[0]?.by);
    expect(everyFile(model)).not.toContain('Ana Lyst');
    expect(everyFile(model)).not.toContain('slack:U1');
  });

  it('names an account that two persons decided to name, only when asked to', () => {
    const confirmed = {
      namings: [{ ...naming, confirmed: { by: 'slack:U2', byName: 'Second', at: naming.requestedAt } }],
    };
    const asked = aModel({ confirmed, options: { named: true } });

    expect(asked.accounts.list.find(({ as }) => as === 'named')).toMatchObject({ name: `@${handle}`, nativeId: '900' });
    expect(asked.accounts.list.some(({ name }) => name === `@${handle}2`)).toBe(false);
    expect(everyFile(aModel({ confirmed }))).not.toContain(handle);
  });

  it('names nobody on the word of one person', () => {
    expect(everyFile(aModel({ confirmed: { namings: [naming] }, options: { named: true } }))).not.toContain(handle);
  });

  it('leaves out what a rule suggests, unless asked; and what a person rejected, always', () => {
    const suggestedOf = (model: ExportModel): readonly string[] =>
      model.techniques.suggested.map(({ technique }) => technique);
    const rejected = { ...confirmedTechnique, decision: 'rejected' } as const;

    expect(suggestedOf(aModel())).toEqual([]);
    expect(suggestedOf(aModel({ options: { suggested: true } }))).toContain('disarm:1.6:T0084.001');
    const decided = aModel({ confirmed: { techniques: [rejected] }, options: { suggested: true } });
    expect(suggestedOf(decided)).not.toContain('disarm:1.6:T0084.001');
    expect(decided.techniques.confirmed).toEqual([]);
  });

  it('keeps a page of a listed account, and counts pages of others', () => {
    const links = [
      'x.com/ExampleDaily/status/1',
      'x.com/i/status/2',
      't.me/someone/3',
      'social.example/@some/4',
      'youtube.com/watch?v=abcdefghijk',
      'news.example/5',
    ];
    const { observables } = aModel({ posts: [aPost({ links })], campaign: aCampaign() });

    expect(observables.links.map(({ link }) => link).toSorted()).toEqual([
      'news.example/5',
      'x.com/ExampleDaily/status/1',
      'youtube.com/watch?v=abcdefghijk',
    ]);
    expect(observables.linksWithheld).toBe(3);
  });

  it('withholds pages of accounts on mirrors, in archives, in searches, and on hosts of their own', () => {
    const shown = [
      'social.example/web/about',
      'x.com/hashtag/example',
      'x.com/search?q=%23example',
      'archive.example/2026/https://news.example/5',
      'archive.example/2026/https://x.com/ExampleDaily/status/1',
      'someone.blog.example/5',
    ];
    const withheld = [
      'someone.bsky.social',
      'someone.bsky.social/page',
      'someone.tumblr.com/post/1',
      'nitter.example/someone/status/1',
      'fxtwitter.com/someone/status/1',
      'x.com:8443/someone',
      'x.com./someone',
      'x.com/search?q=from%3Asomeone',
      'x.com/hashtag/example?src=someone',
      'bsky.app/search?q=from%3Asomeone',
      'telegram.dog/someone',
      'weibo.com/n/someone',
      'github.com/someone',
      'social.example/web/@someone',
      'social.example/%40someone',
      'social.example/user/someone',
      'archive.example/2026/https://twitter.com/someone/status/1',
      'archive.example/2026/twitter.com/someone/status/1',
      'archive.example/?url=https%3A%2F%2Fx.com%2Fsomeone',
      `archive.example/${'a.example/'.repeat(50_000)}x.com/someone`,
    ];
    const subject = aCampaign({ links: [] });
    const { observables } = aModel({ posts: [aPost({ links: [...shown, ...withheld] })], campaign: subject });

    expect(observables.links.map(({ link }) => link)).toEqual(shown.toSorted());
    expect(observables.linksWithheld).toBe(withheld.length);
    expect(observables.hosts.map(({ host }) => host).filter((host) => /someone\.(?!blog)/.test(host))).toEqual([]);
  });

  it('withholds an address that holds the name of an account of the campaign, on any host but a listed one', () => {
    const shown = ['daily.example/private_person_handle', 'news.example/5', 'reuters.example/world/private-talks'];
    const withheld = [
      'links.example/private_person_handle',
      'private_person_handle.blog.example/1',
      'news.example/p?via=Private_Person_Handle',
      'space.example/80012345678',
      'tool.example/answered98765',
    ];
    const by = { handle, accountId: '80012345678', kind: 'reply', parentAccountId: 'answered98765' } as const;
    const own = [
      aPost({ ...by, id: '1', links: [...shown, ...withheld] }),
      aPost({ id: '2', accountId: '55555', handle: 'reuters', links: [] }),
    ];
    const model = aModel({ posts: own, campaign: aCampaign({ links: [] }) });

    expect(model.observables.links.map(({ link }) => link)).toEqual(shown);
    expect(model.observables.linksWithheld).toBe(withheld.length);
    expect(model.observables.hosts.map(({ host }) => host)).not.toContain('private_person_handle.blog.example');
  });

  it('puts pseudonyms for handles and ids into reasons that people wrote', () => {
    const reason = `@${handle}, ${handle} and 80012345678 did, see links.example/${handle}; @Someone: someone knows`;
    const own = [
      aPost({ id: '1', handle, accountId: '80012345678', links: [`links.example/${handle}`] }),
      aPost({ id: '2', handle: 'someone', accountId: '80012345678' }),
    ];
    const { techniques } = aModel({ posts: own, confirmed: { techniques: [{ ...confirmedTechnique, reason }] } });
    const name = pseudonym('x', '80012345678', 'secret');

    expect(techniques.confirmed[0]?.reason).toBe(
      `${name}, ${name} and ${name} did, see links.example/…; ${name}: someone knows`,
    );
  });

  it('does not say on whose host a private page is', () => {
    const subject = aCampaign({ keyKind: 'link', key: 'someone.bsky.social', tags: [], reason: 'someone.bsky.social' });
    const { campaign: said } = aModel({ campaign: subject, posts: [] });

    expect([said.name, said.reason]).toEqual(['a page of an account in no registry', '…']);
  });

  it('does not name the page of a private account as the subject', () => {
    const subject = aCampaign({ keyKind: 'link', key: 'x.com/privateperson/status/1', tags: [] });

    expect(aModel({ campaign: subject, posts: [] }).campaign.name).toBe('a page on x.com');
  });

  it('does not give the page of a private account away in a sentence', () => {
    const link = 'x.com/privateperson/status/1';
    const said = {
      ...campaign,
      keyKind: 'group',
      key: `XX diplomat · ${link}`,
      reason: `usually 0 of XX on ${link}, now 9`,
      tags: [],
    } as const;

    const text = everyFile(aModel({ campaign: said, options: { suggested: true } }));

    expect(text).not.toContain('privateperson');
    expect(text).toContain('usually 0 of XX on x.com/…, now 9');
  });

  it('names an account for the time of its listing only', () => {
    const accounts = [{ platform: 'x', nativeId: '42', validTo: new Date('2026-03-02T12:00:00Z') }];
    const ended = createRegistry({ version: '2026-03-01', entries: [{ ...daily, accounts }] });
    const before = aPost({
      id: '1',
      accountId: '42',
      handle: 'ExampleDaily',
      createdAt: new Date('2026-03-02T11:00:00Z'),
    });
    const after = aPost({ id: '2', accountId: '42', handle: 'newowner', createdAt: new Date('2026-03-02T13:00:00Z') });
    const model = aModel({ registry: ended, posts: [before, after] });

    expect(model.accounts.list.map(({ as, posts: n }) => [as, n])).toEqual([
      ['listed', 1],
      ['pseudonym', 1],
    ]);
    expect(everyFile(model)).not.toContain('newowner');
  });

  it('follows a confirmed request beside one that nobody confirmed', () => {
    const second = {
      ...naming,
      id: 'naming-2',
      confirmed: { by: 'slack:U2', byName: 'Second', at: naming.requestedAt },
    };
    const model = aModel({ confirmed: { namings: [naming, second] }, options: { named: true } });

    expect(model.accounts.list.some(({ as }) => as === 'named')).toBe(true);
  });

  it('tells a newer version from an older one, and is the same for the same', () => {
    const newer = aModel({ campaign: { ...campaign, version: 2 } });

    expect(aModel()).toEqual(aModel());
    expect(newer.modifiedAt.getTime()).toBeGreaterThan(aModel().modifiedAt.getTime());
    const decided = { ...confirmedTechnique, at: new Date('2026-03-04T13:00:00Z') };
    expect(aModel({ confirmed: { techniques: [decided] } }).modifiedAt > aModel().modifiedAt).toBe(true);
  });

  it('is newer after a post was found deleted or its account protected, and after another edition of one day', () => {
    const at = new Date('2026-03-09T10:00:00Z');
    const post = aPost({ id: '1' });
    const before = aModel({ posts: [post] }).modifiedAt;
    const edition = (version: string): Date =>
      aModel({ posts: [post], registry: createRegistry({ version, entries: [daily] }) }).modifiedAt;

    expect(aModel({ posts: [{ ...post, deletedAt: at }] }).modifiedAt > at).toBe(true);
    expect(aModel({ posts: [{ ...post, status: 'protected', statusCheckedAt: at }] }).modifiedAt > at).toBe(true);
    expect(aModel({ posts: [{ ...post, status: 'active', statusCheckedAt: at }] }).modifiedAt).toEqual(before);
    // The campaign's last post is of 2 March, too.
    const editions = ['2026-03-01.9', '2026-03-02', '2026-03-02.2', '2026-03-02.3', '2026-03-03', '2026-03-04.2'];
    const times = editions.map((version) => edition(version).getTime());
    expect(times).toEqual([...new Set(times)].toSorted((a, b) => a - b));
  });

  it('says when facts and names come from different registries', () => {
    const later = createRegistry({ version: '2026-04-01', entries: [daily] });

    expect(aModel({ registry: later }).limits).toContain(
      'Facts were measured with registry 2026-03-01; names follow registry 2026-04-01.',
    );
  });

  it('lists the busiest of many accounts and the most seen of many posts, and says so', () => {
    const many = Array.from({ length: 2_400 }, (_, i) =>
      aPost({ id: `${i}`, accountId: `a${i % 1_200}`, text: `text ${i}` }),
    );
    const { accounts, evidence, limits } = aModel({ posts: [...posts, ...many] });

    expect([accounts.list.length, accounts.of]).toEqual([1_001, 1_205]);
    expect([evidence.items.length, evidence.of]).toEqual([1_000, 2_404]);
    expect(evidence.items.some(({ listed }) => listed)).toBe(true);
    expect(limits).toContain('1,001 of 1,205 accounts are listed, the busiest ones.');
    expect(limits).toContain('1,000 of 2,404 posts without reposts are given as evidence.');
  });

  it('holds for any handle and text: nothing of an account without a public role leaves', () => {
    const hex = fc
      .array(fc.constantFrom('g', 'h', 'k', 'm', 'q', 'v', 'w', 'z'), { minLength: 12, maxLength: 20 })
      .map((all) => all.join(''));
    fc.assert(
      fc.property(
        hex,
        hex,
        hex,
        fc.constantFrom('x', 'bluesky', 'telegram', 'web', 'youtube'),
        (name, id, text, platform) => {
          const post = aPost({ platform, id: `${name}/1`, accountId: id, handle: name, text, links: [`t.me/${name}`] });
          const all = everyFile(aModel({ posts: [post], registry }));

          return ![name, id, text].some((secret) => all.includes(secret));
        },
      ),
      { numRuns: 40 },
    );
  });
});
