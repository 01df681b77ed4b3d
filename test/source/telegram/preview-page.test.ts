import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { roundedCount } from '../../../src/source/telegram/preview-count.ts';
import { parsePreview } from '../../../src/source/telegram/preview-page.ts';
import { cardHtml, channelNumber, type PreviewBlock, pageHtml } from './a-preview.ts';

const at = '2026-03-02T10:12:00+00:00';

function theMessage(block: Partial<PreviewBlock>) {
  const page = parsePreview(pageHtml('LanternNews', [{ id: 77, at, ...block }]), 'lanternnews');
  const [message] = page.messages;
  if (message === undefined) throw new Error('the page has no message');
  return message;
}

describe('parsePreview', () => {
  it('reads text with breaks, tags, links, views and the time', () => {
    const message = theMessage({
      text:
        'Lanterns &amp; light<br/>Read <a href="https://www.example.org/story?utm_source=tg" target="_blank" rel="noopener">the story</a> ' +
        '<a href="?q=%23LanternDay">#LanternDay</a> <a href="?q=%23local">#local@lanternnews</a> ' +
        '<a href="https://t.me/harbour_post">@harbour_post</a> <tg-emoji emoji-id="1"><i class="emoji" style="x"><b>🏮</b></i></tg-emoji>',
      views: '1.2K',
    });

    expect(message).toMatchObject({
      ids: [77],
      at: new Date('2026-03-02T10:12:00Z'),
      text: 'Lanterns & light\nRead the story #LanternDay #local@lanternnews @harbour_post 🏮',
      tags: ['#LanternDay', '#local'],
      links: ['https://www.example.org/story?utm_source=tg'],
      views: 1200,
      edited: false,
      service: false,
    });
    expect(message.forward).toBeUndefined();
  });

  it('knows followers and the number of the channel', () => {
    const page = parsePreview(pageHtml('LanternNews', [{ id: 77, at }]), 'lanternnews');

    expect(page).toMatchObject({
      kind: 'channel',
      followers: 27_400,
      channelNumber: String(channelNumber),
      present: [77],
    });
  });

  it('names the message that was forwarded, and says so when the origin hides', () => {
    const from = (name: string): string =>
      `<div class="tgme_widget_message_forwarded_from accent_color">Forwarded from ${name}</div>`;
    const open =
      '<a class="tgme_widget_message_forwarded_from_name" href="https://t.me/Harbour_Post/5"><span dir="auto">Harbour</span></a>';
    const hidden = '<span class="tgme_widget_message_forwarded_from_name" dir="auto">Somebody</span>';

    expect(theMessage({ before: from(open) }).forward).toEqual({ post: 'harbour_post/5' });
    expect(theMessage({ before: from(hidden) }).forward).toEqual({ post: undefined });
  });

  it('takes nothing from the message that is answered', () => {
    const before =
      '<a class="tgme_widget_message_reply user-color-3" href="https://t.me/LanternNews/70"><div class="tgme_widget_message_author accent_color">Lantern News</div>' +
      '<div class="tgme_widget_message_text js-message_reply_text" dir="auto">the older text</div></a>';

    const message = theMessage({ before, text: 'the answer' });

    expect(message.text).toBe('the answer');
    expect(message.replyTo).toBe(70);
  });

  it('reads an album as one message with all of its ids and media', () => {
    const item = (id: number): string =>
      `<a class="tgme_widget_message_photo_wrap grouped_media_wrap blured js-message_photo" style="left:0px;background-image:url('https://cdn4.telesco.pe/file/${id}.jpg')" data-ratio="1.7" href="https://t.me/LanternNews/${id}?single"><div class="tgme_widget_message_photo grouped_media"></div></a>`;
    const video =
      '<a class="tgme_widget_message_video_player grouped_media_wrap js-message_video_player" href="https://t.me/LanternNews/79?single"><i class="tgme_widget_message_video_thumb"></i><time class="message_video_duration">0:14</time></a>';
    const before = `<div class="tgme_widget_message_grouped_wrap js-message_grouped_wrap"><div class="tgme_widget_message_grouped">${item(77)}${item(78)}${video}</div></div>`;

    const page = parsePreview(pageHtml('LanternNews', [{ id: 77, at, before, text: 'three of it' }]), 'lanternnews');

    expect(page.present).toEqual([77, 78, 79]);
    expect(page.messages[0]).toMatchObject({
      ids: [77, 78, 79],
      text: 'three of it',
      media: ['lanternnews/77', 'lanternnews/78', 'lanternnews/79'],
    });
  });

  it('knows a single photo by the number of its upload', () => {
    const before = `<a class="tgme_widget_message_photo_wrap 5109473995509140547 1189642119_460000323" href="https://t.me/LanternNews/77" style="width:800px;background-image:url('https://cdn1.telesco.pe/file/p')"></a>`;

    expect(theMessage({ before }).media).toEqual(['5109473995509140547']);
  });

  it('sees that a message was edited, sums reactions, and adds the link of the card', () => {
    const after =
      '<a class="tgme_widget_message_link_preview" href="https://example.org/card"><div class="link_preview_title" dir="auto">Card</div></a>' +
      '<div class="tgme_widget_message_reactions js-message_reactions"><span class="tgme_reaction"><i class="emoji"><b>👍</b></i>1.5K</span><span class="tgme_reaction"><tg-emoji emoji-id="2"></tg-emoji>20</span></div>';

    expect(theMessage({ edited: true, after, text: 'x' })).toMatchObject({
      edited: true,
      likes: 1520,
      links: ['https://example.org/card'],
    });
  });

  it('reads question and answers of a poll, and leaves out notes of the page itself', () => {
    const before =
      '<div class="message_media_not_supported_wrap"><div class="message_media_not_supported_label">Media is too big</div></div>' +
      '<div class="tgme_widget_message_poll js-poll"><div class="tgme_widget_message_poll_question">Which light?</div>' +
      '<a class="tgme_widget_message_poll_option"><div class="tgme_widget_message_poll_option_percent">60%</div><div class="tgme_widget_message_poll_option_value"><div class="tgme_widget_message_poll_option_text">Red</div></div></a></div>';

    expect(theMessage({ before }).text).toBe('Which light?\nRed');
  });

  it('keeps a sticker without text, marks service messages, and leaves out what another channel wrote', () => {
    const sticker = '<div class="media_supported_cont"><i class="tgme_widget_message_sticker"></i></div>';
    const blocks: PreviewBlock[] = [
      { id: 1, at, service: true, text: 'Channel created' },
      { id: 2, at, before: sticker },
      { id: 9, at, channel: 'elsewhere', text: 'not ours' },
      { id: 3, at: 'yesterday', text: 'no time' },
    ];

    const page = parsePreview(pageHtml('LanternNews', blocks), 'lanternnews');

    expect(page.messages.map(({ ids, service, text }) => [ids[0], service, text])).toEqual([
      [1, true, 'Channel created'],
      [2, false, ''],
    ]);
    expect(page.present).toEqual([1, 2, 3]);
    expect(page.broken).toBe(1);
  });

  it('tells a closed preview, a name that nobody has, and a page of somebody else', () => {
    expect(parsePreview(cardHtml('lanternnews', 'View'), 'lanternnews').kind).toBe('card');
    expect(parsePreview(cardHtml('lanternnews', 'Contact'), 'lanternnews').kind).toBe('nobody');
    expect(parsePreview('<html><title>Sign in</title>tgme_page</html>', 'lanternnews').kind).toBe('other');
    expect(parsePreview(pageHtml('LanternNews', []), 'lanternnews').kind).toBe('channel');
  });

  it('does not believe what a post says about the page', () => {
    const text = 'Telegram: Contact @lanternnews &lt;div class="tgme_page"&gt;';

    expect(parsePreview(pageHtml('LanternNews', [{ id: 1, at, text }]), 'lanternnews').kind).toBe('channel');
  });

  it('never fails on a page that was cut or mixed up', () => {
    const html = pageHtml('LanternNews', [
      { id: 1, at, text: 'one <b>two</b>', views: '3' },
      { id: 2, at, text: 'three' },
    ]);
    const cuts = fc.tuple(fc.nat(html.length), fc.nat(html.length), fc.string());
    fc.assert(
      fc.property(cuts, ([from, to, middle]) => {
        const page = parsePreview(html.slice(0, from) + middle + html.slice(to), 'lanternnews');

        expect(page.messages.length).toBeLessThanOrEqual(4);
        for (const { ids } of page.messages) expect(ids.length).toBeGreaterThan(0);
      }),
    );
  });
});

describe('roundedCount', () => {
  it('reads what the preview writes', () => {
    const counts = ['1.2K', '3', '12.5M', '3 481', '1,204', '27.4K subscribers', '', 'many', '9B', '1.2KB'];

    expect(counts.map(roundedCount)).toEqual([
      1200,
      3,
      12_500_000,
      3481,
      1204,
      27_400,
      undefined,
      undefined,
      undefined,
      undefined,
    ]);
  });
});
