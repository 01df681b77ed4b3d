import { describe, expect, it } from 'vitest';
import type { FileNotes } from '../../../src/source/file/file-format.ts';
import { readText } from './files.ts';

const csv = (rows: readonly (readonly string[])[]) =>
  rows.map((cells) => cells.map((cell) => `"${cell.replaceAll('"', '""')}"`).join(',')).join('\n');

function table(header: readonly string[], rows: readonly Readonly<Record<string, string>>[]): string {
  return csv([header, ...rows.map((row) => header.map((name) => row[name] ?? ''))]);
}

const overperforming = 'Overperforming Score (weighted  —  Likes 1x, Shares 1x, Comments 1x)';
const facebook = [
  'Page Name',
  'User Name',
  'Facebook Id',
  'Page Category',
  'Page Created',
  'Likes at Posting',
  'Followers at Posting',
  'Post Created',
  'Type',
  'Total Interactions',
  'Likes',
  'Comments',
  'Shares',
  'URL',
  'Message',
  'Link',
  'Final Link',
  overperforming,
];
const page = {
  'Page Name': 'A Garden Page',
  'User Name': 'a.garden.page',
  'Facebook Id': '100044123456789',
  'Page Created': '2012-05-01 03:04:05',
  'Followers at Posting': '1,234,567',
  'Post Created': '2021-01-05 12:00:00 EST',
  Type: 'Link',
  'Total Interactions': '1,204',
  Likes: '1,000',
  Comments: '0',
  Shares: 'N/A',
  URL: 'https://www.facebook.com/100044123456789/posts/3900000000000001',
  Message: 'Seedlings for all\n#GardenWeek',
  Link: 'https://short.example/1',
  'Final Link': 'https://www.site1.example/seeds?fbclid=abc',
  [overperforming]: '1.21',
};

describe('a CrowdTangle export', () => {
  it('is read for Facebook pages: zones by name, commas in numbers, unknown apart from zero', async () => {
    let notes: FileNotes | undefined;

    const { posts, refusals } = await readText(table(facebook, [page]), {
      onNotes(taken) {
        notes = taken;
      },
    });

    expect(refusals).toEqual([]);
    expect(posts).toMatchObject([
      {
        platform: 'facebook',
        id: '100044123456789_3900000000000001',
        accountId: '100044123456789',
        handle: 'a.garden.page',
        followers: 1_234_567,
        createdAt: new Date('2021-01-05T17:00:00Z'),
        accountCreatedAt: new Date('2012-05-01T03:04:05Z'),
        text: 'Seedlings for all\n#GardenWeek',
        tags: ['gardenweek'],
        links: ['site1.example/seeds'],
        likes: 1000,
        replies: 0,
      },
    ]);
    expect(posts[0]?.reposts).toBeUndefined();
    expect(notes?.unknownColumns).toEqual([]);
  });

  it('knows summer from winter', async () => {
    const { posts } = await readText(table(facebook, [{ ...page, 'Post Created': '2021-07-05 12:00:00 EDT' }]));

    expect(posts[0]?.createdAt).toEqual(new Date('2021-07-05T16:00:00Z'));
  });

  it('is read for groups and for Instagram', async () => {
    const group = ['Group Name', ...facebook.slice(1)];
    const instagram = [
      'Account',
      'User Name',
      'Followers at Posting',
      'Post Created',
      'Type',
      'Likes',
      'Comments',
      'Views',
      'URL',
      'Link',
      'Photo',
      'Title',
      'Description',
    ];
    const picture = {
      Account: 'A Garden',
      'User Name': 'agarden',
      'Followers at Posting': '12',
      'Post Created': '2021-01-05 12:00:00 EST',
      Likes: '3',
      URL: 'https://www.instagram.com/p/CJqGarden_-1/',
      Description: 'Bulbs #GardenWeek',
    };

    const inGroup = await readText(
      table(group, [{ ...page, 'Group Name': 'G', URL: 'https://www.facebook.com/groups/55/permalink/66' }]),
    );
    const pictures = await readText(table(instagram, [picture]));

    expect(inGroup.posts).toMatchObject([{ platform: 'facebook', id: '100044123456789_66' }]);
    expect(pictures.posts).toMatchObject([
      { platform: 'instagram', id: 'CJqGarden_-1', accountId: 'agarden', tags: ['gardenweek'], likes: 3 },
    ]);
    expect(pictures.posts[0]?.replies).toBeUndefined();
  });

  it('is read with the shorter names of older exports', async () => {
    const older = facebook.map((name) => (name === 'Post Created' ? 'Created' : name));

    const { posts } = await readText(table(older, [{ ...page, Created: '2019-07-05 12:00:00 EDT' }]));

    expect(posts).toMatchObject([{ platform: 'facebook', createdAt: new Date('2019-07-05T16:00:00Z') }]);
  });

  it('says that a zone has to be named where its letters mean several, and reads the row then', async () => {
    const told: Record<string, number>[] = [];
    const text = table(facebook, [{ ...page, 'Post Created': '2021-07-05 12:00:00 BST' }]);

    const refused = await readText(text, { onNotes: (notes) => void told.push({ ...notes.told }) });
    const read = await readText(text, { zone: 'Europe/London' });

    expect(refused.refusals).toHaveLength(1);
    expect(told).toEqual([{ 'times whose zone is called like others: --zone names the one that is meant': 1 }]);
    expect(read.posts).toMatchObject([{ createdAt: new Date('2021-07-05T11:00:00Z') }]);
  });

  it('refuses a row without a time, a page or an address, and says which', async () => {
    const { refusals } = await readText(
      table(facebook, [
        { ...page, 'Post Created': '2021-01-05 12:00:00 IST' },
        { ...page, 'Facebook Id': '1.00044E+14' },
        { ...page, URL: '' },
      ]),
    );

    expect(refusals).toEqual([
      { line: 2, reason: 'has no time that can be read' },
      { line: 4, reason: 'has no usable post id' },
      { line: 6, reason: 'has no usable post id' },
    ]);
  });
});

const library = [
  'id',
  'creation_time',
  'text',
  'lang',
  'shared_post_id',
  'link_attachment.link',
  'statistics.like_count',
  'statistics.reaction_count',
  'statistics.share_count',
  'statistics.comment_count',
  'post_owner.type',
  'post_owner.id',
  'post_owner.name',
  'post_owner.username',
  'surface.id',
];

describe('a table of the Meta Content Library', () => {
  const row = {
    id: '963780000000000001',
    creation_time: '2025-03-02T10:00:00+00:00',
    text: 'Seedlings #GardenWeek https://site1.example/5',
    lang: 'en',
    shared_post_id: 'NA',
    'link_attachment.link': 'https://site2.example/6',
    'statistics.like_count': '5',
    'statistics.share_count': '0',
    'statistics.comment_count': 'NA',
    'post_owner.type': 'page',
    'post_owner.id': '100044123456789',
    'post_owner.username': 'agarden',
  };

  it('is read for Facebook, with NA for what is unknown', async () => {
    const { posts, refusals } = await readText(table(library, [row, { ...row, id: '2', shared_post_id: '77' }]));

    expect(refusals).toEqual([]);
    expect(posts[0]).toMatchObject({
      platform: 'facebook',
      id: '963780000000000001',
      accountId: '100044123456789',
      handle: 'agarden',
      lang: 'en',
      kind: 'original',
      tags: ['gardenweek'],
      links: ['site2.example/6', 'site1.example/5'],
      likes: 5,
      reposts: 0,
    });
    expect(posts[0]?.replies).toBeUndefined();
    expect(posts[1]).toMatchObject({ kind: 'repost', parentId: '77' });
  });

  it('is read for Instagram, which has tags of its own and no shares', async () => {
    const header = [
      'id',
      'creation_time',
      'text',
      'hashtags',
      'post_owner.id',
      'post_owner.username',
      'post_owner.type',
      'statistics.like_count',
    ];
    const picture = { ...row, 'post_owner.type': 'creator', text: 'Bulbs', hashtags: '["GardenWeek","Bulbs"]' };

    expect((await readText(table(header, [picture]))).posts).toMatchObject([
      { platform: 'instagram', tags: ['gardenweek', 'bulbs'] },
    ]);
  });

  it('refuses ids that went through a spreadsheet', async () => {
    expect((await readText(table(library, [{ ...row, id: '9.6378e+17' }]))).refusals).toEqual([
      { line: 2, reason: 'has no usable post id' },
    ]);
  });
});
