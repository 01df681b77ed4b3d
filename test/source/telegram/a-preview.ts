/** Pages of the web preview in their real shape, with invented channels and texts. */
import type { Exchange, Reply } from '../../fakes/web-server.ts';

export interface PreviewBlock {
  readonly id: number;
  readonly at: string;
  /** HTML of the text. */
  readonly text?: string;
  /** HTML before the text: media, forward, reply. */
  readonly before?: string;
  /** HTML after the text: a link's card, reactions. */
  readonly after?: string;
  readonly edited?: boolean;
  readonly views?: string;
  readonly service?: boolean;
  /** Name in `data-post`, where it is another channel's. */
  readonly channel?: string;
}

export const channelNumber = 1001234567;

function blockHtml(channel: string, block: PreviewBlock, number = channelNumber): string {
  const { id, at, text, before = '', after = '', edited = false, views, service = false } = block;
  const name = block.channel ?? channel;
  const view = Buffer.from(JSON.stringify({ c: -number, p: id, t: 1772445600, h: 'aa01' })).toString('base64url');
  const body =
    text === undefined ? '' : `<div class="tgme_widget_message_text js-message_text" dir="auto">${text}</div>`;
  const seen = views === undefined ? '' : `<span class="tgme_widget_message_views">${views}</span>`;
  return `
<div class="tgme_widget_message_wrap js-widget_message_wrap">
 <div class="tgme_widget_message text_not_supported_wrap ${service ? 'service_message ' : ''}js-widget_message" data-post="${name}/${id}" data-view="${view}">
  <div class="tgme_widget_message_user"><a href="https://t.me/${name}"><i class="tgme_widget_message_user_photo bgcolor3"><img src="https://cdn4.telesco.pe/file/face.jpg"></i></a></div>
  <div class="tgme_widget_message_bubble">
   <div class="tgme_widget_message_author accent_color"><a class="tgme_widget_message_owner_name" href="https://t.me/${name}"><span dir="auto">Lantern News</span></a></div>
   ${before}${body}${after}
   <div class="tgme_widget_message_footer compact js-message_footer">
    <div class="tgme_widget_message_info short js-message_info">
     ${seen}<span class="copyonly"> views</span><span class="tgme_widget_message_meta">${edited ? 'edited &nbsp;' : ''}<a class="tgme_widget_message_date" href="https://t.me/${name}/${id}"><time datetime="${at}" class="time">10:12</time></a></span>
    </div>
   </div>
  </div>
 </div>
</div>`;
}

export function pageHtml(channel: string, blocks: readonly PreviewBlock[], number = channelNumber): string {
  return `<!DOCTYPE html><html><head><meta charset="utf-8"><title>Lantern News – Telegram</title></head>
<body class="widget_frame_base tgme_webpreview no_transition"><div class="tgme_page_wrap">
<header class="tgme_header"><div class="tgme_channel_info"><div class="tgme_channel_info_header_title"><span dir="auto">Lantern News</span></div>
<div class="tgme_channel_info_counters"><div class="tgme_channel_info_counter"><span class="counter_value">27.4K</span> <span class="counter_type">subscribers</span></div>
<div class="tgme_channel_info_counter"><span class="counter_value">310</span> <span class="counter_type">photos</span></div></div></div></header>
<main class="tgme_main" data-url="/${channel}"><div class="tgme_container"><section class="tgme_channel_history js-message_history">
${blocks.map((block) => blockHtml(channel, block, number)).join('\n')}
</section></div></main></div></body></html>`;
}

/** "Open in Telegram", for a channel without preview, or a name that nobody has. */
export function cardHtml(channel: string, kind: 'View' | 'Contact'): string {
  const extra = kind === 'View' ? '<div class="tgme_page_extra">48 112 subscribers</div>' : '';
  return `<!DOCTYPE html><html><head><title>Telegram: ${kind} @${channel}</title></head><body><div class="tgme_page_wrap"><div class="tgme_body_wrap"><div class="tgme_page">${extra}<div class="tgme_page_description">If you have Telegram, you can open it right away.</div></div></div></div></body></html>`;
}

export interface PreviewServer {
  /** All messages, in any order. */
  readonly blocks: readonly PreviewBlock[];
  readonly perPage?: number;
  readonly number?: number;
  readonly closed?: 'View' | 'Contact';
}

/** Answers as t.me does: newest page first, `before` for older ones, a redirect to the card where there is no preview. */
export function previewAnswer({ path, query }: Exchange, channel: string, server: PreviewServer): Reply {
  const { blocks, perPage = 20, number, closed } = server;
  const html = { headers: { 'content-type': 'text/html; charset=utf-8' } };
  if (path.toLowerCase() === `/${channel}`) return { ...html, text: cardHtml(channel, closed ?? 'View') };
  if (path.toLowerCase() !== `/s/${channel}`) return { status: 404, text: 'not found' };
  if (closed !== undefined) return { status: 302, headers: { location: `/${channel}` }, text: '' };
  const before = Number(query.get('before') ?? Number.POSITIVE_INFINITY);
  const older = blocks.filter(({ id }) => id < before).sort((a, b) => a.id - b.id);
  return { ...html, text: pageHtml(channel, older.slice(-perPage), number) };
}
