import { describe, expect, it } from 'vitest';
import { createConsole } from '../../src/chat/console/console.ts';
import type { Notifier, Post } from '../../src/chat/notifier.ts';
import { aBoard, aMessage, type MemoryBoard } from '../web/fakes.ts';

const now = new Date('2026-11-24T12:40:00Z');

function aPost(parts: Partial<Post> = {}): Post {
  return { target: { platform: 'console', channel: 'alerts' }, message: aMessage(), deliveryId: 'd1', ...parts };
}

function aConsole(): { board: MemoryBoard; console: Notifier } {
  const board = aBoard();
  return { board, console: createConsole({ store: board, now: () => now }) };
}

describe('the console as a chat', () => {
  it('keeps a message under its channel with the time it was sent', async () => {
    const { board, console } = aConsole();

    const delivery = await console.send(aPost({ message: aMessage({ title: 'Hello' }) }));

    expect(delivery).toEqual({ outcome: 'sent', ref: 'm1' });
    expect(await board.messages('alerts', 9)).toMatchObject([
      { ref: 'm1', createdAt: now, message: { title: 'Hello' } },
    ]);
  });

  it('shows the same delivery once, however often it is sent', async () => {
    const { board, console } = aConsole();

    const first = await console.send(aPost());
    const second = await console.send(aPost());

    expect(second).toEqual(first);
    expect(await board.messages('alerts', 9)).toHaveLength(1);
  });

  it('keeps a reply with the reference of its parent', async () => {
    const { board, console } = aConsole();
    await console.send(aPost());

    await console.send(aPost({ deliveryId: 'd2', thread: 'm1' }));

    expect((await board.messages('alerts', 9)).map(({ thread }) => thread)).toEqual([undefined, 'm1']);
  });

  it('edits in place and marks the edit', async () => {
    const { board, console } = aConsole();
    await console.send(aPost());

    const edited = await console.edit(aPost({ deliveryId: 'd2', message: aMessage({ title: 'Newer' }) }), 'm1');

    expect(edited).toEqual({ outcome: 'sent', ref: 'm1' });
    expect(await board.messages('alerts', 9)).toMatchObject([{ message: { title: 'Newer' }, editedAt: now }]);
  });

  it('gives up on an edit of a message that is gone', async () => {
    const { console } = aConsole();

    expect(await console.edit(aPost(), 'm9')).toMatchObject({ outcome: 'failed', retry: false });
  });

  it('finds a delivery that arrived and none that did not', async () => {
    const { console } = aConsole();
    await console.send(aPost());

    expect(await console.find(aPost())).toBe('m1');
    expect(await console.find(aPost({ deliveryId: 'd2' }))).toBeUndefined();
  });

  it('asks for another try while the store does not answer', async () => {
    const { board, console } = aConsole();
    board.breakDown(true);

    expect(await console.send(aPost())).toMatchObject({ outcome: 'failed', retry: true });
    expect(await console.edit(aPost(), 'm1')).toMatchObject({ outcome: 'failed', retry: true });
    board.breakDown(false);
    expect(await console.send(aPost())).toMatchObject({ outcome: 'sent' });
  });

  it('refuses what is meant for another chat', async () => {
    const { board, console } = aConsole();

    const delivery = await console.send(aPost({ target: { platform: 'slack', channel: 'C1' } }));

    expect(delivery).toMatchObject({ outcome: 'failed', retry: false });
    expect(await board.channels()).toEqual([]);
  });

  it('checks the store and the names of channels', async () => {
    const { board, console } = aConsole();

    expect((await console.check(['alerts', 'a b', ''])).map(({ ok }) => ok)).toEqual([true, true, false, false]);
    board.breakDown(true);
    expect((await console.check([])).map(({ ok }) => ok)).toEqual([false]);
  });
});
