/** Buttons: acknowledge, snooze, judge, look closer; editions of the registry. What people do is kept and shown. */
import type { ActionKind } from '../src/alert/alert.ts';
import { shownVersion } from '../src/alert/plan.ts';
import type { Campaign, Indicator } from '../src/campaign/campaign.ts';
import { type Label, labelOf, type Verdict } from '../src/campaign/label.ts';
import { keyOf } from '../src/campaign/subject.ts';
import { type Answer, type ButtonPress, UserError } from '../src/chat/command.ts';
import { interactionsOf } from '../src/measure/post-groups.ts';
import { clock, counted } from '../src/measure/words.ts';
import { answerMessage, noticeMessage } from '../src/message/answer.ts';
import { type Press, readEditionPress, readPress } from '../src/message/buttons.ts';
import type { Section } from '../src/message/message.ts';
import { defang, keyName, platformName } from '../src/message/wording.ts';
import { pseudonym } from '../src/post/normal-form.ts';
import { hourMs, type Post } from '../src/post/post.ts';
import type { CommandDeps } from './deps.ts';
import { exportAnswer } from './export.ts';
import { type EditionPressDeps, pressEdition } from './press-edition.ts';

export interface PressDeps extends CommandDeps, Pick<EditionPressDeps, 'editions'> {
  readonly snoozeHours: number;
}

/** Answers a press, to the presser alone. */
export async function press({ asker, value }: ButtonPress, now: Date, deps: PressDeps): Promise<Answer> {
  const edition = readEditionPress(value);
  if (edition !== undefined) return pressEdition(edition, asker, deps);
  const pressed = readPress(value);
  if (pressed === undefined)
    throw new UserError('This button is not known here; the message may come from another version.');
  const campaign = await deps.store.campaigns.byId(pressed.campaignId);
  if (campaign === undefined) throw new UserError(`Campaign ${pressed.campaignId} is not kept any more.`);
  switch (pressed.action) {
    case 'evidence':
      return evidenceAnswer(campaign, now, deps);
    case 'export':
      return exportAnswer(campaign, 'json', undefined, asker, now, deps);
    case 'ack':
    case 'unack':
    case 'snooze':
    case 'verdict':
      return {
        visibility: 'private',
        message: noticeMessage(await act(pressed, pressed.action, campaign, asker.userName, asker, now, deps)),
      };
  }
}

async function act(
  { verdict, version }: Press,
  kind: Exclude<ActionKind, 'breakout'>,
  campaign: Campaign,
  by: string,
  asker: ButtonPress['asker'],
  now: Date,
  { store, snoozeHours }: PressDeps,
): Promise<string> {
  const until = kind === 'snooze' ? new Date(now.getTime() + snoozeHours * hourMs) : undefined;
  const done = await store.campaigns.act({ campaignId: campaign.id, kind, by, at: now, until, verdict });
  const judged = kind === 'verdict' ? verdict : undefined;
  const selection = judged === undefined ? undefined : await keepLabel(campaign, judged, asker, now, store);
  await store.audit.append({
    at: now,
    by: `${asker.platform}:${asker.user}`,
    action: kind,
    subject: campaign.id,
    details: {
      version,
      done,
      ...(judged === undefined ? {} : { verdict: judged, selection }),
      ...(until === undefined ? {} : { until: until.toISOString() }),
    },
  });
  const name = keyName(campaign);
  switch (kind) {
    case 'ack':
      return done
        ? `You acknowledged ${name}. Take it back with the same button.`
        : await alreadyAcked(campaign, store);
    case 'unack':
      return done ? `Your acknowledgement of ${name} is taken back.` : `Nobody holds ${name} at the moment.`;
    case 'snooze':
      return `${name} is snoozed until ${clock(until ?? now, now)}: no new message here before then, the alert itself stays up to date.`;
    case 'verdict':
      return `Your verdict on ${name} is kept: ${(verdict ?? 'cannot-say').replaceAll('-', ' ')}.`;
  }
}

/** The evidence is kept as it stands now: later looks change it, and the verdict was on this. */
async function keepLabel(
  campaign: Campaign,
  verdict: Verdict,
  { platform, user, userName }: ButtonPress['asker'],
  at: Date,
  { labels }: CommandDeps['store'],
): Promise<Label['selection']> {
  const auditProbability = campaign.level === 'S4' ? await labels.auditProbability(campaign.id) : undefined;
  const label = labelOf(campaign, { by: `${platform}:${user}`, byName: userName, at, verdict, auditProbability });
  await labels.keep(label);
  return label.selection;
}

async function alreadyAcked(campaign: Campaign, store: CommandDeps['store']): Promise<string> {
  const actions = await store.campaigns.actionsOf([campaign.id]);
  const first = [...actions].reverse().find(({ kind }) => kind === 'ack');
  return `${first?.by ?? 'Somebody'} was first: ${keyName(campaign)} is acknowledged (version ${shownVersion(campaign, actions)}).`;
}

/** Posts shown as evidence; the rest belongs to a page. */
const postsShown = 8;

async function evidenceAnswer(
  campaign: Campaign,
  now: Date,
  { store, registry, secret, mark }: PressDeps,
): Promise<Answer> {
  const span = { from: campaign.firstAt, to: new Date(campaign.lastAt.getTime() + 1) };
  const posts = await store.posts.postsOf({ ...keyOf(campaign), ...span });
  const known = await registry();
  const nameOf = (post: Post): string => {
    const entry = known.findAccount(post, post.createdAt)?.entry;
    return entry?.publicRole === true ? entry.name : pseudonym(post.platform, post.accountId, secret);
  };
  const top = [...posts]
    .filter(({ kind }) => kind !== 'repost')
    .sort(byInteractions)
    .slice(0, postsShown);
  const sections: readonly Section[] = [
    {
      label: 'First posts',
      lines: posts.slice(0, 3).map((post) => `${clock(post.createdAt, now)} · ${nameOf(post)} · ${post.kind}`),
    },
    {
      label: 'Most seen',
      lines: top.map(
        (post) => `${counted(interactions(post), 'interaction')} · ${nameOf(post)} · ${clock(post.createdAt, now)}`,
      ),
    },
    { label: 'Links', lines: campaign.links.slice(0, 5).map(defang) },
  ];
  return {
    visibility: 'private',
    message: answerMessage({
      title: `Evidence for ${keyName(campaign)} · ${platformName(campaign.platform)} · ${counted(posts.length, 'stored post')}`,
      sections: [
        ...sections,
        {
          label: 'Indicators',
          lines: campaign.assessment.indicators.filter(({ known }) => known).map(weighed),
        },
      ],
      footer: ['interactions = likes + reposts', 'accounts in no registry have pseudonyms', mark],
    }),
  };
}

/** `+1.6 · sentence`: what the fact adds to the score; without a number where it adds nothing. */
function weighed({ weight, sentence }: Indicator): string {
  if (Math.abs(weight) < 0.05) return sentence;
  return `${weight < 0 ? '−' : '+'}${Math.abs(weight).toFixed(1)} · ${sentence}`;
}

/** Likes and reposts, as the alert counts them. */
function interactions(post: Post): number {
  return interactionsOf(post) ?? 0;
}

function byInteractions(a: Post, b: Post): number {
  return interactions(b) - interactions(a) || a.createdAt.getTime() - b.createdAt.getTime();
}
