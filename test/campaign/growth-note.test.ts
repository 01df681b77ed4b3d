import { describe, expect, it } from 'vitest';
import type { Campaign, Level } from '../../src/campaign/campaign.ts';
import { growthNote, highestLevel, levelNote, levelTold } from '../../src/campaign/growth-note.ts';
import { hourMs } from '../../src/post/post.ts';
import { aCampaign, anAssessment } from '../builders.ts';

const opened = aCampaign().openedAt;
const after = (hours: number): Date => new Date(opened.getTime() + hours * hourMs);
const looked = (campaign: Campaign, level: Level): Campaign => {
  const assessment = anAssessment({ level, why: [`the rule for ${level}`] });
  return { ...campaign, assessment, level: highestLevel(campaign, assessment) };
};
/** Looks again at each hour and keeps what is to be said. */
function history(levels: readonly Level[]): Campaign {
  let campaign = aCampaign({ level: 'S2' });
  for (const [hour, level] of levels.entries()) {
    const next = looked(campaign, level);
    const note = levelNote(campaign, next, after(hour + 1));
    campaign = note === undefined ? next : { ...next, growth: [...campaign.growth, note] };
  }
  return campaign;
}

describe('levelNote', () => {
  it('tells once that a later look gives a lower level, with the reason, and keeps the highest', () => {
    const campaign = history(['S3', 'S3', 'S3']);

    expect(campaign.level).toBe('S2');
    expect(campaign.growth).toEqual([
      expect.objectContaining({ at: after(1), level: 'S3', fell: true, why: 'the rule for S3' }),
    ]);
    expect(levelTold(campaign)).toBe('S3');
  });

  it('tells each step down, and the way back up', () => {
    expect(history(['S3', 'S4', 'S4', 'S2', 'S2', 'S1']).growth.map(({ level, fell }) => [level, fell])).toEqual([
      ['S3', true],
      ['S4', true],
      ['S2', undefined],
      ['S1', undefined],
    ]);
  });

  it('says nothing while the level stays what people know', () => {
    expect(history(['S2', 'S2']).growth).toEqual([]);
  });
});

describe('growthNote', () => {
  it('does not repeat a level that fell when the campaign grows, nor hide that it is back', () => {
    const fallen = history(['S3']);
    const bigger = { ...fallen, accounts: 900 };

    expect(growthNote(fallen, looked(bigger, 'S4'), after(9))).toMatchObject({ level: 'S3', accounts: 900 });
    expect(growthNote(fallen, looked(bigger, 'S2'), after(9))).toMatchObject({ level: 'S2' });
    expect(growthNote(fallen, looked({ ...fallen, accounts: 230 }, 'S4'), after(9))).toBeUndefined();
  });
});
