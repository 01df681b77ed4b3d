import { describe, expect, it } from 'vitest';
import { press } from '../../commands/press.ts';
import { UserError } from '../../src/chat/command.ts';

type Deps = Parameters<typeof press>[2];

const now = new Date('2026-11-20T10:00:00Z');

function aDesk(admins: readonly string[]) {
  const decided: unknown[] = [];
  const decide = (as: string) => async (id: string, by: unknown) => {
    decided.push([as, id, by]);
    return { done: true, text: `${id} ${as}` };
  };
  const deps = {
    isAdmin: (asker: { platform: string; user: string }) => admins.includes(`${asker.platform}:${asker.user}`),
    editions: { apply: decide('applied'), dismiss: decide('dismissed') },
  } as unknown as Deps;
  const pressed = (value: string, user = 'U1') =>
    press(
      { asker: { platform: 'slack', workspace: 'T1', channel: 'C1', user, userName: 'Ann' }, value, ref: 'r' },
      now,
      deps,
    );
  return { decided, pressed };
}

describe('a button under an edition of the registry', () => {
  it('lets an admin apply or dismiss it, and answers to them alone', async () => {
    const { decided, pressed } = aDesk(['slack:U1']);

    const { visibility, message } = await pressed('apply-registry:edition-4');
    await pressed('dismiss-registry:edition-5');

    expect([visibility, message.title]).toEqual(['private', 'edition-4 applied']);
    expect(decided).toEqual([
      ['applied', 'edition-4', { name: 'Ann', user: 'slack:U1' }],
      ['dismissed', 'edition-5', { name: 'Ann', user: 'slack:U1' }],
    ]);
  });

  it.each([[['slack:U2']], [['discord:U1']], [['console:console']], [[]]])(
    'does nothing for somebody who is none (admins %j)',
    async (admins) => {
      const { decided, pressed } = aDesk(admins);

      await expect(pressed('apply-registry:edition-4')).rejects.toThrow('You may look, not change');
      await expect(pressed('dismiss-registry:edition-4')).rejects.toThrow(UserError);
      expect(decided).toEqual([]);
    },
  );

  it.each(['apply-registry:', 'apply-registry:edition-4:1', 'apply-registry:a b', 'apply-registry', 'apply:edition-4'])(
    'is none of ours with the value %j',
    async (value) => {
      const { decided, pressed } = aDesk(['slack:U1']);

      await expect(pressed(value)).rejects.toThrow('This button is not known here');
      expect(decided).toEqual([]);
    },
  );
});
