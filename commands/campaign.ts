/** `/campaign [ID or TAG]`: one campaign with its evidence, or the list of open ones. */
import { z } from 'zod';
import type { Campaign } from '../src/campaign/campaign.ts';
import type { Answer, Command } from '../src/chat/command.ts';
import { clock, counted } from '../src/measure/words.ts';
import { alertMessage } from '../src/message/alert-message.ts';
import { answerMessage } from '../src/message/answer.ts';
import { campaignLine } from '../src/message/digest-message.ts';
import { defang } from '../src/message/wording.ts';
import { normalTag } from '../src/post/normal-form.ts';
import type { CommandDeps } from './deps.ts';
import { findCampaign } from './find-campaign.ts';

const CampaignArgs = z.object({ campaign: z.string().optional() });

const listed = 10;

export function campaignCommand(deps: CommandDeps): Command {
  return {
    name: 'campaign',
    summary: 'One campaign with its evidence; without a name, the open ones',
    arguments: [{ name: 'campaign', summary: 'id or hashtag of a campaign', required: false, rest: true }],
    schema: CampaignArgs,
    visibility: 'channel',
    slow: false,
    examples: ['/campaign', '/campaign #StopExampleRumors'],
    complete: async (_argument, typed) => (await deps.store.campaigns.search(normalTag(typed), 25)).map(({ id }) => id),
    run: async (asker, args, now) => {
      const { campaign: typed = '' } = CampaignArgs.parse(args);
      const found = await findCampaign(typed, asker, deps);
      if (found === undefined) return listAnswer(now, deps);
      return { visibility: 'channel', message: await campaignMessage(found, now, deps) };
    },
  };
}

async function campaignMessage(
  campaign: Campaign,
  now: Date,
  { store, mark }: CommandDeps,
): Promise<Answer['message']> {
  const actions = await store.campaigns.actionsOf([campaign.id]);
  const gaps = await store.posts.gapsIn({ from: campaign.firstAt, to: campaign.endedAt ?? now });
  const gapLines = gaps.map(({ sourceId, from, to }) => `${sourceId} not read ${clock(from, now)}-${clock(to, now)}`);
  const alert = alertMessage(campaign, { actions, gaps: gapLines, mark, now });
  return {
    ...alert,
    kind: 'answer',
    buttons: [],
    sections: [
      ...alert.sections,
      {
        label: 'Growth',
        lines: campaign.growth.map(
          ({ at, accounts, posts, level }) =>
            `${clock(at, now)} · ${counted(accounts, 'account')}, ${counted(posts, 'post')} · ${level}`,
        ),
      },
      {
        label: 'Tags',
        lines: [
          campaign.tags
            .slice(0, 10)
            .map((tag) => `#${tag}`)
            .join(' '),
        ].filter((line) => line !== ''),
      },
      { label: 'Links', lines: campaign.links.slice(0, 5).map(defang) },
    ].filter(({ lines }) => lines.length > 0),
  };
}

async function listAnswer(now: Date, { store, mark }: CommandDeps): Promise<Answer> {
  const open = await store.campaigns.list({ openOnly: true, minLevel: 'S3', limit: listed });
  const ended = (await store.campaigns.list({ minLevel: 'S3', limit: listed })).filter(
    ({ state }) => state === 'ended',
  );
  const line = (campaign: Campaign): string => `${campaignLine(campaign, now)} · ${campaign.id}`;
  return {
    visibility: 'channel',
    message: answerMessage({
      title: open.length === 0 ? 'No open campaign' : `${counted(open.length, 'open campaign')}`,
      sections: [
        { label: 'Open', lines: open.map(line) },
        { label: 'Ended', lines: ended.slice(0, 5).map(line) },
      ],
      footer: [mark],
    }),
  };
}
