import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createModelStance } from '../../src/app/model-stance.ts';
import { loadStance, type RunningStance } from '../../src/app/stance.ts';

const opened: RunningStance[] = [];
let folder = '';

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tocsin-stance-'));
});

afterEach(async () => {
  await Promise.all(opened.splice(0).map((stance) => stance.close()));
  await rm(folder, { recursive: true, force: true });
});

async function aFile(name: string, id: string, language: string, lists: string): Promise<string> {
  const path = join(folder, name);
  await writeFile(path, `id: ${id}\nversion: "7"\nquestion: q\nlanguage: ${language}\n${lists}\n`);
  return path;
}

describe('the lexicons that come along', () => {
  it('answer in English and Chinese', async () => {
    const stance = await loadStance({ lexicons: [] });

    expect(stance.name).toBe('xinjiang-policy 1 (lexicon)');
    expect(
      await stance.classify([
        { text: 'Xinjiang is a wonderful land', lang: 'en' },
        { text: 'A report on forced labour and mass surveillance', lang: 'en' },
        { text: '新疆是个好地方', lang: 'zh' },
        { text: '關於再教育營的報告', lang: 'zh' },
        { text: 'Un beau pays', lang: 'fr' },
      ]),
    ).toEqual(['positive', 'negative', 'positive', 'negative', 'unclassified']);
  });
});

describe('lexicons of the team', () => {
  it('take the place of ours for the same question and language', async () => {
    const path = await aFile('own.yaml', 'xinjiang-policy', 'en', 'negative: [wonderful land]');
    const stance = await loadStance({ lexicons: [path] });

    expect(stance.name).toBe('xinjiang-policy en 7, zh 1 (lexicon)');
    expect(await stance.classify([{ text: 'a wonderful land', lang: 'en' }])).toEqual(['negative']);
  });

  it('may answer a question of their own, and one of several when it is named', async () => {
    const harvest = await aFile('h.yaml', 'harvest', 'en', 'positive: [rich]');
    const weather = await aFile('w.yaml', 'weather', 'en', 'positive: [sunny]');

    expect((await loadStance({ lexicons: [harvest] })).name).toBe('harvest 7 (lexicon)');
    expect((await loadStance({ lexicons: [harvest, weather] }, 'weather')).name).toBe('weather 7 (lexicon)');
    await expect(loadStance({ lexicons: [harvest, weather] })).rejects.toThrow(/harvest, weather/);
    await expect(loadStance({ lexicons: [harvest] }, 'sports')).rejects.toThrow(/harvest, xinjiang-policy/);
  });

  it('are refused with file and line, when they are missing, and when two are for one language', async () => {
    const bad = await aFile('bad.yaml', 'harvest', 'en', 'positve: [rich]');
    const one = await aFile('one.yaml', 'harvest', 'en', 'positive: [rich]');
    const two = await aFile('two.yaml', 'harvest', 'en', 'positive: [plenty]');

    await expect(loadStance({ lexicons: [bad] })).rejects.toThrow(/bad\.yaml:5 positve/);
    await expect(loadStance({ lexicons: [join(folder, 'none.yaml')] })).rejects.toThrow(/cannot be read/);
    await expect(loadStance({ lexicons: [one, two] })).rejects.toThrow(/two of the lexicons/i);
  });
});

/** A model in JavaScript: `line` is what it was asked, `answer` writes. */
function aModel(body: string, timeoutMs = 20_000): RunningStance {
  const script = `
    const answer = (stance) => process.stdout.write(JSON.stringify({ stance }) + '\\n');
    require('node:readline').createInterface({ input: process.stdin }).on('line', (line) => { ${body} });`;
  const stance = createModelStance({ name: 'our model 3', command: [process.execPath, '-e', script] }, { timeoutMs });
  opened.push(stance);
  return stance;
}

const some = (count: number) => Array.from({ length: count }, (_, i) => ({ text: `text ${i}\n“quoted”`, lang: 'en' }));

describe('a model of the team', () => {
  it('is asked line by line and answers in order, however many are asked at once', async () => {
    const stance = aModel(
      `answer(JSON.parse(line).text.endsWith('“quoted”') && /text \\d*[02468]\\n/.test(JSON.parse(line).text) ? 'positive' : 'negative')`,
    );

    const [first, second] = await Promise.all([stance.classify(some(1_000)), stance.classify(some(3))]);

    expect(first.slice(0, 4)).toEqual(['positive', 'negative', 'positive', 'negative']);
    expect(first).toHaveLength(1_000);
    expect(second).toEqual(['positive', 'negative', 'positive']);
    expect(await stance.classify([])).toEqual([]);
  });

  it('is loaded instead of the lexicons', async () => {
    const stance = await loadStance({ lexicons: [], model: { name: 'cat 1', command: [process.execPath, '-e', ''] } });
    opened.push(stance);

    expect(stance.name).toBe('cat 1');
  });

  it('is given no variables that might hold a token', async () => {
    process.env['SLACK_BOT_TOKEN'] = 'xoxb-invented';
    const stance = aModel(
      `answer(process.env.SLACK_BOT_TOKEN === undefined && process.env.PATH ? 'neutral' : 'negative')`,
    );

    expect(await stance.classify(some(1))).toEqual(['neutral']);
    delete process.env['SLACK_BOT_TOKEN'];
  });

  it.each([
    ['garbage', `console.log('text 1')`, /line 1 of its answers is none/],
    ['another word', `answer(line.includes('text 2') ? 'good' : 'neutral')`, /line 3 of its answers is none/],
    ['an end before its time', `if (line.includes('text 2')) process.exit(3); else answer('neutral')`, /ended with 3/],
    ['a line without end', `process.stdout.write('x'.repeat(20000))`, /without an end of the line/],
  ])('fails with a word on %s, and never answers again', async (_, body, problem) => {
    const stance = aModel(body);

    await expect(stance.classify(some(4))).rejects.toThrow(problem);
    await expect(stance.classify(some(1))).rejects.toThrow(problem);
  });

  it('fails when it answers more than it was asked, before anything is taken for the answer to another post', async () => {
    const stance = aModel(`answer('neutral'); answer('negative'); setTimeout(() => process.exit(0), 50)`);

    // Whether the second answer is seen at once depends on how the pipe cuts its output.
    await stance.classify(some(1)).catch(() => undefined);
    await setTimeout(500);
    await expect(stance.classify(some(1))).rejects.toThrow(/more answers than|ended with 0/);
  });

  it('fails when it is silent', async () => {
    await expect(aModel('', 300).classify(some(1))).rejects.toThrow(/no answer for 0 s|no answer for/);
  });

  it('fails when there is no such program', async () => {
    const stance = createModelStance({ name: 'none 1', command: [join(folder, 'no-such-program')] });
    opened.push(stance);

    await expect(stance.classify(some(1))).rejects.toThrow(/none 1 cannot be started/);
  });

  it('is ended on close, even when it does not want to', async () => {
    const stance = createModelStance({
      name: 'stubborn 1',
      command: [process.execPath, '-e', 'process.on("SIGTERM", () => {}); setInterval(() => {}, 1000)'],
    });

    await expect(stance.close()).resolves.toBeUndefined();
  });
});
