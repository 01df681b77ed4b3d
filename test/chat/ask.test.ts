import { describe, expect, it } from 'vitest';
import { answerInTime, isRepeated, politely, privateNotice, within } from '../../src/chat/ask.ts';
import { type Answer, UserError } from '../../src/chat/command.ts';
import { fakeLog } from '../fakes/desk.ts';

const answer = privateNotice('here');
const never = new Promise<Answer>(() => {});

describe('an answer in time', () => {
  it('is not deferred when it is there', async () => {
    const timely = await answerInTime({
      work: Promise.resolve(answer),
      slow: false,
      defer: () => Promise.reject(new Error('deferred')),
      deferAfterMs: 5_000,
    });

    expect(timely).toEqual({ answer, deferred: false });
  });

  it('is deferred once when it is slow to come, and at once when known to be slow', async () => {
    for (const slow of [true, false]) {
      let deferred = 0;
      let finish: (value: Answer) => void = () => {};
      const work = new Promise<Answer>((resolve) => {
        finish = resolve;
      });
      const defer = (): Promise<void> => {
        deferred += 1;
        finish(answer);
        return Promise.resolve();
      };

      expect(await answerInTime({ work, slow, defer, deferAfterMs: slow ? 1e9 : 1 })).toEqual({
        answer,
        deferred: true,
      });
      expect(deferred).toBe(1);
    }
  });
});

describe('politeness', () => {
  it('shows the asker’s mistake and hides ours', async () => {
    const log = fakeLog();

    const theirs = await politely(() => Promise.reject(new UserError('No such tag.')), log, 'tag');
    const ours = await politely(() => Promise.reject(new Error('secret detail')), log, 'tag');

    expect(theirs).toEqual(privateNotice('No such tag.'));
    expect(ours.visibility).toBe('private');
    expect(ours.message.title).not.toContain('secret');
    expect(log.entries).toHaveLength(1);
  });
});

describe('a repeated request', () => {
  it('is known by any of its keys', async () => {
    const seen = (key: string): Promise<boolean> => Promise.resolve(key === 'b');

    expect(await isRepeated(seen, ['a', 'b'], fakeLog())).toBe(true);
    expect(await isRepeated(seen, ['a'], fakeLog())).toBe(false);
    expect(await isRepeated(seen, [], fakeLog())).toBe(false);
  });

  it('counts as new where nobody can tell', async () => {
    const log = fakeLog();

    expect(await isRepeated(() => Promise.reject(new Error('down')), ['a'], log)).toBe(false);
    expect(log.entries).toHaveLength(1);
  });
});

describe('waiting', () => {
  it('ends with the value, with nothing, or with the error', async () => {
    expect(await within(Promise.resolve(1), 1_000)).toBe(1);
    expect(await within(never, 1)).toBeUndefined();
    await expect(within(Promise.reject(new Error('no')), 1_000)).rejects.toThrow('no');
  });
});
