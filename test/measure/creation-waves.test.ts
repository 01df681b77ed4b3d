import { describe, expect, it } from 'vitest';
import { measureCreationGroups } from '../../src/measure/creation-groups.ts';
import { createSeeded } from '../../src/measure/seeded.ts';
import { dayMs, type Post } from '../../src/post/post.ts';
import { aPost } from '../builders.ts';

const now = new Date('2026-03-02T12:00:00Z');
const madeOn = (days: readonly number[]): readonly Post[] =>
  days.map((day, n) =>
    aPost({ accountId: `a${n}`, createdAt: now, accountCreatedAt: new Date(now.getTime() - day * dayMs) }),
  );
const groupsOf = (days: readonly number[]) => measureCreationGroups(madeOn(days)).groups;

function evenCrowd(accounts: number, random: () => number): readonly number[] {
  return Array.from({ length: accounts }, () => 70 + random() * 2_200);
}

/** Twelve uniform numbers have a variance of one. */
function wave(accounts: number, middle: number, sdDays: number, random: () => number): readonly number[] {
  const normal = (): number => Array.from({ length: 12 }, random).reduce((sum, one) => sum + one, -6);
  return Array.from({ length: accounts }, () => middle + sdDays * normal());
}

describe('waves of newcomers long ago', () => {
  it('are no groups in a crowd of a thousand, of which a fifth came in two of them', () => {
    for (const seed of [1, 2, 3, 4, 5]) {
      const random = createSeeded(seed);
      const days = [...evenCrowd(800, random), ...wave(80, 1_200, 18, random), ...wave(120, 480, 12, random)];

      expect(groupsOf(days)?.z).toBeLessThan(3);
    }
  });

  it('hide no groups that are there', () => {
    const random = createSeeded(6);
    const planted = Array.from({ length: 25 }, () => 90 + random() * 600).flatMap((first) =>
      Array.from({ length: 5 }, () => first + random() * 2),
    );
    const days = [...evenCrowd(400, random), ...wave(80, 480, 12, random), ...planted];

    expect(groupsOf(days)?.z).toBeGreaterThan(6);
  });

  it('are none where all came within three days: one group is not many', () => {
    const random = createSeeded(7);
    const days = [...evenCrowd(300, random), ...Array.from({ length: 60 }, () => 900 + random() * 3)];
    const groups = groupsOf(days);

    expect(groups?.pairs ?? 0).toBeGreaterThan(2 * (groups?.expectedPairs ?? 0));
    expect(groups?.z).toBeLessThan(3);
  });
});
