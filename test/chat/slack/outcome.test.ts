import { WebAPIHTTPError, WebAPIPlatformError, WebAPIRateLimitedError, WebAPIRequestError } from '@slack/web-api';
import { describe, expect, it } from 'vitest';
import { libraryLog, withoutSecrets } from '../../../src/chat/slack/library-log.ts';
import { outcomeOf } from '../../../src/chat/slack/outcome.ts';
import { fakeLog } from '../../fakes/desk.ts';

function refused(error: string): WebAPIPlatformError {
  return new WebAPIPlatformError({ ok: false, error });
}

function network(code: string): WebAPIRequestError {
  return new WebAPIRequestError(new TypeError('fetch failed', { cause: Object.assign(new Error('no'), { code }) }));
}

describe('what became of a delivery', () => {
  it.each([
    ['a limit of the rate', new WebAPIRateLimitedError(7), { outcome: 'failed', retry: true, retryAfterMs: 7_000 }],
    ['a passing refusal', refused('service_unavailable'), { outcome: 'failed', retry: true }],
    ['a refusal', refused('is_archived'), { outcome: 'failed', retry: false }],
    [
      'a refusal nobody foresaw',
      refused('brand_new'),
      { outcome: 'failed', retry: false, reason: 'Slack refused: brand_new' },
    ],
    ['half-done work', refused('fatal_error'), { outcome: 'unknown' }],
    ['a server error', new WebAPIHTTPError(503, 'no', {}), { outcome: 'unknown' }],
    ['a refusal on the way', new WebAPIHTTPError(413, 'no', {}), { outcome: 'failed', retry: false }],
    ['a connection never made', network('ECONNREFUSED'), { outcome: 'failed', retry: true }],
    ['a connection broken off', network('ECONNRESET'), { outcome: 'unknown' }],
    ['a timeout', new WebAPIRequestError(new DOMException('late', 'TimeoutError')), { outcome: 'unknown' }],
    ['an answer that is no answer', new SyntaxError('Unexpected token'), { outcome: 'unknown' }],
  ])('%s', (_, error, outcome) => {
    expect(outcomeOf(error)).toMatchObject(outcome);
  });
});

describe('what the library says', () => {
  it('is logged without tokens and addresses', () => {
    expect(
      withoutSecrets('xoxb-1-2-abc xapp-1-A wss://wss.example.org/?ticket=1 https://hooks.example.org/T/1 failed'),
    ).toBe('[token] [token] [address] [address] failed');
  });

  it('is told once in ten minutes, however often it is said', () => {
    const log = fakeLog();
    let now = 0;
    const library = libraryLog(log, () => now);

    library.warn('http request failed');
    now = 599_999;
    library.warn('http request failed');
    library.error('pong was late');
    now = 600_000;
    library.warn('http request failed');

    expect(log.entries.map(({ fields }) => fields['said'])).toEqual([
      'http request failed',
      'pong was late',
      'http request failed',
    ]);
  });
});
