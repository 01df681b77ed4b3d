import { describe, expect, it } from 'vitest';
import { claimantsOf } from '../../src/registry/claimants.ts';
import { readSubject, type Subject } from '../../src/registry/subject.ts';
import { anEntry } from './an-entry.ts';

const at = new Date('2024-01-01T00:00:00Z');
const until = anEntry({
  id: 'xx-until',
  accounts: [{ platform: 'x', handle: 'Daily', nativeId: '11', validTo: at }],
});
const since = anEntry({
  id: 'xx-since',
  accounts: [{ platform: 'x', handle: 'daily', nativeId: '22', validFrom: at }],
});
const withdrawn = anEntry({ id: 'xx-withdrawn', status: 'withdrawn', accounts: [{ platform: 'x', handle: 'daily' }] });
const site = anEntry({ id: 'xx-site', hosts: ['news.example'] });
const deeper = anEntry({ id: 'xx-deeper', hosts: ['english.news.example'] });
const entries = [withdrawn, until, since, site, deeper];

function ask(typed: string, when = at): readonly string[] {
  const subject: Subject | undefined = readSubject(typed);
  return subject === undefined
    ? []
    : claimantsOf(entries, subject, when).map(({ entry, by, valid }) => `${entry.id} ${by} ${valid}`);
}

describe('who claims an account or host', () => {
  it('is every entry, the one that holds it at the moment first', () => {
    expect(ask('@DAILY')).toEqual(['xx-since handle true', 'xx-until handle false', 'xx-withdrawn handle true']);
    expect(ask('@daily', new Date(at.getTime() - 1))).toEqual([
      'xx-until handle true',
      'xx-since handle false',
      'xx-withdrawn handle true',
    ]);
  });

  it('goes by native id, which a handle of another id does not touch', () => {
    const subject = { shown: '22', accounts: [{ platform: 'x', nativeId: '22', handle: 'daily' }] };

    expect(claimantsOf(entries, subject, at).map(({ entry, by }) => `${entry.id} ${by}`)).toEqual([
      'xx-since native-id',
      'xx-withdrawn handle',
    ]);
  });

  it('takes a handle as its platform compares it, as the registry does', () => {
    const page = anEntry({ id: 'xx-page', accounts: [{ platform: 'facebook', handle: 'Example.Daily' }] });
    const other = anEntry({ id: 'xx-other', accounts: [{ platform: 'instagram', handle: 'example.daily' }] });
    const typed = (handle: string): Subject => ({ shown: '', accounts: [{ handle }] });
    const idsOf = (handle: string) => claimantsOf([page, other], typed(handle), at).map(({ entry }) => entry.id);

    expect(idsOf('ExampleDaily')).toEqual(['xx-page']);
    expect(idsOf('example.daily')).toEqual(['xx-other', 'xx-page']);
  });

  it('finds a site on a public suffix without its www., as a link to it is kept', () => {
    const portal = anEntry({ id: 'xx-portal', hosts: ['www.gov.cn'] });
    const subject: Subject = { shown: '', host: 'gov.cn', accounts: [] };

    expect(claimantsOf([portal], subject, at)).toMatchObject([{ by: 'host', host: 'www.gov.cn' }]);
    expect(claimantsOf([portal], { ...subject, host: 'other.gov.cn' }, at)).toEqual([]);
  });

  it('keeps to the platform that is named', () => {
    expect(ask('https://t.me/dailynews')).toEqual([]);
    expect(claimantsOf(entries, { shown: '', accounts: [{ platform: 'telegram', handle: 'daily' }] }, at)).toEqual([]);
  });

  it('takes whole labels of a host, the longest first', () => {
    expect(ask('a.english.news.example')).toEqual(['xx-deeper host true', 'xx-site host true']);
    expect(ask('fakenews.example')).toEqual([]);
    expect(ask('news.example.evil.example')).toEqual([]);
  });

  it('is nobody for look-alikes', () => {
    expect(ask('@dаily')).toEqual([]); // Cyrillic а
    expect(ask('@da\u200bily')).toEqual([]);
  });
});
