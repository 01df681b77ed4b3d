import { describe, expect, it } from 'vitest';
import { createWatched } from '../../src/app/watched.ts';
import { createRegistry } from '../../src/registry/create-registry.ts';
import { anEntry } from '../builders.ts';

const now = new Date('2026-03-02T12:00:00Z');

describe('what sources are asked to read', () => {
  it('is the accounts that are listed, valid now and of a watched kind, of the platform asked for', async () => {
    const entries = [
      anEntry({
        id: 'a',
        accounts: [
          { platform: 'x', handle: 'Daily', nativeId: '42' },
          { platform: 'bluesky', handle: 'daily.example' },
          { platform: 'x', handle: 'Old', validTo: new Date('2020-01-01') },
        ],
      }),
      anEntry({ id: 'b', kind: 'public-service-media', accounts: [{ platform: 'x', handle: 'Public' }] }),
      anEntry({ id: 'c', status: 'withdrawn', accounts: [{ platform: 'x', handle: 'Withdrawn' }] }),
    ];
    const watched = createWatched({
      tags: ['example'],
      hosts: [],
      kinds: ['state-media'],
      registry: async () => createRegistry({ version: '1', entries }),
      now: () => now,
    });

    expect(await watched('x')).toEqual({
      tags: ['example'],
      hosts: [],
      accounts: [{ handle: 'Daily', nativeId: '42' }],
    });
    expect((await watched('bluesky')).accounts).toEqual([{ handle: 'daily.example', nativeId: undefined }]);
  });
});
