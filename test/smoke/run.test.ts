import { rm } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { aDataFolder, type Running, startFromSources, until } from './program.ts';

interface Shown {
  readonly ref: string;
  readonly kind: string;
  readonly title: string;
  readonly html: string;
}

/** The console as its page talks to it. */
function consoleAt(url: string) {
  const get = async <Result>(path: string): Promise<Result> =>
    (await fetch(new URL(path, url))).json() as Promise<Result>;
  const token = async (): Promise<string> =>
    /name="csrf-token" content="([^"]+)"/.exec(await (await fetch(url)).text())?.[1] ?? '';
  const post = async (
    path: string,
    body: Readonly<Record<string, string>>,
  ): Promise<{ readonly html: string; readonly title: string }> => {
    const response = await fetch(new URL(path, url), {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-csrf-token': await token(), origin: new URL(url).origin },
      body: JSON.stringify(body),
    });
    const answer = (await response.json()) as {
      readonly title?: string;
      readonly ref?: string;
      readonly html?: object;
    };
    if (answer.ref === undefined) return { title: answer.title ?? '', html: JSON.stringify(answer.html) };
    // What everybody may see became a message of the channel.
    const { messages } = await get<{ messages: readonly Shown[] }>(`/api/messages?channel=${body['channel'] ?? ''}`);
    return messages.find(({ ref }) => ref === answer.ref) ?? { title: '', html: '' };
  };
  return {
    messages: async (channel: string): Promise<readonly Shown[]> =>
      (await get<{ messages: readonly Shown[] }>(`/api/messages?channel=${channel}`)).messages,
    ask: (line: string, channel = 'questions') => post('/api/command', { line, channel }),
    press: (value: string, ref: string) => post('/api/press', { value, ref, channel: 'alerts' }),
    health: async (): Promise<number> => (await fetch(new URL('/healthz', url))).status,
  };
}

async function started(dataDir: string): Promise<{ readonly program: Running; readonly url: string }> {
  const program = startFromSources(dataDir, ['run']);
  const url = await until(async () => /Console: (\S+)/.exec(program.stdout())?.[1]);
  return { program, url };
}

describe('tocsin run with nothing configured', () => {
  let dataDir: string;
  let program: Running;
  let page: ReturnType<typeof consoleAt>;

  beforeAll(async () => {
    dataDir = await aDataFolder();
    const first = await started(dataDir);
    program = first.program;
    page = consoleAt(first.url);
  });

  afterAll(async () => {
    program.child.kill('SIGINT');
    await program.ended;
    await rm(dataDir, { recursive: true, force: true });
  });

  it('says in one line where the data is and that everything shown is invented', () => {
    expect(program.stdout()).toMatch(
      /nothing configured: showing sample data\. Every account, post and link of it is invented\./,
    );
    expect(program.stdout()).toMatch(/^Data in embedded PostgreSQL in .*; jobs queue on the same database\.$/m);
  });

  it('shows a campaign alert with its four parts, a burst of attributed accounts, and the first day’s digest', async () => {
    const alert = await until(async () =>
      (await page.messages('alerts')).find(({ title }) => title.includes('#stopexamplerumors')),
    );
    const burst = await until(async () =>
      (await page.messages('alerts')).find(({ title }) => title.includes('attributed accounts act together')),
    );
    const digest = await until(async () => (await page.messages('digest')).find(({ kind }) => kind === 'digest'));

    for (const part of ['Attributed', 'Coordinated', 'Later gone', 'Innocent?', 'Not known'])
      expect(alert.html).toContain(part);
    expect(burst.title).toMatch(/XX/);
    expect(digest.title).toMatch(/^Daily digest · Tue 03 Mar 2026 · UTC · 24 h to 08:00/);
    expect(digest.html).toContain('#stopexamplerumors');
  });

  it('answers commands, and unknown ones with what there is', async () => {
    expect((await page.ask('/hashtag #StopExampleRumors')).title).toMatch(
      /^#stopexamplerumors: \d+ posts by \d+ accounts$/,
    );
    expect((await page.ask('/campaign #StopExampleRumors')).html).toContain('Coordinated');
    expect((await page.ask('/status')).html).toContain('sample');
    expect((await page.ask('/help')).html).toContain('/hashtag');
    expect((await page.ask('/digest')).title).toContain('Daily digest');
    expect((await page.ask('/hashtag #StopExampelRumors')).title).toContain('Did you mean #stopexamplerumors');
    expect((await page.ask('/nonsense')).title).toContain('No command /nonsense');
    expect((await page.ask('/account @China_Daily_')).title).toMatch(/No account|not in any registry/);
  });

  it('keeps an acknowledgement and shows it on the alert', async () => {
    const [alert] = await page.messages('alerts');
    const value = /data-value="(ack:[^"]+)"/.exec(alert?.html ?? '')?.[1] ?? '';
    const answer = await page.press(value, alert?.ref ?? '');
    const acked = await until(async () =>
      (await page.messages('alerts')).find(({ title }) => title.includes('acked by')),
    );

    expect(answer.title).toContain('You acknowledged');
    expect(acked.ref).toBe(alert?.ref);
  });

  it('is healthy', async () => {
    expect(await page.health()).toBe(200);
  });

  it('stops cleanly on Ctrl-C, goes on where it was, and repeats nothing', async () => {
    const before = [...(await page.messages('alerts')), ...(await page.messages('digest'))].map(
      ({ ref, title }) => `${ref} ${title.split('[')[0]}`,
    );
    program.child.kill('SIGINT');
    const { status, stdout } = await program.ended;
    const second = await started(dataDir);
    program = second.program;
    page = consoleAt(second.url);
    await until(async () => ((await page.ask('/status')).html.includes('detect:') ? true : undefined));
    await until(async () => ((await page.ask('/status')).html.includes('0 messages to send') ? true : undefined));
    const after = [...(await page.messages('alerts')), ...(await page.messages('digest'))].map(
      ({ ref, title }) => `${ref} ${title.split('[')[0]}`,
    );

    expect(status).toBe(0);
    expect(stdout).toContain('Stopped.');
    // Every message is still there under its own reference, and no campaign was told a second time.
    for (const message of before) expect(after).toContain(message);
    const alerts = after
      .map((message) => /S[1-4] {2}(.+) · sample platform/.exec(message)?.[1])
      .filter((name) => name !== undefined);
    expect(new Set(alerts).size).toBe(alerts.length);
  });
});
