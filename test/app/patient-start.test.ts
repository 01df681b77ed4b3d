import { describe, expect, it } from 'vitest';
import { startingPatiently } from '../../src/app/patient-start.ts';
import type { Notifier } from '../../src/chat/notifier.ts';
import { fakeLog } from '../fakes/desk.ts';

describe('startingPatiently', () => {
  it('says that a chat is connected', async () => {
    const log = fakeLog();

    await startingPatiently(
      aNotifier(() => Promise.resolve()),
      log,
    ).start();

    expect(messagesOf(log)).toEqual(['chat is connected']);
  });

  it('goes on without a chat that refuses, and says why', async () => {
    const log = fakeLog();
    const refusal = new Error('invalid_auth');

    await startingPatiently(
      aNotifier(() => Promise.reject(refusal)),
      log,
    ).start();

    expect(messagesOf(log)).toEqual(['chat cannot be used; everything else goes on']);
    expect(log.entries[0]?.fields).toEqual({ platform: 'slack', error: refusal });
  });

  it('does not wait for a chat that is away, and says when it came', async () => {
    const log = fakeLog();
    let come: () => void = () => {};
    const coming = new Promise<void>((resolve) => {
      come = resolve;
    });

    await startingPatiently(
      aNotifier(() => coming),
      log,
      1,
    ).start();
    come();
    await coming;
    await new Promise((resolve) => setImmediate(resolve));

    expect(messagesOf(log)).toEqual(['chat is not connected yet; everything else goes on', 'chat is connected']);
  });

  it('does not call a chat connected that was stopped before it came', async () => {
    const log = fakeLog();
    let end: () => void = () => {};
    const ending = new Promise<void>((resolve) => {
      end = resolve;
    });
    const chat = startingPatiently({ ...aNotifier(() => ending), stop: async () => end() }, log, 1);

    await chat.start();
    await chat.stop();
    await new Promise((resolve) => setImmediate(resolve));

    expect(messagesOf(log)).toEqual(['chat is not connected yet; everything else goes on']);
  });
});

function aNotifier(start: () => Promise<void>): Notifier {
  return {
    platform: 'slack',
    start,
    stop: () => Promise.resolve(),
    send: () => Promise.resolve({ outcome: 'sent', ref: 'C1:1' }),
    edit: (_post, ref) => Promise.resolve({ outcome: 'sent', ref }),
    find: () => Promise.resolve(undefined),
    check: () => Promise.resolve([]),
  };
}

function messagesOf(log: ReturnType<typeof fakeLog>): readonly string[] {
  return log.entries.map(({ message }) => message);
}
