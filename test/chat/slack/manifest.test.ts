import { describe, expect, it } from 'vitest';
import { commandBehind, reservedNames, slackCommandName, slackManifest } from '../../../src/chat/slack/manifest.ts';
import { fakeDesk } from '../../fakes/desk.ts';

describe('the Slack manifest', () => {
  it('offers every command under the prefix with its usage', () => {
    const { features, settings } = slackManifest(fakeDesk().commands, { prefix: 'tocsin-', mode: 'socket' });

    expect(features.slash_commands[0]).toEqual({
      command: '/tocsin-tag',
      description: 'Invented command tag',
      usage_hint: 'tag [1d|7d|30d]',
      should_escape: false,
    });
    expect(features.slash_commands).toHaveLength(fakeDesk().commands.length);
    expect(settings).toMatchObject({ socket_mode_enabled: true, interactivity: { is_enabled: true } });
  });

  it('gives every command and the buttons the public address in HTTP mode', () => {
    const url = 'https://tocsin.example.org/slack/events';

    const { features, settings } = slackManifest(fakeDesk().commands, { prefix: '', mode: 'http', url });

    expect(features.slash_commands.map((command) => command.url)).toEqual(fakeDesk().commands.map(() => url));
    expect(settings).toMatchObject({ socket_mode_enabled: false, interactivity: { request_url: url } });
    expect(() => slackManifest([], { prefix: '', mode: 'http' })).toThrow('public address');
  });

  it('asks for the scopes that posting, asking, recognising lost replies and sending files need, and for no other', () => {
    const { oauth_config } = slackManifest([], { prefix: '', mode: 'socket' });

    expect(oauth_config.scopes.bot).toEqual([
      'commands',
      'chat:write',
      'channels:history',
      'groups:history',
      'files:write',
      'im:write',
    ]);
  });

  it('refuses more commands than Slack takes', () => {
    const many = Array.from({ length: 51 }, () => fakeDesk().commands[0]!);

    expect(() => slackManifest(many, { prefix: '', mode: 'socket' })).toThrow('50 commands');
  });
});

describe('the command behind a name', () => {
  const { commands } = fakeDesk();
  const name = commands[0]!.name;

  it('is found with the prefix set, the usual one and none', () => {
    for (const typed of [`/${name}`, `/tocsin-${name}`, `/watch-${name}`]) {
      expect(commandBehind(typed, 'watch-', commands)?.name).toBe(name);
    }
    expect(commandBehind('/nothing', '', commands)).toBeUndefined();
  });
});

describe('the name of a Slack command', () => {
  it.each(reservedNames)('/%s belongs to Slack and is free with a prefix', (name) => {
    expect(slackCommandName(name, '')).toBe(`/tocsin-${name}`);
    expect(slackCommandName(name, 'tocsin-')).toBe(`/tocsin-${name}`);
  });

  it.each(['Tag', 'with space', 'ümlaut', 'x'.repeat(32), ''])('“%s” is refused', (name) => {
    expect(() => slackCommandName(name, '')).toThrow('no name for a Slack command');
  });
});
