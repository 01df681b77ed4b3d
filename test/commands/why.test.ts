import { describe, expect, it } from 'vitest';
import { whyCommand } from '../../commands/why.ts';
import type { Campaign } from '../../src/campaign/campaign.ts';
import { plainText } from '../../src/message/plain-text.ts';
import { aCampaign } from '../builders.ts';

type Deps = Parameters<typeof whyCommand>[0];

const now = new Date('2026-03-02T14:00:00Z');
const asker = { platform: 'slack', workspace: 'T1', channel: 'C1', user: 'U1', userName: 'Ann' } as const;

function command(found: Campaign | undefined) {
  return whyCommand({
    store: {
      campaigns: {
        byId: async (id: string) => (found?.id === id ? found : undefined),
        search: async () => (found === undefined ? [] : [found]),
        list: async () => [],
      },
      labels: { fits: async () => [] },
      outbox: {
        campaignOf: async (target: string, ref: string) =>
          `${target} ${ref}` === 'slack:C1 r1' ? found?.id : undefined,
      },
    },
    mark: 'TLP:AMBER',
  } as unknown as Deps);
}

describe('/why', () => {
  it('answers for a tag, an id, and the alert it is asked under', async () => {
    const why = command(aCampaign());

    const byTag = await why.run(asker, { campaign: '#example' }, now);
    const byId = await why.run(asker, { campaign: 'example-x-20260302' }, now);
    const under = await why.run({ ...asker, thread: 'r1' }, {}, now);

    expect(byTag.visibility).toBe('channel');
    expect(plainText(byTag.message)).toContain('Why #example · X is S2');
    expect([byId.message, under.message]).toEqual([byTag.message, byTag.message]);
    expect(byTag.message.footer).toEqual(['example-x-20260302', 'rules v1', 'registry 2026-03-01', 'TLP:AMBER']);
  });

  it('says what to ask when nothing is named, and what is not known', async () => {
    await expect(command(aCampaign()).run(asker, {}, now)).rejects.toThrow('Which campaign? For example: /why');
    await expect(command(undefined).run(asker, { campaign: 'no' }, now)).rejects.toThrow('No campaign no is known.');
  });

  it('suggests ids while typing', async () => {
    expect(await command(aCampaign()).complete?.('campaign', '#ex')).toEqual(['example-x-20260302']);
  });
});
