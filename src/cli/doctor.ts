/** `tocsin doctor`: what is configured, what answers, what is missing, and what to do about it. */
import { pino } from 'pino';
import type { LoadedConfig } from '../../config/load.ts';
import { createChats } from '../app/chats.ts';
import { type Database, openDatabase } from '../app/database.ts';
import { keepStarterRegistry } from '../app/starter-registry.ts';
import { userAgent } from '../app/user-agent.ts';
import type { Desk } from '../chat/command.ts';
import { counted } from '../measure/words.ts';
import { noticeMessage } from '../message/answer.ts';
import { createJobQueue } from '../queue/bullmq.ts';
import { createCalendars } from '../source/calendar/create-calendars.ts';
import { createHttp } from '../source/http/create-http.ts';
import { exitStatus, printJson, printLines } from './output.ts';
import { type CommonOptions, load } from './session.ts';

interface Finding {
  readonly part: string;
  readonly ok: boolean;
  readonly text: string;
}

export async function doctor({ json, ...common }: CommonOptions & { readonly json: boolean }): Promise<number> {
  const loaded = await load(common);
  const findings: Finding[] = [configuration(loaded)];
  const database = await tryOpen(loaded, findings);
  if (database !== undefined) {
    try {
      // As `tocsin run` would: a fresh installation begins with the starter registry.
      await keepStarterRegistry(database.store.registry, new Date());
      findings.push(
        ...(await contents(database)),
        ...(await calendarFindings(loaded)),
        await queueFinding(loaded, database),
        ...(await chats(loaded, database)),
      );
    } finally {
      await database.close();
    }
  }
  const ok = findings.every((finding) => finding.ok);
  if (json) await printJson({ ok, findings });
  else
    await printLines(
      findings.map((finding) => `${finding.ok ? 'ok     ' : 'MISSING'} ${finding.part.padEnd(14)} ${finding.text}`),
    );
  return ok ? exitStatus.done : exitStatus.failed;
}

function configuration({ file, configured }: LoadedConfig): Finding {
  if (!configured)
    return {
      part: 'configuration',
      ok: true,
      text: 'nothing is configured: the sample stream is shown. Start from config/example.yaml.',
    };
  return { part: 'configuration', ok: true, text: file ?? 'from the environment alone' };
}

async function tryOpen({ config, secrets }: LoadedConfig, findings: Finding[]): Promise<Database | undefined> {
  try {
    const database = await openDatabase({ databaseUrl: secrets.databaseUrl, dataDir: config.dataDir });
    findings.push({ part: 'database', ok: true, text: database.description });
    return database;
  } catch (error) {
    findings.push({ part: 'database', ok: false, text: messageOf(error) });
    return undefined;
  }
}

async function contents({ store }: Database): Promise<readonly Finding[]> {
  const { posts, accounts } = await store.posts.summary();
  const { version, entries } = await store.registry.snapshot();
  const states = await store.posts.sourceStates();
  const failing = states.filter(({ lastError }) => lastError !== undefined);
  return [
    { part: 'posts', ok: true, text: `${counted(posts, 'post')} by ${counted(accounts, 'account')}` },
    {
      part: 'registry',
      ok: entries.length > 0,
      text:
        entries.length > 0
          ? `${counted(entries.length, 'entry', 'entries')}, version ${version}`
          : 'empty: tocsin registry import FILE',
    },
    ...failing.map(({ sourceId, lastError }) => ({ part: `source ${sourceId}`, ok: false, text: lastError ?? '' })),
  ];
}

async function calendarFindings({ config }: LoadedConfig): Promise<readonly Finding[]> {
  const clock = (): Date => new Date();
  const silent = { warn: () => undefined, info: () => undefined };
  const calendars = createCalendars({
    lists: config.calendars,
    http: createHttp({ userAgent, clock }),
    log: silent,
    clock,
  });
  return (await calendars.check()).map(({ name, ok, text }) => ({ part: `calendar ${name}`, ok, text }));
}

async function queueFinding({ secrets }: LoadedConfig, { connection }: Database): Promise<Finding> {
  try {
    const backend =
      secrets.redisUrl === undefined
        ? ({ kind: 'postgres', connection } as const)
        : ({ kind: 'redis', url: secrets.redisUrl } as const);
    const queue = await createJobQueue({ backend, prefix: 'tocsin' });
    await queue.close(0);
    return { part: 'queue', ok: true, text: secrets.redisUrl === undefined ? 'on the database' : 'on Redis' };
  } catch (error) {
    return { part: 'queue', ok: false, text: messageOf(error) };
  }
}

async function chats({ config, secrets }: LoadedConfig, { store }: Database): Promise<readonly Finding[]> {
  const notifiers = createChats({
    config,
    secrets,
    store,
    desk: closedDesk,
    log: pino({ level: 'silent' }),
    now: () => new Date(),
  });
  const targets = [...config.routes.map(({ target }) => target), ...config.digests.map(({ target }) => target)];
  const findings: Finding[] = [];
  for (const notifier of notifiers) {
    const prefix = `${notifier.platform}:`;
    const channels = [
      ...new Set(targets.filter((target) => target.startsWith(prefix)).map((target) => target.slice(prefix.length))),
    ];
    for (const { ok, text } of await notifier.check(channels)) findings.push({ part: notifier.platform, ok, text });
  }
  for (const platform of ['slack', 'discord'] as const) {
    if (notifiers.some((notifier) => notifier.platform === platform)) continue;
    const wanted = targets.some((target) => target.startsWith(`${platform}:`));
    findings.push({
      part: platform,
      ok: !wanted,
      text: wanted ? 'messages are routed there, but no token is given' : 'not configured',
    });
  }
  return findings;
}

/** Checking needs no answers to commands. */
const closedDesk: Desk = {
  commands: [],
  ask: async () => closed,
  askLine: async () => closed,
  complete: async () => [],
  press: async () => closed,
};
const closed = { visibility: 'private', message: noticeMessage('Tocsin is being checked.') } as const;

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
