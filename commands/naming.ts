/**
 * `/naming …`: whether an account that is in no registry may leave under its name. One person asks with a reason, an
 * admin who is somebody else reads and confirms; both are in the record.
 */
import { z } from 'zod';
import type { Campaign } from '../src/campaign/campaign.ts';
import { type Answer, type Asker, type Command, UserError } from '../src/chat/command.ts';
import { type NamingRefusal, type NamingRequest, namingRefusal, namingState } from '../src/export/naming.ts';
import { clock, counted } from '../src/measure/words.ts';
import { answerMessage } from '../src/message/answer.ts';
import { keyName } from '../src/message/wording.ts';
import { pseudonym } from '../src/post/normal-form.ts';
import { dayMs, type Post } from '../src/post/post.ts';
import type { CommandDeps } from './deps.ts';
import { campaignNamed } from './find-campaign.ts';
import { postsOf } from './load-export.ts';

const NamingArgs = z.object({
  subject: z.string(),
  account: z.string().optional(),
  reason: z.string().max(500).optional(),
});

export function namingCommand(deps: CommandDeps): Command {
  return {
    name: 'naming',
    summary: 'Let an account that is in no registry leave under its name; needs two persons',
    arguments: [
      { name: 'subject', summary: 'a campaign, or a request such as naming-4', required: true },
      { name: 'account', summary: 'pseudonym such as acct-7f3a2c94d1; or confirm, for a request', required: false },
      { name: 'reason', summary: 'why the name must be known to others', required: false, rest: true },
    ],
    schema: NamingArgs,
    visibility: 'private',
    slow: false,
    examples: [
      '/naming #StopExampleRumors acct-7f3a2c94d1 sells the accounts by its own word',
      '/naming naming-4 confirm',
    ],
    complete: async (argument, typed) =>
      argument === 'subject' ? (await deps.store.campaigns.search(typed, 25)).map(({ id }) => id) : [],
    run: async (asker, args, now) => {
      const { subject, account = '', reason = '' } = NamingArgs.parse(args);
      if (/^naming-\d+$/.test(subject.trim())) return onRequest(subject.trim(), account, asker, now, deps);
      const campaign = await campaignNamed(subject.trim(), deps);
      if (account.trim() === '') return listAnswer(campaign, now, deps);
      return ask(campaign, account.trim(), reason.trim(), asker, now, deps);
    },
  };
}

async function ask(
  campaign: Campaign,
  account: string,
  reason: string,
  asker: Asker,
  now: Date,
  deps: CommandDeps,
): Promise<Answer> {
  if (reason === '') throw new UserError('Say why the name must be known to others; the second reader decides on it.');
  const { platform, accountId } = await resolve(campaign, account, deps);
  const request = await deps.store.sharing.requestNaming({
    campaignId: campaign.id,
    platform,
    accountId,
    reason,
    requestedBy: userOf(asker),
    requestedByName: asker.userName,
    requestedAt: now,
  });
  await note('naming-requested', request, asker, now, deps);
  const state = namingState(request, now);
  return answer(
    state === 'confirmed' ? `${account} may be named already` : `${request.id}: ${account} waits for a second reader`,
    [
      state === 'confirmed'
        ? `/export ${campaign.id} json named`
        : `An admin who is not ${request.requestedByName} reads /naming ${request.id} and confirms until ${clock(new Date(request.requestedAt.getTime() + 7 * dayMs), now)}.`,
    ],
    deps,
  );
}

/** The account behind a pseudonym, from the campaign's own posts. */
async function resolve(campaign: Campaign, account: string, { store, registry, secret }: CommandDeps): Promise<Post> {
  const known = await registry();
  const found = new Map<string, Post>();
  for (const post of await postsOf(campaign, store)) {
    if (pseudonym(post.platform, post.accountId, secret) === account) found.set(post.accountId, post);
  }
  const [post, ...others] = found.values();
  if (post === undefined) {
    throw new UserError(
      `No account ${account} has a stored post in ${campaign.id}; write it as in the evidence or an export.`,
    );
  }
  // Six digits of a digest: in a campaign of thousands two accounts may share them.
  if (others.length > 0)
    throw new UserError(`${account} stands for ${found.size} accounts here, so it cannot be named.`);
  if (known.findAccount(post, post.createdAt)?.entry.publicRole === true) {
    throw new UserError(`${account} is in the registry and is named anyway.`);
  }
  return post;
}

async function onRequest(id: string, word: string, asker: Asker, now: Date, deps: CommandDeps): Promise<Answer> {
  const request = await deps.store.sharing.naming(id);
  if (request === undefined) throw new UserError(`There is no request ${id}.`);
  if (!deps.isAdmin(asker))
    throw new UserError('Requests are read and confirmed by admins; see admins in the configuration.');
  switch (word.trim()) {
    case '':
      return read(request, asker, now, deps);
    case 'confirm':
      return confirm(request, asker, now, deps);
    default:
      throw new UserError(`A request is read with /naming ${id}, or confirmed with /naming ${id} confirm.`);
  }
}

/** A second reader must see whom it is about; that they looked is in the record. */
async function read(request: NamingRequest, asker: Asker, now: Date, deps: CommandDeps): Promise<Answer> {
  await note('naming-read', request, asker, now, deps);
  const campaign = await campaignNamed(request.campaignId, deps);
  const own = (await postsOf(campaign, deps.store)).filter(
    ({ platform, accountId }) => platform === request.platform && accountId === request.accountId,
  );
  const handle = own.findLast((post) => post.handle !== undefined)?.handle;
  return answer(
    `${request.id}: ${stateText(request, now)}`,
    [
      `account ${handle === undefined ? '' : `@${handle}, `}id ${request.accountId} on ${request.platform}`,
      `${counted(own.length, 'stored post')} in ${request.campaignId}`,
      `${request.requestedByName} asked ${clock(request.requestedAt, now)}: ${request.reason}`,
      'Stolen accounts of private persons have been part of campaigns: look at the account before you confirm.',
    ],
    deps,
  );
}

const refusals: Readonly<Record<NamingRefusal, string>> = {
  'not-an-admin': 'Only admins confirm.',
  'same-person': 'You asked for it yourself: the second reader must be somebody else.',
  expired: 'The request is older than 7 days and void; ask again.',
  'already-confirmed': 'It is confirmed already.',
};

async function confirm(request: NamingRequest, asker: Asker, now: Date, deps: CommandDeps): Promise<Answer> {
  const by = userOf(asker);
  const refused = namingRefusal(request, { by, isAdmin: deps.isAdmin(asker) }, now);
  if (refused !== undefined) throw new UserError(refusals[refused]);
  const done = await deps.store.sharing.confirmNaming(request.id, { by, byName: asker.userName }, now);
  if (!done) throw new UserError(refusals['already-confirmed']);
  await note('naming-confirmed', request, asker, now, deps);
  return answer(
    `${request.id} is confirmed: the account may leave under its name`,
    [`/export ${request.campaignId} json named; without "named" it stays a pseudonym.`],
    deps,
  );
}

async function listAnswer(campaign: Campaign, now: Date, deps: CommandDeps): Promise<Answer> {
  const requests = await deps.store.sharing.namingsOf(campaign.id);
  const lines = requests.map((request) => {
    const name = pseudonym(request.platform, request.accountId, deps.secret);
    return `${request.id} · ${name} · ${stateText(request, now)} · ${request.requestedByName}: ${request.reason}`;
  });
  const title = `${counted(requests.length, 'naming request')} for ${keyName(campaign)}`;
  return answer(title, lines.length > 0 ? lines : ['Every account in no registry leaves as a pseudonym.'], deps);
}

function stateText(request: NamingRequest, now: Date): string {
  const state = namingState(request, now);
  if (request.confirmed === undefined) return state === 'waiting' ? 'waits for a second reader' : 'expired';
  return `confirmed by ${request.confirmed.byName} ${clock(request.confirmed.at, now)}`;
}

async function note(action: string, request: NamingRequest, asker: Asker, now: Date, deps: CommandDeps): Promise<void> {
  const { id, campaignId, platform, accountId, reason } = request;
  const account = pseudonym(platform, accountId, deps.secret);
  await deps.store.audit.append({
    at: now,
    by: userOf(asker),
    action,
    subject: campaignId,
    details: { request: id, account, reason },
  });
}

function userOf({ platform, user }: Asker): string {
  return `${platform}:${user}`;
}

function answer(title: string, lines: readonly string[], { mark }: CommandDeps): Answer {
  return { visibility: 'private', message: answerMessage({ title, sections: [{ label: '', lines }], footer: [mark] }) };
}
