/**
 * `/who @handle|host [date]`: who it is attributed to, by whom, since when and how sure, as of a date.
 *
 * Attribution is cited; of an account in no registry nothing is said, and the question is answered to the asker alone.
 */
import { z } from 'zod';
import { type Answer, type Asker, type Command, UserError } from '../src/chat/command.ts';
import { dateText } from '../src/measure/words.ts';
import { answerMessage } from '../src/message/answer.ts';
import { defang } from '../src/message/wording.ts';
import { pseudonym } from '../src/post/normal-form.ts';
import { type Claimant, claimantsOf } from '../src/registry/claimants.ts';
import { describeAttribution } from '../src/registry/describe-attribution.ts';
import { lookOf } from '../src/registry/handle-form.ts';
import type { Attribution, Registry } from '../src/registry/registry.ts';
import { readSubject, type Subject } from '../src/registry/subject.ts';
import type { CommandDeps } from './deps.ts';
import { attributedSections, claimantLines } from './who-sections.ts';

const WhoArgs = z.object({ subject: z.string().min(1), date: z.string().optional() });

/** The lesson of Hamilton 68: whom such an account mentions or answers is not thereby its state's. */
const notContact = 'contact with or mention by an attributed account is not attribution';

export function whoCommand(deps: CommandDeps): Command {
  return {
    name: 'who',
    summary: 'Who an account or site is attributed to: by whom, since when, how sure',
    arguments: [
      { name: 'subject', summary: '@handle, host, or the address of a profile or page', required: true },
      { name: 'date', summary: 'as of a day such as 2021-03-25 (default: now)', required: false },
    ],
    schema: WhoArgs,
    visibility: 'channel',
    slow: false,
    examples: ['/who @ExampleDaily', '/who news.example 2021-03-25'],
    complete: async (argument, typed) =>
      argument === 'subject' ? (await deps.registry()).nearestHandles(typed.replace(/^@/, ''), 25) : [],
    run: async (asker, args, now) => {
      const { subject: typed, date } = WhoArgs.parse(args);
      const subject = readSubject(typed);
      if (subject === undefined) {
        throw new UserError('Which account or site? For example: /who @ExampleDaily or /who news.example');
      }
      const at = date === undefined ? now : endOfDay(date.trim());
      return answerOf(asker, await questionOf(subject, at, now, deps), deps);
    },
  };
}

/** A day is asked about at its end: what became valid on it counts. */
function endOfDay(date: string): Date {
  const day = /^\d{4}-\d{2}-\d{2}$/.test(date) ? new Date(`${date}T23:59:59.999Z`) : undefined;
  // 31 April would become 1 May.
  if (day !== undefined && !Number.isNaN(day.getTime()) && dateText(day) === date) return day;
  throw new UserError(`“${date.slice(0, 40)}” is no day; write it as 2021-03-25.`);
}

interface Question {
  readonly subject: Subject;
  readonly at: Date;
  readonly now: Date;
  readonly registry: Registry;
  /** Whatever claims the subject, at any time and of any status. */
  readonly claims: readonly Claimant[];
  /** What the registry answers, as everywhere else. */
  readonly attribution: Attribution | undefined;
  /** Seen under the handle is another account than the registered one. */
  readonly reused: boolean;
}

async function questionOf(subject: Subject, at: Date, now: Date, { registry, store }: CommandDeps): Promise<Question> {
  const known = await registry();
  const claims = claimantsOf(known.entries, subject, at);
  const [handle] = subject.accounts.flatMap((account) => account.handle ?? []);
  const seen = claims.length === 0 || handle === undefined ? [] : await store.lookups.findAccounts(handle);
  const found = claims.flatMap(({ account }) => {
    if (account === undefined) return [];
    const { platform, nativeId, handle: name } = account;
    const asked = subject.accounts.find((one) => one.nativeId !== undefined && one.nativeId === nativeId);
    const ids = asked === undefined ? seen.filter((one) => one.platform === platform) : [{ accountId: asked.nativeId }];
    const answers = (ids.length === 0 ? [{ accountId: undefined }] : ids).map(({ accountId }) =>
      known.findAccount({ platform, accountId, handle: name }, at),
    );
    return [answers.find((answer) => answer !== undefined)];
  });
  const attribution =
    found.find((answer) => answer !== undefined) ??
    (subject.host === undefined ? undefined : known.findHost(subject.host, at));
  const reused = attribution === undefined && claims.some(({ valid, entry }) => valid && entry.status !== 'withdrawn');
  return { subject, at, now, registry: known, claims, attribution, reused };
}

async function answerOf(asker: Asker, question: Question, deps: CommandDeps): Promise<Answer> {
  const { attribution, claims, registry, subject } = question;
  const footer = [notContact, `registry ${registry.version}`, deps.mark];
  if (attribution !== undefined && attribution.entry.publicRole) {
    return { visibility: 'channel', message: attributedMessage(attribution, question, footer) };
  }
  const byName = attribution === undefined && claims.some(({ entry }) => entry.publicRole);
  const openly = byName || (attribution === undefined && claims.length === 0 && subject.accounts.length === 0);
  if (!openly) await noteLookup(asker, question, deps);
  const message =
    attribution === undefined ? unmatchedMessage(question, footer) : unnamedMessage(attribution, question, footer);
  return { visibility: openly ? 'channel' : 'private', message };
}

function attributedMessage(attribution: Attribution, question: Question, footer: readonly string[]) {
  const { claims, at } = question;
  const own = claims.filter(({ entry, valid }) => entry.id === attribution.entry.id && valid);
  const others = claims.filter(({ entry }) => entry.id !== attribution.entry.id);
  return answerMessage({
    title: `${attribution.entry.name} · ${shownName(question)}`,
    lead: [`As of ${dateText(at)}; cited, not our finding.`],
    sections: [
      ...attributedSections(attribution, own, at),
      { label: 'Others that claim it', lines: claimantLines(others, at) },
    ],
    footer,
  });
}

/** An entry without a public role is matched and counted, never named; nor is what it claims. */
function unnamedMessage(attribution: Attribution, { at }: Question, footer: readonly string[]) {
  return answerMessage({
    title: 'On the list, without a public role',
    lead: ['Such entries are counted, not named. Only you see this; the look-up is logged.'],
    sections: [{ label: 'Attributed', lines: [describeAttribution(attribution, at)] }],
    footer,
  });
}

function unmatchedMessage(question: Question, footer: readonly string[]) {
  const { claims, at, reused } = question;
  const name = shownName(question);
  if (claims.length === 0) {
    return answerMessage({
      title: `${name}: in no registry; that does not mean independent`,
      lead: ['Tocsin keeps no profile of anybody whom no source attributes.'],
      sections: [{ label: 'Looks like', lines: lookAlikes(question) }],
      footer,
    });
  }
  return answerMessage({
    title: `${name}: attributed to nobody on ${dateText(at)}; that does not mean independent`,
    lead: [
      reused
        ? 'The account seen under this handle has another native id than the registered one: the handle has changed hands.'
        : 'What the registry holds is withdrawn, or of another time.',
    ],
    sections: [{ label: 'On record', lines: claimantLines(claims, at) }],
    footer,
  });
}

/** A host cannot be clicked by accident; one in other letters shows its ASCII form. */
function shownName({ subject: { shown, host } }: Question): string {
  if (host === undefined || shown.startsWith('@')) return shown;
  return host === shown.toLowerCase() ? defang(shown) : `${defang(shown)} (${defang(host)})`;
}

function lookAlikes({ subject: { host, accounts }, registry }: Question): readonly string[] {
  const hosts = host === undefined ? [] : registry.nearestHosts(host, 3);
  const [handle] = accounts.flatMap((account) => account.handle ?? []);
  const handles = handle === undefined ? [] : registry.nearestHandles(handle, 3);
  return [
    ...hosts.map((one) => `looks like ${defang(one)}, is not it`),
    ...handles.map((one) =>
      lookOf(one) === lookOf(handle ?? '') ? `looks like @${one}, is not it` : `similar name in the registry: @${one}`,
    ),
  ];
}

async function noteLookup(asker: Asker, { subject, attribution, now }: Question, deps: CommandDeps): Promise<void> {
  await deps.store.audit.append({
    at: now,
    by: `${asker.platform}:${asker.user}`,
    action: 'who-lookup',
    subject: attribution?.entry.id ?? pseudonym('who', subject.shown.toLowerCase(), deps.secret),
  });
}
