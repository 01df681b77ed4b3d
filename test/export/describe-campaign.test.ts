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
    expect(aModel({ confirmed: { techniques: [confirmedTechnique] } }).modifiedAt > aModel().modifiedAt).toBe(true);
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
