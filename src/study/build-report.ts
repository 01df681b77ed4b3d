/** The table of a study → its report: every section, in the order in which a reader asks. */
import type { StudyContext } from './context.ts';
import type { StudyHead, StudyReport, StudySection } from './report.ts';
import { creationSection, thinSection } from './sections/accounts.ts';
import { amplificationSection } from './sections/amplification.ts';
import { breakoutSection } from './sections/breakout.ts';
import { concentrationSection } from './sections/concentration.ts';
import { hoursSection } from './sections/hours.ts';
import { influenceSection } from './sections/influence.ts';
import { languagesSection, sidesSection } from './sections/languages.ts';
import { linksSection } from './sections/links.ts';
import { networkSection } from './sections/network.ts';
import { organisationsSection } from './sections/organisations.ts';
import { overviewSection } from './sections/overview.ts';
import { repliesSection } from './sections/replies.ts';
import { repurposingSection } from './sections/repurposing.ts';
import { spreadSection } from './sections/spread.ts';
import { suspendedSection } from './sections/suspended.ts';
import { tagsSection } from './sections/tags.ts';
import { objectsSection, textSections } from './sections/texts.ts';
import { volumeSection } from './sections/volume.ts';

export interface ReportDeps {
  readonly context: StudyContext;
  readonly head: Pick<StudyHead, 'mark' | 'inputs' | 'madeAt'>;
  /** What is to be told of the reading. */
  readonly notes?: readonly string[] | undefined;
  /** Hears of each step before it is taken, and may take its time: a large set keeps the process busy in between. */
  readonly onStep?: ((name: string) => Promise<void>) | undefined;
}

export const cautions: readonly string[] = [
  'What attributed accounts mention, link to or repost is not thereby linked to a state. Attribution is cited from the registry, with its source; none is made here.',
  'Accounts in no registry appear as counts and pseudonyms only. The rows lists are for those who work on the study, as the mark says.',
  'What else could explain this: a news event, a fandom, a scheduled campaign, spam, or a sample that was drawn in another way. No single number shows coordination.',
];

export async function buildReport({ context, head, notes = [], onStep }: ReportDeps): Promise<StudyReport> {
  const { table, question, gaps } = context;
  await onStep?.('overview');
  return {
    head: { ...head, question, gaps, registryVersion: table.registryVersion, stanceBy: table.stanceBy },
    overview: overviewSection(context, notes),
    cautions,
    sections: isEmpty(context) ? [] : await makeSections(context, onStep),
  };
}

async function makeSections(context: StudyContext, onStep: ReportDeps['onStep']): Promise<readonly StudySection[]> {
  await onStep?.('network');
  // The breakout needs the communities, so the network is made first and stands further down.
  const { section: network, communities } = networkSection(context);
  const steps: readonly (readonly [name: string, make: () => readonly StudySection[]])[] = [
    ['volume', () => [volumeSection(context)]],
    ['influence', () => [influenceSection(context)]],
    ['suspended accounts', () => [suspendedSection(context)]],
    ['organisations', () => [organisationsSection(context)]],
    ['thin accounts', () => [thinSection(context)]],
    ['tags', () => [tagsSection(context)]],
    ['links', () => [linksSection(context)]],
    ['languages', () => [languagesSection(context), sidesSection(context)]],
    ['creation dates', () => [creationSection(context)]],
    ['posting hours', () => [hoursSection(context)]],
    ['other past', () => [repurposingSection(context)]],
    ['texts', () => textSections(context)],
    ['objects', () => [objectsSection(context)]],
    ['replies', () => [repliesSection(context)]],
    ['amplification', () => [amplificationSection(context)]],
    ['spread', () => [spreadSection(context)]],
    ['concentration', () => [network, concentrationSection(context)]],
    ['breakout', () => [breakoutSection(context, communities)]],
  ];
  const sections: StudySection[] = [];
  for (const [name, make] of steps) {
    await onStep?.(name);
    sections.push(...make());
  }
  return sections;
}

function isEmpty({ table, rows }: StudyContext): boolean {
  return (rows?.length ?? table.rows) === 0;
}
