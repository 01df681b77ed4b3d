import { domainToUnicode } from 'node:url';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createRegistry } from '../../src/registry/create-registry.ts';
import { hostForm } from '../../src/registry/host-form.ts';
import { createNearestHosts } from '../../src/registry/nearest-hosts.ts';
import { readableHost } from '../../src/registry/punycode.ts';
import { anEntry } from './an-entry.ts';

const at = new Date('2026-03-02T12:00:00Z');
const hosts = ['cgtn.com', 'xinhuanet.com', 'news.cn', 'rt.com', 'china-un.ch', 'press.münchen.example'];
const registry = createRegistry({ version: 'v', entries: [anEntry({ hosts })] });
const nearest = (host: string): readonly string[] => registry.nearestHosts(host, 3);

describe('nearestHosts', () => {
  it.each([
    ['a Cyrillic letter', 'сgtn.com', 'cgtn.com'],
    ['a Cyrillic letter in punycode', hostForm('сgtn.com') ?? '', 'cgtn.com'],
    ['a Greek letter under www', 'www.rτ.com', 'rt.com'],
    ['a digit for a letter', 'x1nhuanet.com', 'xinhuanet.com'],
    ['an accent', 'cgtń.com', 'cgtn.com'],
    ['two letters swapped', 'xinhaunet.com', 'xinhuanet.com'],
    ['a letter more, in a longer host', 'english.xinhuannet.com', 'xinhuanet.com'],
    ['the name in front of another host', 'cgtn.com.evil.example', 'cgtn.com'],
    ['the name inside another host', 'login.cgtn.com.evil.example', 'cgtn.com'],
    ['a hyphen for the dot', 'cgtn-com.example', 'cgtn.com'],
    ['a zero-width sign that no host may have', 'cgtn\u202e.com', 'cgtn.com'],
    ['another form of an international name', 'press.munchen.example', 'press.xn--mnchen-3ya.example'],
  ])('offers the host that one with %s imitates, and does not match it', (_trick, host, real) => {
    expect(nearest(host)[0]).toBe(real);
    expect(registry.findHost(host, at)).toBeUndefined();
  });

  it.each(['cgtn.com', 'www.cgtn.com', 'CGTN.com.', 'a.b.cgtn.com:443'])('does not offer %s to itself', (host) => {
    expect(nearest(host)).not.toContain('cgtn.com');
    expect(registry.findHost(host, at)).toBeDefined();
  });

  it.each(['ft.com', 'r.com', 'fakenews.cn', 'unrelated.example', 'com', '', '.', '1.2.3.4', 'a'.repeat(10_000)])(
    'offers nothing for %s',
    (host) => {
      expect(nearest(host)).toEqual([]);
    },
  );

  it('offers neither a withdrawn entry nor the host of a person without a public role', () => {
    const some = createRegistry({
      version: 'v',
      entries: [
        anEntry({ id: 'a', hosts: ['withdrawn.example'], status: 'withdrawn' }),
        anEntry({ id: 'b', hosts: ['somebody.example'], publicRole: false }),
      ],
    });

    expect(some.nearestHosts('withdrawm.example', 3)).toEqual([]);
    expect(some.nearestHosts('somebodi.example', 3)).toEqual([]);
  });

  it('offers the likest first, and no more than asked for', () => {
    const three = createNearestHosts(['dailynews.example', 'dailynewz.example', 'daylinewz.example']);

    expect(three('dailynewss.example', 5)).toEqual(['dailynews.example', 'dailynewz.example']);
    expect(three('dailynewss.example', 1)).toEqual(['dailynews.example']);
    expect(three('dailynewss.example', 0)).toEqual([]);
  });

  it('never throws, and never offers what the host belongs to', () => {
    const text = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 40 }),
      fc
        .array(fc.constantFrom('cgtn', 'com', 'rt', 'xn--', 'evil', '-', 'www', 'сgtn'))
        .map((labels) => labels.join('.')),
    );
    fc.assert(
      fc.property(text, (host) => {
        for (const offered of nearest(host)) {
          const form = hostForm(host) ?? '';
          expect(form === offered || form.endsWith(`.${offered}`)).toBe(false);
        }
      }),
    );
  });
});

describe('readableHost', () => {
  it('reads punycode as the URL Standard does', () => {
    const label = fc
      .string({
        unit: fc.constantFrom('a', 'z', '0', 'é', 'с', '中', 'ß', 'σ', '\u{20000}'),
        minLength: 1,
        maxLength: 10,
      })
      .map((text) => hostForm(`${text}.example`))
      .filter((host) => host !== undefined);
    fc.assert(
      fc.property(label, (host) => {
        expect(readableHost(host)).toBe(domainToUnicode(host));
      }),
    );
  });

  it.each(['xn--', 'xn--!', 'xn--a-', 'xn--99999999999', `xn--${'9'.repeat(60)}`, 'a.xn--zzzzzzzz.example'])(
    'leaves %s alone or reads it, and never throws',
    (host) => {
      expect(readableHost(host)).not.toBe('');
    },
  );
});
