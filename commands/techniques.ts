/** `/techniques CAMPAIGN [confirm|reject TECHNIQUE reason]`: what rules suggest, and what a person says about it. */
import { z } from 'zod';
import type { Campaign } from '../src/campaign/campaign.ts';
import { type Answer, type Asker, type Command, UserError } from '../src/chat/command.ts';
import { mayBeShown } from '../src/export/describe-campaign.ts';
import {
  type DisarmTechnique,
  disarmTechniques,
  disarmVersion,
  findTechnique,
  techniqueRef,
  techniqueRefused,
} from '../src/export/disarm.ts';
import { suggestTechniques, type TechniqueSuggestion } from '../src/export/suggest-techniques.ts';
import type { TechniqueDecision } from '../src/export/technique.ts';
import { clock } from '../src/measure/words.ts';
import { answerMessage } from '../src/message/answer.ts';
import { keyName } from '../src/message/wording.ts';
import type { CommandDeps } from './deps.ts';
import { campaignNamed } from './find-campaign.ts';
import { platformsOf, postsOf } from './load-export.ts';

const decisions = ['confirm', 'reject'] as const;

const TechniquesArgs = z.object({
  campaign: z.string(),
  decision: z.enum(decisions).optional(),
  technique: z.string().optional(),
  reason: z.string().max(500).optional(),
});

export function techniquesCommand(deps: CommandDeps): Command {
  return {
    name: 'techniques',
    summary: 'DISARM techniques of a campaign: suggestions, and what people confirm or reject',
    arguments: [
      { name: 'campaign', summary: 'id or hashtag of a campaign', required: true },
      { name: 'decision', summary: 'what you say about a technique', required: false, choices: decisions },
      { name: 'technique', summary: 'DISARM id such as T0049.002', required: false },
      { name: 'reason', summary: 'why; needed for what no measure suggests', required: false, rest: true },
    ],
    schema: TechniquesArgs,
    visibility: 'channel',
    slow: false,
    examples: ['/techniques #StopExampleRumors', '/techniques #StopExampleRumors confirm T0084.001'],
    complete: (argument, typed) => completions(argument, typed, deps),
    run: async (asker, args, now) => {
      const { campaign: typed, decision, technique = '', reason = '' } = TechniquesArgs.parse(args);
      const campaign = await campaignNamed(typed.trim(), deps);
      if (decision !== undefined) await decide({ campaign, decision, technique, reason, asker, now }, deps);
      return { visibility: 'channel', message: await overview(campaign, now, deps) };
    },
  };
}

async function completions(argument: string, typed: string, { store }: CommandDeps): Promise<readonly string[]> {
  if (argument === 'campaign') return (await store.campaigns.search(typed, 25)).map(({ id }) => id);
  if (argument !== 'technique') return [];
  return disarmTechniques.map(({ id }) => id).filter((id) => id.startsWith(typed.trim().toUpperCase()));
}

interface Given {
  readonly campaign: Campaign;
  readonly decision: (typeof decisions)[number];
  readonly technique: string;
  readonly reason: string;
  readonly asker: Asker;
  readonly now: Date;
}

async function decide(
  { campaign, decision, technique: written, reason, asker, now }: Given,
  deps: CommandDeps,
): Promise<void> {
  const technique = techniqueWritten(written);
  const why = reason.trim();
  if (decision === 'confirm' && why === '') await checkSuggested(technique, campaign, deps);
  const kept: TechniqueDecision = {
    campaignId: campaign.id,
    technique: techniqueRef(technique),
    decision: decision === 'confirm' ? 'confirmed' : 'rejected',
    by: `${asker.platform}:${asker.user}`,
    byName: asker.userName,
    at: now,
    reason: why === '' ? undefined : why,
  };
  await deps.store.sharing.decide(kept);
  await deps.store.audit.append({
    at: now,
    by: kept.by,
    action: `technique-${kept.decision}`,
    subject: campaign.id,
    details: { technique: kept.technique, ...(kept.reason === undefined ? {} : { reason: kept.reason }) },
  });
}

function techniqueWritten(written: string): DisarmTechnique {
  if (written.trim() === '') throw new UserError('Which technique? Give its DISARM id, such as T0049.002.');
  const refused = techniqueRefused(written);
  if (refused !== undefined) throw new UserError(`${refused}.`);
  const technique = findTechnique(written);
  if (technique !== undefined) return technique;
  const known = disarmTechniques.map(({ id }) => id).join(', ');
  throw new UserError(`${written.trim()} is not among the techniques that fit what is measured here: ${known}.`);
}

/** What a rule suggests has its reason; everything else is somebody's word, and says why. */
async function checkSuggested(technique: DisarmTechnique, campaign: Campaign, deps: CommandDeps): Promise<void> {
  const suggested = await suggestionsFor(campaign, deps);
  if (suggested.some(({ technique: ref }) => ref === techniqueRef(technique))) return;
  throw new UserError(
    `Nothing measured here suggests ${technique.id} (${technique.name.toLowerCase()}): say why, and it is kept with your name.`,
  );
}

async function suggestionsFor(
  campaign: Campaign,
  { store, registry }: CommandDeps,
): Promise<readonly TechniqueSuggestion[]> {
  const [posts, elsewhere, known] = await Promise.all([
    postsOf(campaign, store),
    platformsOf(campaign, store),
    registry(),
  ]);
  return suggestTechniques({ campaign, posts: posts.filter(mayBeShown), registry: known, elsewhere });
}

async function overview(campaign: Campaign, now: Date, deps: CommandDeps): Promise<Answer['message']> {
  const decided = await deps.store.sharing.decisionsOf(campaign.id);
  const open = (await suggestionsFor(campaign, deps)).filter(
    ({ technique }) => !decided.some((one) => one.technique === technique),
  );
  const line = ({ technique, by: _, byName, at, reason }: TechniqueDecision): string =>
    `${technique} ${findTechnique(technique)?.name ?? ''} · ${byName}, ${clock(at, now)}${reason === undefined ? '' : `: ${reason}`}`;
  return answerMessage({
    title: `Techniques of ${keyName(campaign)} (DISARM ${disarmVersion})`,
    sections: [
      { label: 'Confirmed', lines: decided.filter(({ decision }) => decision === 'confirmed').map(line) },
      { label: 'Suggested', lines: open.map(({ technique, name, reason }) => `${technique} ${name} · ${reason}`) },
      { label: 'Rejected', lines: decided.filter(({ decision }) => decision === 'rejected').map(line) },
      {
        label: 'Next',
        lines: [
          decided.length + open.length === 0
            ? 'nothing is suggested; confirm with a reason what you see yourself'
            : `only confirmed ones leave as facts: /techniques ${campaign.id} confirm T0000.000`,
        ],
      },
    ],
    footer: [campaign.id, `rules ${campaign.assessment.rulesVersion}`, deps.mark],
  });
}
