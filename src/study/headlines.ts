/**
 * A study in the few lines that a chat shows: each measure with numerator, denominator and interval, in the order of an
 * alert's four parts. The whole study is the command line's.
 */
import { measureAttributedLinks } from '../measure/study/attributed-links.ts';
import { proposeBreakout } from '../measure/study/breakout.ts';
import { measureConcentrations } from '../measure/study/concentration-of.ts';
import { measureCreationWindows } from '../measure/study/creation-windows.ts';
import { measureDedicatedAmplifiers } from '../measure/study/dedicated-amplifiers.ts';
import { measureInfluence } from '../measure/study/influence.ts';
import { measureLanguageStance } from '../measure/study/language-stance.ts';
import { suspendedWords } from '../measure/study/looks.ts';
import { measureNearDuplicates } from '../measure/study/near-duplicates.ts';
import { measureNoiseTails } from '../measure/study/noise-tails.ts';
import { measurePostingHours } from '../measure/study/posting-hours.ts';
import { rankPosts } from '../measure/study/ranking.ts';
import { measureRapidReposts } from '../measure/study/rapid-reposts.ts';
import { measureReplies } from '../measure/study/reply-profile.ts';
import { measureSameObjects } from '../measure/study/same-objects.ts';
import { measureSpread } from '../measure/study/spread.ts';
import { studyShareText } from '../measure/study/study-words.ts';
import { measureSuspendedAmplifiers } from '../measure/study/suspended-amplifiers.ts';
import { measureSuspendedTop, nobodyLooked, type SuspendedTop } from '../measure/study/suspended-top.ts';
import { measureTagFamily } from '../measure/study/tag-family.ts';
import { measureThinAccounts } from '../measure/study/thin-accounts.ts';
import { measureTwoSidedness } from '../measure/study/two-sidedness.ts';
import { count, counted, dateText, duration } from '../measure/words.ts';
import type { Section } from '../message/message.ts';
import { platformName } from '../message/wording.ts';
import { type StudyContext, usualOptions } from './context.ts';
import { networkSection } from './sections/network.ts';

export function studyHeadlines(context: StudyContext): readonly Section[] {
  const { communities } = networkSection(context);
  return [
    { label: 'Attributed', lines: attributedLines(context) },
    { label: 'Coordinated', lines: coordinatedLines(context, communities) },
    { label: 'Later gone', lines: goneLines(context) },
    { label: 'Innocent?', lines: innocentLines(context) },
    { label: 'Accounts', lines: accountLines(context) },
    { label: 'Reach', lines: reachLines(context, communities) },
    { label: 'Languages', lines: languageLines(context) },
  ].filter(({ lines }) => lines.length > 0);
}

function attributedLines(context: StudyContext): readonly string[] {
  const options = usualOptions(context);
  const { platforms } = measureInfluence(context.table, { ...options, topN: context.question.top });
  const links = measureAttributedLinks(context.table, options);
  return [
    ...platforms.map(
      ({ platform, top, formula, attributed }) =>
        `${platformName(platform)}: of the ${count(top.length)} most interactive posts (${formula.slice(formula.indexOf(':') + 1).trim()}) attributed to a state ${studyShareText(attributed.share)}; of their interactions ${studyShareText(attributed.weighted)}${attributed.disputed === 0 ? '' : `; of ${counted(attributed.disputed, 'post')} the attribution is disputed`}`,
    ),
    `posts with a link that lead to hosts attributed to a state: ${studyShareText(links.attributed.share)}`,
    ...amplifierLines(context),
  ];
}

/** F16: as a share of a group; nobody is named. */
function amplifierLines(context: StudyContext): readonly string[] {
  const options = usualOptions(context);
  const rapid = measureRapidReposts(context.table, options);
  const { states, minShare } = measureDedicatedAmplifiers(context.table, options);
  return [
    ...(rapid.timeKnown.of > 0
      ? [
          `reposts of attributed posts within ${rapid.withinMs / 1000} s: ${studyShareText(rapid.rapid.share)}; of other posts ${studyShareText(rapid.elsewhere.share)}`,
        ]
      : []),
    ...states.map(
      ({ state, byDedicated }) =>
        `reposts of accounts of ${state} by accounts that give them at least ${minShare * 100} % of their reposts: ${studyShareText(byDedicated.share)}`,
    ),
  ];
}

function coordinatedLines({ table, rows, registry }: StudyContext, communities: number): readonly string[] {
  const copies = measureNearDuplicates(table, { rows });
  const tails = measureNoiseTails(table, { rows, groups: copies.groups });
  const objects = measureSameObjects(table, { rows, registry });
  return [
    `near-identical text by at least ${copies.fewestAccounts} accounts: ${studyShareText(copies.share)} (${counted(copies.clusters, 'text')})`,
    `meaningless ends of texts: ${studyShareText(tails.share)}`,
    `same link, video or picture by at least ${objects.fewestAccounts} accounts in ${objects.hours} h: ${studyShareText(objects.share)}`,
    `co-sharing within 60 s, at least 2 objects: ${counted(communities, 'community', 'communities')} of 3 and more accounts`,
  ];
}

function goneLines(context: StudyContext): readonly string[] {
  const options = usualOptions(context);
  const rankings = rankPosts(context.table, { rows: context.rows, topN: context.question.top });
  const tops = measureSuspendedTop(context.table, { ...options, rankings });
  const amplifiers = measureSuspendedAmplifiers(context.table, options);
  return [
    ...tops.map((top) => `${platformName(top.platform)}: ${goneWords(top)}${takedownPart(top)}`),
    ...(amplifiers.reposts.n > 0
      ? [`reposts of attributed posts by accounts ${suspendedWords}: ${studyShareText(amplifiers.ofAll.share)}`]
      : []),
  ];
}

function goneWords(top: SuspendedTop): string {
  return nobodyLooked(top)
    ? `nobody looked again at the authors of the ${count(top.top.length)} most interactive posts`
    : `of the most interactive posts ${suspendedWords}: ${studyShareText(top.ofAll.share)}${top.unknown.n === 0 ? '' : `; ${count(top.unknown.n)} are of authors that nobody looked at again, so it may be more`}`;
}

function takedownPart({ inTakedownSet: { sources, share } }: SuspendedTop): string {
  return sources.length === 0 ? '' : `; in a takedown set (${sources.join(', ')}): ${studyShareText(share)}`;
}

function innocentLines(context: StudyContext): readonly string[] {
  const options = usualOptions(context);
  const { written } = measureConcentrations(context.table, options);
  const sides = measureTwoSidedness(context.table, options);
  return [
    `${count(written.posts)} written posts by ${counted(written.accounts, 'account')}, as concentrated as ${count(written.effectiveAccounts)} equally busy ones; one post only: ${studyShareText(written.singlePost.share)}`,
    ...(sides.stanceBy === undefined
      ? ['both sides: nothing classified the posts']
      : [
          `positive ${studyShareText(sides.supporting.posts.share)} · negative ${studyShareText(sides.critical.posts.share)} · unclassified ${studyShareText(sides.unclassified.share)} (${sides.stanceBy})`,
        ]),
    ...(sides.note === undefined ? [] : [sides.note]),
    'what else could explain this: a news event, a fandom, a scheduled campaign, spam, or how the posts were collected',
  ];
}

function accountLines(context: StudyContext): readonly string[] {
  const options = usualOptions(context);
  const thin = measureThinAccounts(context.table, options);
  const creation = measureCreationWindows(context.table, options);
  const replies = measureReplies(context.table, options);
  const { offices } = measurePostingHours(context.table, { ...options, zones: context.question.zones });
  const [window] = creation.windows;
  return [
    `followers: fewer than 5 ${studyShareText(thin.underFive.share)}, none ${studyShareText(thin.noFollowers.share)}, unknown ${count(thin.followersUnknown.n)}; posts without interaction ${studyShareText(thin.withoutInteraction.share)}`,
    ...(window === undefined
      ? [`creation dates: unknown for ${counted(creation.unknown.n, 'account')}`]
      : [
          `made within ${duration(creation.windowMs)} of ${dateText(window.from)}: ${studyShareText(window.share)}, date unknown ${count(creation.unknown.n)}`,
        ]),
    `replies: ${studyShareText(replies.replies.share)}, to ${counted(replies.targets, 'account')}`,
    ...offices.map(({ zone, share }) => `weekdays 9:00-18:00 in ${zone}: ${studyShareText(share)}`),
  ];
}

function reachLines(context: StudyContext, communities: number): readonly string[] {
  const { table, rows, question } = context;
  const spread = measureSpread(table, 'link', usualOptions(context));
  const breakout = proposeBreakout(table, { rows, communities });
  const family = question.tag === undefined ? undefined : measureTagFamily(table, question.tag, { rows });
  const lag = spread.medianLagMs === undefined ? '' : `, median ${duration(spread.medianLagMs)} later`;
  return [
    `links on two and more platforms: ${studyShareText(spread.shared.share)}${lag}`,
    `breakout level proposed: ${breakout.level} of 6 (${breakout.means}); a person sets it`,
    ...(family === undefined || family.suggestions.length === 0
      ? []
      : [
          `tags that look alike, not joined: ${family.suggestions
            .slice(0, 5)
            .map(({ tag, posts }) => `#${tag} ${count(posts)}`)
            .join(' · ')}`,
        ]),
  ];
}

const languagesShown = 6;

function languageLines({ table, rows }: StudyContext): readonly string[] {
  const found = measureLanguageStance(table, { rows });
  return [
    found.rows
      .slice(0, languagesShown)
      .map(({ lang, posts }) => `${lang} ${count(posts.n)}`)
      .join(' · '),
  ].filter((line) => line !== '');
}
