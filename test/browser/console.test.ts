import { existsSync, mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { startWeb, type WebServer } from '../../src/web/server.ts';
import { aBoard, aDesk, aMessage, anAlert, type MemoryBoard, type RecordingDesk, webOptions } from '../web/fakes.ts';

const executablePath = process.env['TOCSIN_CHROMIUM'] ?? '/usr/bin/chromium';
const isPresent = existsSync(executablePath);
const flags = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

describe.skipIf(!isPresent)(
  `the console's page in a browser${isPresent ? '' : ` (${executablePath} is missing)`}`,
  () => {
    const pictures = mkdtempSync(join(tmpdir(), 'console-pictures-'));
    let browser: Browser;
    let board: MemoryBoard;
    let desk: RecordingDesk;
    let web: WebServer;
    let page: Page;
    let problems: string[];

    beforeAll(async () => {
      browser = await chromium.launch({ executablePath, headless: true, args: flags });
    });
    afterAll(async () => {
      await browser.close();
    });
    beforeEach(() => {
      board = aBoard();
      desk = aDesk();
    });
    afterEach(async () => {
      await page.context().close();
      await web.close();
    });

    async function open(how: { sample?: boolean; context?: BrowserContextOptions } = {}): Promise<void> {
      web = await startWeb(webOptions({ board, desk, sample: how.sample ?? false }));
      const context = await browser.newContext({ viewport: { width: 1280, height: 860 }, ...how.context });
      page = await context.newPage();
      problems = [];
      page.on('console', (entry) => {
        if (entry.type() === 'error' || entry.type() === 'warning') problems.push(entry.text());
      });
      page.on('pageerror', (error) => problems.push(error.message));
      page.on('request', (request) => {
        if (!request.url().startsWith(web.url)) problems.push(`loads from outside: ${request.url()}`);
      });
      await page.goto(web.url);
      await page.getByText('live', { exact: true }).waitFor();
    }

    async function picture(name: string): Promise<void> {
      await page.screenshot({ path: join(pictures, `${name}.png`) });
    }

    it('says what to expect while empty, then shows a message as it arrives, without a reload', async () => {
      await open({ sample: true });
      await page.getByText('The first alert of the sample appears in about 20 seconds.').waitFor();
      await page.getByText('invented accounts and text').waitFor();
      await picture('empty');

      board.put('alerts', anAlert(), '2026-11-24T12:30:00Z');

      await page.getByRole('heading', { name: '#StopExampleRumors' }).waitFor();
      expect(await page.locator('#empty').isVisible()).toBe(false);
      expect(await page.getByText('9 of 214 accounts').isVisible()).toBe(true);
      expect(problems).toEqual([]);
    });

    it('folds replies under their parent, marks edits, and keeps an opened thread open', async () => {
      const ref = board.put('alerts', anAlert(), '2026-11-24T12:30:00Z');
      board.put('alerts', aMessage({ kind: 'growth', title: '+1 h: 214 → 391 accounts' }), '2026-11-24T12:35:00Z', ref);
      await open();
      await page.locator('summary').getByText('1 reply, last 12:35 UTC').click();

      board.edit(ref, anAlert({ lead: ['Now 391 accounts.'] }), '2026-11-24T12:36:00Z');
      board.put('alerts', aMessage({ kind: 'growth', title: '+2 h: 391 → 400 accounts' }), '2026-11-24T12:37:00Z', ref);

      await page.getByText('Now 391 accounts.').waitFor();
      await page.getByText('edited 12:36').waitFor();
      await page.getByRole('heading', { name: '391 → 400' }).waitFor();
      expect(await page.locator('.entry').count()).toBe(1);
      await picture('thread');
      expect(problems).toEqual([]);
    });

    it('offers a file of an answer to be saved, as it is', async () => {
      const content = 'mark,campaign\r\nTLP:AMBER,"<b>ünï</b>"\r\n';
      desk = aDesk(() => ({
        message: aMessage({ kind: 'answer', title: 'Export' }),
        visibility: 'private',
        file: { name: 'campaign.TLP-AMBER.csv', mediaType: 'text/csv;charset=utf-8', content },
      }));
      await open();

      await page.getByLabel('Command').fill('/help');
      await page.getByLabel('Command').press('Enter');
      const [download] = await Promise.all([
        page.waitForEvent('download'),
        page.getByRole('link', { name: 'Save campaign.TLP-AMBER.csv' }).click(),
      ]);

      expect(download.suggestedFilename()).toBe('campaign.TLP-AMBER.csv');
      expect(readFileSync(await download.path(), 'utf8')).toBe(content);
      await picture('file');
      await page.getByRole('button', { name: 'Dismiss' }).click();
      expect(await page.getByRole('link', { name: 'Save' }).count()).toBe(0);
      expect(problems.filter((problem) => !problem.includes('blob:'))).toEqual([]);
    });

    it('answers /help in place, for the asker only', async () => {
      await open();

      await page.keyboard.press('Tab');
      await page.getByLabel('Command').fill('/help');
      await page.getByLabel('Command').press('Enter');

      await page.getByRole('heading', { name: 'Answer to help' }).waitFor();
      expect(await page.getByText('only you see this').isVisible()).toBe(true);
      expect(await board.channels()).toEqual([]);
      await page.getByRole('button', { name: 'Dismiss' }).click();
      expect(await page.getByText('only you see this').count()).toBe(0);
      expect(problems).toEqual([]);
    });

    it('completes names and arguments with the keyboard, and recalls what was asked', async () => {
      await open();
      const line = page.getByLabel('Command');

      await line.pressSequentially('/ha');
      await page.getByRole('option', { name: '/hashtag' }).waitFor();
      await line.press('Tab');
      await page.getByRole('option', { name: '#ExampleTag' }).waitFor();
      await picture('completion');
      await line.press('ArrowDown');
      await line.press('ArrowDown');
      await line.press('Enter');
      expect(await line.inputValue()).toBe('/hashtag #ExampleTwo ');
      await line.pressSequentially('7');
      await page.getByRole('option', { name: '7d' }).waitFor();
      await line.press('Tab');
      await line.press('Enter');

      await page.getByRole('heading', { name: 'Answer to hashtag #ExampleTwo 7d' }).waitFor();
      expect(desk.asked.map(({ name, line: rest }) => [name, rest])).toEqual([['hashtag', '#ExampleTwo 7d']]);
      expect(await line.inputValue()).toBe('');
      await line.press('ArrowUp');
      expect(await line.inputValue()).toBe('/hashtag #ExampleTwo 7d');
      await line.press('ArrowDown');
      expect(await line.inputValue()).toBe('');
      expect(problems).toEqual([]);
    });

    it('quotes a completed value with a space in it, and leaves named values and the rest of a line alone', async () => {
      await open();
      const line = page.getByLabel('Command');

      await line.fill('/account "Example T');
      await page.getByRole('option', { name: 'Example Times' }).waitFor();
      await line.press('Tab');
      expect(await line.inputValue()).toBe('/account "Example Times" ');
      await page.getByRole('option', { name: 'on call tonight' }).waitFor();
      await line.press('Tab');
      expect(await line.inputValue()).toBe('/account "Example Times" on call tonight');
      await line.fill('/hashtag  window:3');
      await page.getByRole('option', { name: '30d' }).waitFor();
      await line.press('Tab');
      expect(await line.inputValue()).toBe('/hashtag  window:30d ');
      await page.getByRole('option', { name: '#ExampleTag' }).waitFor();
    });

    it('presses a button with the reference of its message and shows the answer under it', async () => {
      const ref = board.put('alerts', anAlert(), '2026-11-24T12:30:00Z');
      await open();

      await page.getByRole('button', { name: 'Ack', exact: true }).click();

      await page.getByRole('heading', { name: 'Done: ack' }).waitFor();
      expect(desk.pressed).toMatchObject([
        { value: 'ack:stopexamplerumors-x-20261124:3:', ref, asker: { channel: 'alerts', thread: ref } },
      ]);
      expect(await page.locator('.entry .notes .note').count()).toBe(1);
      await picture('pressed');
      expect(problems).toEqual([]);
    });

    it('asks about an alert in its thread, and opens the thread for the answer', async () => {
      const ref = board.put('alerts', anAlert(), '2026-11-24T12:30:00Z');
      await open();

      await page.getByRole('button', { name: 'Ask about this' }).click();
      await page.keyboard.type('/hashtag #ExampleTag');
      await page.keyboard.press('Escape');
      await page.keyboard.press('Enter');

      await page.locator('details[open]').getByRole('heading', { name: 'Answer to hashtag' }).waitFor();
      expect(desk.asked[0]?.asker.thread).toBe(ref);
      expect(problems).toEqual([]);
    });

    it('counts what is unread in other channels until they are opened', async () => {
      board.put('alerts', anAlert(), '2026-11-24T12:30:00Z');
      await open();
      await page.getByRole('link', { name: 'alerts' }).waitFor();

      board.put('digest', aMessage({ kind: 'digest', title: 'Daily digest' }), '2026-11-24T12:31:00Z');

      await page.getByRole('link', { name: 'digest 1 unread' }).click();
      await page.getByRole('heading', { name: 'Daily digest' }).waitFor();
      await page.getByRole('link', { name: 'digest', exact: true }).waitFor();
      expect(await page.title()).toBe('Tocsin');
      expect(problems).toEqual([]);
    });

    it('shows the same message as the other chats would, on request', async () => {
      board.put('alerts', anAlert(), '2026-11-24T12:30:00Z');
      await open();
      await page.locator('.message').waitFor();

      await page.getByRole('button', { name: 'Slack' }).click();
      await page.locator('.preview.slack').waitFor();
      await picture('slack');
      await page.getByRole('button', { name: 'Discord' }).click();
      await page.locator('.preview.discord').waitFor();
      await picture('discord');

      expect(await page.getByText('9 of 214 accounts').isVisible()).toBe(true);
      expect(problems).toEqual([]);
    });

    it('says so when the program is gone and goes on by itself when it is back', async () => {
      await open();
      const { port } = new URL(web.url);
      await web.close();
      await page.getByText('reconnecting', { exact: true }).waitFor();

      web = await startWeb(webOptions({ board, desk, port: Number(port) }));

      await page.getByText('live', { exact: true }).waitFor();
      await page.getByLabel('Command').fill('/help');
      await page.getByLabel('Command').press('Enter');
      await page.getByRole('heading', { name: 'Answer to help' }).waitFor();
      expect(desk.asked).toHaveLength(1);
    });

    it('keeps hostile text as text, inside the width of a phone, in every direction of writing', async () => {
      const hostile = '<img src=x onerror="document.title=1"> &lt;b&gt; https://example.org/ @everyone';
      board.put(
        'alerts',
        anAlert({
          title: `◉ S1  ${'W'.repeat(400)} ${hostile}`,
          lead: [
            '近来有大量账号在同一时间发布几乎相同的文字。',
            'نشرت حسابات كثيرة النص نفسه في الوقت نفسه: 214 حسابا',
          ],
          sections: [{ label: hostile, lines: ['x'.repeat(3_000), hostile] }],
          level: 'S1',
        }),
        '2026-11-24T12:30:00Z',
      );
      await open({ sample: true, context: { viewport: { width: 380, height: 760 } } });
      await page.locator('.message').waitFor();

      const wide = await page.evaluate('document.documentElement.scrollWidth - document.documentElement.clientWidth');
      const wideStream = await page.evaluate(
        "(({ scrollWidth, clientWidth }) => scrollWidth - clientWidth)(document.querySelector('#stream'))",
      );
      expect([wide, wideStream]).toEqual([0, 0]);
      expect(await page.locator('.message img, .message a').count()).toBe(0);
      expect(await page.evaluate("getComputedStyle(document.querySelectorAll('.message .lead')[1]).direction")).toBe(
        'rtl',
      );
      expect(await page.title()).toContain('Tocsin');
      await picture('hostile-phone');
      expect(problems).toEqual([]);
    });

    it.each([
      ['light', 1280],
      ['dark', 1280],
      ['light', 380],
      ['dark', 380],
    ] as const)('keeps text readable (AA) in %s at %i pixels', async (colorScheme, width) => {
      const ref = board.put('alerts', anAlert(), '2026-11-24T12:30:00Z');
      board.put(
        'alerts',
        aMessage({ kind: 'growth', level: 'S3', title: '+1 h: 214 → 391 accounts' }),
        '2026-11-24T12:35:00Z',
        ref,
      );
      board.put(
        'alerts',
        anAlert({ level: 'S1', title: '◉ S1  #ExampleTwo · Bluesky · near-identical text', buttons: [] }),
        '2026-11-24T12:36:00Z',
      );
      board.put(
        'alerts',
        anAlert({ level: 'S3', title: 'A title without its level', sections: [] }),
        '2026-11-24T12:38:00Z',
      );
      board.put('digest', aMessage({ kind: 'digest' }), '2026-11-24T12:38:00Z');
      await open({ sample: true, context: { colorScheme, viewport: { width, height: 860 } } });
      await page.locator('summary').first().click();
      await page.getByRole('button', { name: 'Ack', exact: true }).first().click();
      await page.getByRole('heading', { name: 'Done: ack' }).waitFor();
      await picture(`${colorScheme}-${width}`);

      expect(await page.evaluate(lowContrast)).toEqual([]);
      expect(problems).toEqual([]);
    });
  },
);

/** Texts below 4.5:1 against the nearest opaque ground; formula: WCAG 2.2, "contrast ratio". */
const lowContrast = `(() => {
  const canvas = document.createElement('canvas').getContext('2d', { willReadFrequently: true });
  const rgb = (color) => {
    canvas.clearRect(0, 0, 1, 1);
    canvas.fillStyle = color;
    canvas.fillRect(0, 0, 1, 1);
    return [...canvas.getImageData(0, 0, 1, 1).data];
  };
  const luminance = ([r, g, b]) => [r, g, b]
    .map((part) => part / 255)
    .map((part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4))
    .reduce((sum, part, i) => sum + part * [0.2126, 0.7152, 0.0722][i], 0);
  const ground = (one) => {
    for (let at = one; at; at = at.parentElement) {
      const color = rgb(getComputedStyle(at).backgroundColor);
      if (color[3] === 255) return color;
    }
    return [255, 255, 255, 255];
  };
  const texts = [...document.body.querySelectorAll('*')].filter((one) =>
    one.checkVisibility() && !one.closest('.hidden, .skip, noscript') && [...one.childNodes].some((child) => child.nodeType === 3 && child.data.trim() !== ''));
  return texts.flatMap((one) => {
    const [a, b] = [luminance(rgb(getComputedStyle(one).color)), luminance(ground(one))];
    const ratio = (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
    return ratio < 4.5 ? [one.tagName + '.' + one.className + ' ' + ratio.toFixed(2) + ' ' + one.textContent.slice(0, 40)] : [];
  });
})()`;
