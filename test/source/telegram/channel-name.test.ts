import { describe, expect, it } from 'vitest';
import { channelName, postIdInLink } from '../../../src/source/telegram/channel-name.ts';

describe('channelName', () => {
  it('reads a name however it is written', () => {
    const written = [
      'LanternNews',
      '@LanternNews',
      't.me/LanternNews',
      'https://t.me/s/LanternNews?before=3',
      ' telegram.me/lanternnews/12 ',
    ];

    expect(written.map(channelName)).toEqual(written.map(() => 'lanternnews'));
  });

  it('knows what names no public channel', () => {
    const written = [
      '',
      '@',
      '12345',
      '-1001234567',
      'https://t.me/+AbCdEf',
      'https://t.me/joinchat/x y',
      'a b',
      'https://example.org/x',
      'ab',
    ];

    expect(written.map(channelName).filter((name) => name !== undefined)).toEqual([]);
  });
});

describe('postIdInLink', () => {
  it('names the post that a link leads to', () => {
    expect(postIdInLink('https://t.me/LanternNews/12?single')).toBe('lanternnews/12');
    expect(postIdInLink('https://t.me/s/LanternNews/12')).toBe('lanternnews/12');
    expect(postIdInLink('LanternNews/12')).toBe('lanternnews/12');
    expect(postIdInLink('https://t.me/c/1001234567/12')).toBe('c/1001234567/12');
  });

  it('is nothing for links to anything else', () => {
    for (const link of [
      undefined,
      '',
      'https://t.me/LanternNews',
      'https://t.me/LanternNews/new',
      'http://[',
      'https://t.me/c/12',
    ]) {
      expect(postIdInLink(link)).toBeUndefined();
    }
  });
});
