import { Writable } from 'node:stream';
import { pino } from 'pino';
import { describe, expect, it } from 'vitest';
import { createChatLog, errorFacts } from '../../src/app/chat-log.ts';

const discordToken = 'ABCDEFGHIJKLMNOPQRSTUVWX.GabcdE.abcdefghijklmnopqrstuvwxyz0123456789';

describe('errorFacts', () => {
  it('names the error of the network that lies some causes deep', () => {
    const refused = Object.assign(new Error('connect ECONNREFUSED'), { code: 'ECONNREFUSED' });
    const fetchFailed = new TypeError('fetch failed', { cause: new AggregateError([refused]) });
    const request = Object.assign(new Error('A request error occurred: fetch failed'), {
      code: 'slack_webapi_request_error',
      original: fetchFailed,
    });

    const facts = errorFacts(request);

    expect(facts).toMatchObject({ code: 'slack_webapi_request_error', cause: { message: 'fetch failed' } });
    expect(facts.cause?.cause?.cause).toMatchObject({ code: 'ECONNREFUSED', message: 'connect ECONNREFUSED' });
    expect(facts).not.toHaveProperty('stack');
  });

  it('keeps the stack of an error without a code', () => {
    expect(errorFacts(new TypeError('x is undefined')).stack).toContain('chat-log.test');
  });

  it('hides tokens and addresses wherever they stand', () => {
    const error = new Error(`xoxb-1-2-abc ${discordToken} https://discord.com/api/webhooks/1/secret refused`);

    const facts = JSON.stringify(errorFacts(new Error(`outer ${discordToken}`, { cause: error })));

    for (const secret of ['xoxb-1', 'ABCDEFGHIJ', 'webhooks']) expect(facts).not.toContain(secret);
    expect(facts).toContain('[token] [token] [address] refused');
  });

  it('describes what is no error', () => {
    expect(errorFacts('xapp-1-A gone')).toEqual({ name: 'string', message: '[token] gone' });
  });

  it('ends on errors that cause each other', () => {
    const error = new Error('round and round');
    error.cause = error;

    expect(JSON.stringify(errorFacts(error))).toContain('round and round');
  });
});

describe('createChatLog', () => {
  it('writes what an error says, and never the request that was refused', () => {
    const lines: string[] = [];
    const into = new Writable({
      write: (chunk: Buffer, _encoding, done) => {
        lines.push(chunk.toString());
        done();
      },
    });
    const refused = Object.assign(new Error('Missing Access'), {
      code: 50_001,
      url: 'https://discord.com/api/v10/webhooks/900/interaction-token',
      requestBody: { json: { content: 'text of a post' } },
    });

    createChatLog(pino({ level: 'info' }, into)).warn({ error: refused }, 'discord forgot an interaction');

    expect(lines.join('')).toContain('"error":{"name":"Error","message":"Missing Access","code":50001}');
    expect(lines.join('')).not.toMatch(/interaction-token|text of a post/);
  });
});
