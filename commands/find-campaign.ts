/** The campaign that somebody means: by id, by the beginning of its id or tag, or by the alert they asked under. */
import type { Campaign } from '../src/campaign/campaign.ts';
import { type Asker, UserError } from '../src/chat/command.ts';
import { normalTag } from '../src/post/normal-form.ts';
import type { CommandDeps } from './deps.ts';

type FindDeps = { readonly store: Pick<CommandDeps['store'], 'campaigns' | 'outbox'> };

/** `undefined` when nothing was typed and nothing was asked under. */
export async function findCampaign(typed: string, asker: Asker, deps: FindDeps): Promise<Campaign | undefined> {
  const name = typed.trim();
  if (name === '') return campaignOfThread(asker, deps);
  return campaignNamed(name, deps);
}

export async function campaignNamed(name: string, { store }: Pick<FindDeps, 'store'>): Promise<Campaign> {
  const found = (await store.campaigns.byId(name)) ?? (await store.campaigns.search(normalTag(name), 1))[0];
  if (found === undefined) throw new UserError(await unknownCampaign(name, { store }));
  return found;
}

async function campaignOfThread(
  { thread, platform, channel }: Asker,
  { store }: FindDeps,
): Promise<Campaign | undefined> {
  if (thread === undefined) return undefined;
  const id = await store.outbox.campaignOf(`${platform}:${channel}`, thread);
  return id === undefined ? undefined : store.campaigns.byId(id);
}

async function unknownCampaign(typed: string, { store }: Pick<FindDeps, 'store'>): Promise<string> {
  const recent = (await store.campaigns.list({ minLevel: 'S3', limit: 3 })).map(({ id }) => id);
  return `No campaign ${typed} is known.${recent.length > 0 ? ` Newest: ${recent.join(', ')}.` : ' None was found yet.'}`;
}
