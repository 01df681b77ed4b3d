/** `/why CAMPAIGN`: the whole account behind a score and a level, every term with its numbers, for and against. */
import { z } from 'zod';
import { type Command, UserError } from '../src/chat/command.ts';
import { whyMessage } from '../src/message/why-message.ts';
import { normalTag } from '../src/post/normal-form.ts';
import type { CommandDeps } from './deps.ts';
import { findCampaign } from './find-campaign.ts';

const WhyArgs = z.object({ campaign: z.string().optional() });

/** A year of weekly fits: older campaigns name their version alone. */
const fitsRead = 53;

export function whyCommand(deps: CommandDeps): Command {
  return {
    name: 'why',
    summary: 'Why a campaign has its level: every term of the score, for and against, and what is not known',
    arguments: [
      { name: 'campaign', summary: 'id or hashtag of a campaign; empty under an alert', required: false, rest: true },
    ],
    schema: WhyArgs,
    visibility: 'channel',
    slow: false,
    examples: ['/why #StopExampleRumors'],
    complete: async (_argument, typed) => (await deps.store.campaigns.search(normalTag(typed), 25)).map(({ id }) => id),
    run: async (asker, args, now) => {
      const { campaign: typed = '' } = WhyArgs.parse(args);
      const campaign = await findCampaign(typed, asker, deps);
      if (campaign === undefined) throw new UserError('Which campaign? For example: /why #StopExampleRumors');
      const { rulesVersion } = campaign.assessment;
      const fits = await deps.store.labels.fits(fitsRead);
      const fit = fits.find(({ adopted, rules }) => adopted && rules.version === rulesVersion);
      return { visibility: 'channel', message: whyMessage(campaign, { fit, mark: deps.mark, now }) };
    },
  };
}
