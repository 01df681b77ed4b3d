/** `/breakout CAMPAIGN [level reason]`: how far a campaign came. The measures propose a level, a person sets it. */
import { z } from 'zod';
import { breakoutLevels, type CampaignAction } from '../src/alert/alert.ts';
import type { Campaign } from '../src/campaign/campaign.ts';
import { type Asker, type Command, UserError } from '../src/chat/command.ts';
import { breakoutMeanings, proposeBreakout } from '../src/measure/study/breakout.ts';
import { clock, shorten } from '../src/measure/words.ts';
import { answerMessage } from '../src/message/answer.ts';
import type { Message } from '../src/message/message.ts';
import { keyName } from '../src/message/wording.ts';
import type { CommandDeps } from './deps.ts';
import { campaignNamed } from './find-campaign.ts';
import { questionAbout, tableFor } from './study-subject.ts';

const choices = breakoutLevels.map(String);

const BreakoutArgs = z.object({
  campaign: z.string().min(1),
  level: z.enum(choices).optional(),
  reason: z.string().max(500).optional(),
});

export function breakoutCommand(deps: CommandDeps): Command {
  return {
    name: 'breakout',
    summary: 'How far a campaign came (Breakout Scale): the level proposed, and the one a person sets',
    arguments: [
      { name: 'campaign', summary: 'id or hashtag of a campaign', required: true },
      { name: 'level', summary: '1 one community … 6 policy response or call to violence', required: false, choices },
      { name: 'reason', summary: 'why; shown with the level', required: false, rest: true },
    ],
    schema: BreakoutArgs,
    visibility: 'channel',
    slow: true,
    examples: ['/breakout #StopExampleRumors', '/breakout #StopExampleRumors 4 three national papers reported'],
    complete: async (argument, typed) =>
      argument === 'campaign' ? (await deps.store.campaigns.search(typed, 25)).map(({ id }) => id) : [],
    run: async (asker, args, now) => {
      const { campaign: typed, level, reason = '' } = BreakoutArgs.parse(args);
      const campaign = await campaignNamed(typed.trim(), deps);
      if (level !== undefined) await setLevel(campaign, Number(level), reason.trim(), asker, now, deps);
      return { visibility: 'channel', message: await overview(campaign, now, deps) };
    },
  };
}

async function setLevel(
  campaign: Campaign,
  level: number,
  reason: string,
  asker: Asker,
  now: Date,
  { store }: CommandDeps,
): Promise<void> {
  if (reason === '') throw new UserError(`Say why: /breakout ${campaign.id} ${level} REASON`);
  const breakout = breakoutLevels.find((one) => one === level);
  await store.campaigns.act({
    campaignId: campaign.id,
    kind: 'breakout',
    by: asker.userName,
    at: now,
    breakout,
    reason,
  });
  await store.audit.append({
    at: now,
    by: `${asker.platform}:${asker.user}`,
    action: 'breakout',
    subject: campaign.id,
    details: { level, reason },
  });
}

async function overview(campaign: Campaign, now: Date, deps: CommandDeps): Promise<Message> {
  const span = { from: campaign.firstAt, to: new Date(campaign.lastAt.getTime() + 1) };
  const posts = await deps.store.posts.postsOf({ ...questionAbout(campaign), ...span });
  const registry = await deps.registry();
  const proposed = proposeBreakout(await tableFor(posts, registry, {}));
  const set = (await deps.store.campaigns.actionsOf([campaign.id]))
    .filter(({ kind }) => kind === 'breakout')
    .toReversed();
  return answerMessage({
    title: `Breakout of ${keyName(campaign)}`,
    sections: [
      {
        label: 'Set by people',
        lines: set.length > 0 ? set.map((action) => setLine(action, now)) : ['no level was set yet'],
      },
      {
        label: 'Proposed',
        lines: [
          `${proposed.level} of 6: ${proposed.means}`,
          ...proposed.reasons.map(({ why, isMet }) => `${isMet ? 'yes' : 'no'} · ${why}`),
        ],
      },
      { label: 'Limits', lines: proposed.limits },
    ],
    footer: [campaign.id, 'scale: Nimmo, Brookings 2020', `registry ${registry.version}`, deps.mark],
  });
}

function setLine({ breakout, by, at, reason = '' }: CampaignAction, now: Date): string {
  const means = breakout === undefined ? '' : ` (${breakoutMeanings[breakout]})`;
  return `${breakout ?? '?'} of 6${means} · ${by} at ${clock(at, now)} · ${shorten(reason, 200)}`;
}
