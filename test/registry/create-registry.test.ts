import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createRegistry } from '../../src/registry/create-registry.ts';
import type { RegistryEntry } from '../../src/registry/registry.ts';
import { anEntry } from './an-entry.ts';

const at = new Date('2024-06-01T00:00:00Z');

function registryOf(...entries: readonly RegistryEntry[]) {
  return createRegistry({ version: '2024-06-01', entries });
}

describe('findAccount', () => {
  it('finds by handle without case, @ and surrounding spaces', () => {
    const registry = registryOf(anEntry({ accounts: [{ platform: 'x', handle: 'ExampleDaily' }] }));

    for (const handle of ['exampledaily', '@EXAMPLEDAILY', '  ExampleDaily ', '\t@exampleDaily\n']) {
      expect(registry.findAccount({ platform: 'X', handle }, at)?.by).toBe('handle');
    }
    expect(registry.findAccount({ platform: 'telegram', handle: 'exampledaily' }, at)).toBeUndefined();
  });

  it('believes the native id before the handle', () => {
    const byId = anEntry({ id: 'by-id', accounts: [{ platform: 'x', handle: 'old_name', nativeId: '7' }] });
    const byHandle = anEntry({ id: 'by-handle', accounts: [{ platform: 'x', handle: 'new_name' }] });

    const found = registryOf(byHandle, byId).findAccount({ platform: 'x', accountId: '7', handle: 'new_name' }, at);

    expect(found).toEqual({ entry: byId, by: 'native-id' });
  });

  it('refuses a handle that somebody with another native id uses now', () => {
    const registry = registryOf(anEntry({ accounts: [{ platform: 'x', handle: 'example', nativeId: '7' }] }));

    expect(registry.findAccount({ platform: 'x', accountId: '8', handle: 'example' }, at)).toBeUndefined();
    expect(registry.findAccount({ platform: 'x', handle: 'example' }, at)?.by).toBe('handle');
  });

  it('takes the handle when the registry knows no native id', () => {
    const registry = registryOf(anEntry({ accounts: [{ platform: 'x', handle: 'example' }] }));

    expect(registry.findAccount({ platform: 'x', accountId: '8', handle: 'example' }, at)?.by).toBe('handle');
  });

  it('answers as of the moment: the first instant belongs to the span, the last does not', () => {
    const former = anEntry({
      id: 'former',
      accounts: [{ platform: 'x', handle: 'embassy', validTo: new Date('2023-01-01T00:00:00Z') }],
    });
    const present = anEntry({
      id: 'present',
      accounts: [{ platform: 'x', handle: 'embassy', validFrom: new Date('2023-01-01T00:00:00Z') }],
    });
    const registry = registryOf(present, former);
    const ask = (day: string) => registry.findAccount({ platform: 'x', handle: 'embassy' }, new Date(day))?.entry.id;

    expect(ask('2022-12-31T23:59:59.999Z')).toBe('former');
    expect(ask('2023-01-01T00:00:00Z')).toBe('present');
  });

  it('never matches a withdrawn entry, and matches a disputed one with its status', () => {
    const accounts = [{ platform: 'x', handle: 'example', nativeId: '7' }];
    const question = { platform: 'x', accountId: '7', handle: 'example' };

    expect(registryOf(anEntry({ accounts, status: 'withdrawn' })).findAccount(question, at)).toBeUndefined();
    expect(registryOf(anEntry({ accounts, status: 'disputed' })).findAccount(question, at)?.entry.status).toBe(
      'disputed',
    );
  });

  it.each([
    ['full-width letters', 'ｅｘａｍｐｌｅ'],
    ['a zero-width space', 'exam\u200bple'],
    ['a byte-order mark', '\ufeffexample'],
    ['a Cyrillic е', 'ехample'.replace('х', 'x')],
    ['a Kelvin sign', 'example'.replace('e', '\u212a')],
    ['a soft hyphen', 'exa\u00admple'],
    ['a mark for right to left', '\u202eelpmaxe'],
    ['a mark for right to left behind it', 'example\u200f'],
    ['a word joiner', '\u2060example'],
    ['a combining stroke', 'exa\u0336mple'],
    ['a combining mark without a look', 'example\u034f'],
    ['a Greek letter', 'eχample'],
    ['a dotless i', 'kxampleı'],
    ['two signs', '@@example'],
    ['a full-width sign', '＠example'],
    ['a space inside', 'exam ple'],
    ['an ideographic space around it', '\u3000example'],
    ['styled letters', '𝐞𝐱𝐚𝐦𝐩𝐥𝐞'],
  ])('does not match a handle written with %s', (_trick, handle) => {
    const registry = registryOf(
      anEntry({
        accounts: [
          { platform: 'x', handle: 'example' },
          { platform: 'x', handle: 'kxample' },
          { platform: 'x', handle: 'kxamplei' },
        ],
      }),
    );

    expect(registry.findAccount({ platform: 'x', handle }, at)).toBeUndefined();
  });

  it.each<[string, Partial<RegistryEntry>, Partial<RegistryEntry>]>([
    [
      'higher confidence',
      { confidence: 'moderate' },
      { confidence: 'low', evidence: [{ type: 'analyst', source: 's', date: at }] },
    ],
    ['newer evidence', { evidence: [{ type: 'registry', source: 's', date: at }] }, {}],
    ['the id that sorts first', {}, {}],
  ])('lets %s answer for an account that two entries claim, in any order', (_why, winner, loser) => {
    const accounts = [{ platform: 'x', handle: 'example', nativeId: '7' }];
    const hosts = ['news.example'];
    const first = anEntry({ id: 'a-first', accounts, hosts, ...winner });
    const second = anEntry({ id: 'b-second', accounts, hosts, ...loser });

    for (const registry of [registryOf(first, second), registryOf(second, first)]) {
      expect(registry.findAccount({ platform: 'x', handle: 'example' }, at)?.entry.id).toBe('a-first');
      expect(registry.findAccount({ platform: 'x', accountId: '7' }, at)?.entry.id).toBe('a-first');
      expect(registry.findHost('news.example', at)?.entry.id).toBe('a-first');
    }
  });

  it('matches a Facebook name without its full stops, as Facebook does', () => {
    const accounts = ['facebook', 'instagram'].map((platform) => ({ platform, handle: 'Example.News' }));
    const registry = registryOf(anEntry({ accounts }));

    expect(registry.findAccount({ platform: 'facebook', handle: 'examplenews' }, at)?.by).toBe('handle');
    expect(registry.findAccount({ platform: 'instagram', handle: 'examplenews' }, at)).toBeUndefined();
  });

  it('takes an empty id for no id', () => {
    const registry = registryOf(anEntry({ accounts: [{ platform: 'x', handle: 'example', nativeId: '7' }] }));

    expect(registry.findAccount({ platform: 'x', accountId: ' ', handle: 'example' }, at)?.by).toBe('handle');
  });

  it('gives the next claimant when the first one’s span is over', () => {
    const over = anEntry({
      id: 'a-over',
      accounts: [{ platform: 'x', handle: 'example', validTo: new Date('2020-01-01T00:00:00Z') }],
    });
    const still = anEntry({ id: 'b-still', confidence: 'low', accounts: [{ platform: 'x', handle: 'example' }] });

    expect(registryOf(over, still).findAccount({ platform: 'x', handle: 'example' }, at)?.entry.id).toBe('b-still');
  });

  it('keeps the platform of the sample apart', () => {
    const registry = registryOf(anEntry({ accounts: [{ platform: 'sample', handle: 'example' }] }));

    expect(registry.findAccount({ platform: 'x', handle: 'example' }, at)).toBeUndefined();
  });
});

describe('findHost', () => {
  const registry = registryOf(
    anEntry({ id: 'rt', hosts: ['rt.example'] }),
    anEntry({ id: 'rt-es', hosts: ['actualidad.rt.example'] }),
    anEntry({ id: 'idn', hosts: ['münchen.example'] }),
    anEntry({ id: 'gone', hosts: ['gone.example'], status: 'withdrawn' }),
  );
  const find = (host: string) => registry.findHost(host, at)?.entry.id;

  it('matches whole labels from the right, the longest host first', () => {
    expect(find('rt.example')).toBe('rt');
    expect(find('www.rt.example')).toBe('rt');
    expect(find('actualidad.rt.example')).toBe('rt-es');
    expect(find('m.actualidad.rt.example')).toBe('rt-es');
    expect(find('art.example')).toBeUndefined();
    expect(find('rt.example.com')).toBeUndefined();
  });

  it('ignores case, port and a trailing dot', () => {
    for (const host of ['RT.Example', 'rt.example:8080', 'rt.example.', 'rt.example.:443'])
      expect(find(host)).toBe('rt');
  });

  it('matches nothing that only contains, looks like or stands before a registered host', () => {
    for (const host of ['rt.example.evil.test', 'rt-example.test', 'rt.ехample', 'xn--rt-9kc.example', 'rt.exam.ple']) {
      expect(find(host)).toBeUndefined();
    }
  });

  it('answers for a site on a public suffix with and without www, and for no other name there', () => {
    const own = registryOf(anEntry({ id: 'council', hosts: ['www.gov.cn'] }));
    const ask = (host: string) => own.findHost(host, at)?.entry.id;

    expect(['www.gov.cn', 'gov.cn', 'english.www.gov.cn'].map(ask)).toEqual(['council', 'council', 'council']);
    expect(['mfa.gov.cn', 'cn', 'www.cn', 'www.mfa.gov.cn'].map(ask)).toEqual([
      undefined,
      undefined,
      undefined,
      undefined,
    ]);
  });

  it('takes a host registered with www for the whole site', () => {
    const own = registryOf(anEntry({ hosts: ['www.daily.example'] }));

    for (const host of ['daily.example', 'www.daily.example', 'm.daily.example']) {
      expect(own.findHost(host, at)).toBeDefined();
    }
  });

  it('compares international names in their ASCII form', () => {
    expect(find('www.MÜNCHEN.example')).toBe('idn');
    expect(find('xn--mnchen-3ya.example')).toBe('idn');
  });

  it('answers nothing for what is no host, and nothing for a withdrawn entry', () => {
    for (const host of ['', '.', 'a..example', 'https://rt.example/', 'rt.example/path', '[::1]', 'gone.example']) {
      expect(find(host)).toBeUndefined();
    }
  });

  it('never throws, whatever it is asked', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const found =
          registry.findHost(text, at) ?? registry.findAccount({ platform: text, handle: text, accountId: text }, at);

        expect(found).toBeUndefined();
        expect(registry.nearestHandles(text, 3)).toEqual([]);
      }),
    );
  });
});

it('answers the same whatever the order of the entries', () => {
  const part = fc.record({
    id: fc.constantFrom('a', 'b', 'c', 'd'),
    confidence: fc.constantFrom('low' as const, 'high' as const),
    status: fc.constantFrom('active' as const, 'disputed' as const, 'withdrawn' as const),
    accounts: fc.array(
      fc.record({
        platform: fc.constant('x'),
        handle: fc.constantFrom('one', 'two'),
        nativeId: fc.constantFrom(undefined, '1', '2'),
      }),
      { maxLength: 3 },
    ),
  });
  const entries = fc.uniqueArray(part, { selector: ({ id }) => id }).map((parts) => parts.map((one) => anEntry(one)));
  fc.assert(
    fc.property(
      entries,
      fc.constantFrom('one', 'two'),
      fc.constantFrom(undefined, '1', '2'),
      (list, handle, accountId) => {
        const question = { platform: 'x', handle, accountId };

        const forward = registryOf(...list).findAccount(question, at);
        const backward = registryOf(...list.toReversed()).findAccount(question, at);

        expect(backward).toEqual(forward);
      },
    ),
  );
});

describe('accounts of the web', () => {
  it('takes an account of the web for the host it is named by', () => {
    const registry = createRegistry({ version: '1', entries: [anEntry({ hosts: ['daily.example'] })] });
    const find = (platform: string, accountId: string) =>
      registry.findAccount({ platform, accountId }, new Date('2026-03-02'))?.by;

    expect(find('web', 'english.daily.example')).toBe('host');
    expect(find('news', 'daily.example')).toBe('host');
    expect(find('web', 'fakedaily.example')).toBeUndefined();
    expect(find('x', 'daily.example')).toBeUndefined();
  });
});

describe('a handle that changes hands', () => {
  const handover = fc.integer({ min: 0, max: 1000 }).map((day) => new Date(Date.UTC(2020, 0, 1 + day)));
  const owned = (id: string, span: { validFrom?: Date; validTo?: Date }, nativeId?: string) =>
    anEntry({ id, accounts: [{ platform: 'x', handle: 'embassy', nativeId, ...span }] });

  it('belongs to exactly one of two owners at every instant', () => {
    fc.assert(
      fc.property(handover, fc.integer({ min: -5, max: 5 }), fc.boolean(), (moment, offMs, swapped) => {
        const owners = [owned('former', { validTo: moment }), owned('present', { validFrom: moment })];
        const registry = registryOf(...(swapped ? owners.toReversed() : owners));
        const asked = new Date(moment.getTime() + offMs);

        const found = registry.findAccount({ platform: 'x', handle: 'EMBASSY' }, asked)?.entry.id;

        expect(found).toBe(offMs < 0 ? 'former' : 'present');
      }),
    );
  });

  it('never matches an account whose native id is known to be another', () => {
    const id = fc.constantFrom('1', '2', '3');
    fc.assert(
      fc.property(id, id, handover, (registered, asked, moment) => {
        const registry = registryOf(owned('owner', {}, registered));

        const found = registry.findAccount({ platform: 'x', accountId: asked, handle: 'embassy' }, moment);

        expect(found?.by).toBe(registered === asked ? 'native-id' : undefined);
      }),
    );
  });

  it('belongs to nobody between two spans', () => {
    const day = (text: string) => new Date(`${text}T00:00:00Z`);
    const registry = registryOf(
      owned('former', { validTo: day('2020-01-01') }),
      owned('present', { validFrom: day('2021-01-01') }),
    );

    expect(registry.findAccount({ platform: 'x', handle: 'embassy' }, day('2020-06-01'))).toBeUndefined();
  });
});

it('finds every host under a registered one, and the longest first', () => {
  const label = fc.constantFrom('a', 'b', 'news', 'rt');
  const host = fc.array(label, { minLength: 1, maxLength: 3 }).map((labels) => `${labels.join('.')}.example`);
  fc.assert(
    fc.property(fc.uniqueArray(host, { minLength: 1, maxLength: 6 }), host, (registered, asked) => {
      const registry = registryOf(...registered.map((one, n) => anEntry({ id: `e${n}`, hosts: [one] })));

      const found = registry.findHost(asked, at)?.entry.hosts[0];

      const over = registered.filter((one) => asked === one || asked.endsWith(`.${one}`));
      expect(found).toBe(over.toSorted((a, b) => b.length - a.length)[0]);
    }),
  );
});
