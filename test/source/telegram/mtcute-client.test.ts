import { Long, tl } from '@mtcute/node';
import { describe, expect, it } from 'vitest';
import { SourceError } from '../../../src/source/source-error.ts';
import {
  createMtcuteClient,
  failureOf,
  type MtcuteCalls,
  openMtcute,
} from '../../../src/source/telegram/mtcute-client.ts';
import { channelMessageOf } from '../../../src/source/telegram/mtcute-message.ts';

const signal = new AbortController().signal;
const numbers = { zero: Long.ZERO, fromText: (text: string) => Long.fromString(text) };
const peerId: tl.RawPeerChannel = { _: 'peerChannel', channelId: 1001234567 };

function theMessage(more: Partial<tl.RawMessage> = {}): tl.RawMessage {
  return { _: 'message', id: 7, peerId, date: 1772445600, message: 'a light', ...more };
}

function aChannel(more: Partial<tl.RawChannel> = {}): tl.RawChannel {
  return {
    _: 'channel',
    id: 1001234567,
    accessHash: Long.fromString('-8123456789012345678'),
    title: 'Lantern News',
    username: 'LanternNews',
    date: 1500000000,
    photo: { _: 'chatPhotoEmpty' },
    participantsCount: 900,
    ...more,
  };
}

/** Answers calls as the protocol does, and keeps them. */
function aLibrary(answer: (message: tl.RpcMethod) => unknown) {
  const calls: tl.RpcMethod[] = [];
  const library: MtcuteCalls = {
    call: (async (message: tl.RpcMethod) => {
      calls.push(message);
      return answer(message);
    }) as MtcuteCalls['call'],
    destroy: async () => undefined,
  };
  return { calls, client: createMtcuteClient(library, numbers) };
}

describe('channelMessageOf', () => {
  it('cuts tags and links at UTF-16 offsets', () => {
    const message = '🏮 #LanternDay see example.org/a and here #local@lanternnews';
    const entity = (part: string) => ({ offset: message.indexOf(part), length: part.length });

    const read = channelMessageOf(
      theMessage({
        message,
        entities: [
          { _: 'messageEntityHashtag', ...entity('#LanternDay') },
          { _: 'messageEntityUrl', ...entity('example.org/a') },
          { _: 'messageEntityTextUrl', ...entity('here'), url: 'https://example.org/b' },
          { _: 'messageEntityTextUrl', ...entity('here'), url: 'tg://resolve?domain=x' },
          { _: 'messageEntityHashtag', ...entity('#local@lanternnews') },
          { _: 'messageEntityBold', ...entity('see') },
        ],
      }),
      new Map(),
    );

    expect(read).toMatchObject({
      at: new Date(1772445600_000),
      tags: ['#LanternDay', '#local'],
      links: ['https://example.org/a', 'https://example.org/b'],
    });
  });

  it('names the origin of a forward by its name, or by its number where it has none', () => {
    const fwdFrom: tl.RawMessageFwdHeader = {
      _: 'messageFwdHeader',
      date: 1,
      fromId: { _: 'peerChannel', channelId: 55 },
      channelPost: 9,
    };
    const hidden: tl.RawMessageFwdHeader = { _: 'messageFwdHeader', date: 1, fromName: 'Somebody' };

    const origin = (header: tl.RawMessageFwdHeader, names = new Map<number, string>()) =>
      channelMessageOf(theMessage({ fwdFrom: header }), names)?.forward;

    expect(origin(fwdFrom, new Map([[55, 'harbour_post']]))).toEqual({ post: 'harbour_post/9' });
    expect(origin(fwdFrom)).toEqual({ post: 'c/55/9' });
    expect(origin(hidden)).toEqual({ post: undefined });
  });

  it('reads counts, album, media, edits and replies', () => {
    const read = channelMessageOf(
      theMessage({
        groupedId: Long.fromString('13500000000000000001'),
        editDate: 1772445700,
        views: 1200,
        forwards: 30,
        replies: { _: 'messageReplies', replies: 4, repliesPts: 1 },
        reactions: {
          _: 'messageReactions',
          results: [
            { _: 'reactionCount', reaction: { _: 'reactionEmoji', emoticon: '👍' }, count: 5 },
            { _: 'reactionCount', reaction: { _: 'reactionCustomEmoji', documentId: Long.ONE }, count: 2 },
          ],
        },
        replyTo: { _: 'messageReplyHeader', replyToMsgId: 3 },
        media: {
          _: 'messageMediaPhoto',
          photo: {
            _: 'photo',
            id: Long.fromString('5109473995509140547'),
            accessHash: Long.ONE,
            fileReference: new Uint8Array([1, 2]),
            date: 1,
            sizes: [],
            dcId: 2,
          },
        },
      }),
      new Map(),
    );

    expect(read).toMatchObject({
      edited: true,
      views: 1200,
      reposts: 30,
      replies: 4,
      likes: 7,
      replyTo: 3,
      media: ['5109473995509140547'],
    });
    expect(read?.group).toBeDefined();
    expect(JSON.parse(JSON.stringify(read?.raw))).toEqual(read?.raw);
    expect(JSON.stringify(read?.raw)).toContain('"5109473995509140547"');
    expect(JSON.stringify(read?.raw)).not.toContain('fileReference');
  });

  it('does not take a change of reactions for an edit', () => {
    expect(channelMessageOf(theMessage({ editDate: 5, editHide: true }), new Map())?.edited).toBe(false);
  });

  it('marks service messages and leaves out empty ones', () => {
    const action: tl.RawMessageActionPinMessage = { _: 'messageActionPinMessage' };

    expect(channelMessageOf({ _: 'messageService', id: 2, peerId, date: 1, action }, new Map())?.service).toBe(true);
    expect(channelMessageOf({ _: 'messageEmpty', id: 3 }, new Map())).toBeUndefined();
  });
});

describe('createMtcuteClient', () => {
  it('finds a channel with the key to it and the number of its readers', async () => {
    const { client } = aLibrary(() => ({
      _: 'contacts.resolvedPeer',
      peer: peerId,
      chats: [
        aChannel({ restrictionReason: [{ _: 'restrictionReason', platform: 'all', reason: 'terms', text: 't' }] }),
      ],
      users: [],
    }));

    expect(await client.resolve('lanternnews', signal)).toEqual({
      id: '1001234567',
      accessHash: '-8123456789012345678',
      title: 'Lantern News',
      participants: 900,
      restriction: 'all: terms',
    });
  });

  it('refuses a name that belongs to a person', async () => {
    const { client } = aLibrary(() => ({
      _: 'contacts.resolvedPeer',
      peer: { _: 'peerUser', userId: 5 },
      chats: [],
      users: [],
    }));

    await expect(client.resolve('ada', signal)).rejects.toMatchObject({ kind: 'refused' });
  });

  it('asks for the oldest of what is new, and gives it in order', async () => {
    const { client, calls } = aLibrary(() => ({
      _: 'messages.channelMessages',
      messages: [theMessage({ id: 12 }), theMessage({ id: 11 }), theMessage({ id: 10 })],
      chats: [aChannel()],
      users: [],
      topics: [],
      count: 12,
      pts: 1,
    }));

    const peer = { id: '1001234567', accessHash: '-8123456789012345678' };
    const { messages } = await client.history(peer, { minId: 10, limit: 100 }, signal);

    expect(messages.map(({ ids }) => ids[0])).toEqual([11, 12]);
    expect(calls[0]).toMatchObject({
      _: 'messages.getHistory',
      offsetId: 11,
      addOffset: -100,
      minId: 10,
      limit: 100,
      peer: { _: 'inputPeerChannel', channelId: 1001234567, accessHash: Long.fromString('-8123456789012345678') },
    });
  });

  it('knows which of the ids asked for are gone', async () => {
    const { client, calls } = aLibrary(() => ({
      _: 'messages.channelMessages',
      messages: [theMessage({ id: 4 }), { _: 'messageEmpty', id: 5 }],
      chats: [],
      users: [],
      topics: [],
      count: 2,
      pts: 1,
    }));

    const answer = await client.history({ id: '1', accessHash: '2' }, { ids: [4, 5, 6] }, signal);

    expect(answer.missing).toEqual([5]);
    expect(answer.messages.map(({ ids }) => ids[0])).toEqual([4]);
    expect(calls[0]).toMatchObject({ _: 'channels.getMessages', id: [{ id: 4 }, { id: 5 }, { id: 6 }] });
  });

  it('throws the signal’s own reason when it is aborted', async () => {
    const controller = new AbortController();
    const { client } = aLibrary(() => {
      controller.abort(new Error('stopped'));
      throw new Error('The operation was aborted');
    });

    await expect(client.resolve('lanternnews', controller.signal)).rejects.toThrow('stopped');
  });
});

describe('failureOf', () => {
  const kind = (errorCode: number, errorMessage: string) =>
    failureOf(tl.RpcError.fromTl({ errorCode, errorMessage }), false);

  it('reads the library’s own errors', () => {
    const flood = kind(420, 'FLOOD_WAIT_35');

    expect(flood.kind).toBe('wait');
    expect((flood.until?.getTime() ?? 0) - Date.now()).toBeGreaterThan(30_000);
    expect(kind(401, 'SESSION_REVOKED').kind).toBe('credential');
    expect(kind(401, 'AUTH_KEY_UNREGISTERED').kind).toBe('credential');
    expect(kind(406, 'AUTH_KEY_DUPLICATED').kind).toBe('credential');
    expect(kind(400, 'API_ID_INVALID').kind).toBe('credential');
    expect(kind(400, 'CHANNEL_PRIVATE')).toMatchObject({ kind: 'refused', answer: 'CHANNEL_PRIVATE' });
    expect(kind(400, 'USERNAME_NOT_OCCUPIED').kind).toBe('refused');
    expect(kind(500, 'RPC_CALL_FAIL').kind).toBe('unavailable');
    expect(kind(-503, 'Timeout').kind).toBe('unavailable');
  });

  it('tells nothing of errors that it does not know', () => {
    const error = failureOf(new Error('connect ECONNREFUSED with session abc'), false);

    expect(error).toBeInstanceOf(SourceError);
    expect(error.message).toBe('no connection to Telegram');
    expect(error.cause).toBeUndefined();
    expect(failureOf(new Error('x'), true)).toMatchObject({
      kind: 'unavailable',
      message: expect.stringContaining('30 s'),
    });
  });
});

describe('openMtcute', () => {
  it('says that a session cannot be read, without repeating it', async () => {
    const open = openMtcute({ apiId: 1, apiHash: 'hash', session: 'not-a-session' });

    const error: unknown = await open().catch((thrown: unknown) => thrown);

    expect(error).toMatchObject({ kind: 'credential' });
    expect(String(error)).not.toContain('not-a-session');
  });
});
