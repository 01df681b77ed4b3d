/** Links and hosts as messages and studies show them: without the name of whoever has a page on a platform that is open to anybody. */
import { createHash } from 'node:crypto';
import { hostOf } from './normal-form.ts';

/** Platforms where anybody has a page, an upload or a name of their own under the platform's. */
const openPlatforms = new Set(
  (
    'x.com twitter.com facebook.com fb.com instagram.com threads.net youtube.com youtu.be tiktok.com vk.com ok.ru ' +
    'linkedin.com rutube.ru weibo.com weibo.cn bsky.app bsky.social bilibili.com rumble.com odysee.com reddit.com t.me telegram.me ' +
    'medium.com substack.com wordpress.com tumblr.com blogspot.com blogger.com livejournal.com github.io weebly.com ' +
    'wixsite.com gab.com truthsocial.com pinterest.com quora.com zhihu.com douyin.com patreon.com'
  ).split(' '),
);

/** Labels that platforms put before their own name. */
const ownLabels = new Set(['www', 'm', 'mobile', 'old', 'l', 'lm', 'web', 'en', 'amp']);

/**
 * `x.com/… (3fa2c1)` for a page or upload on such a platform, `….substack.com (91b0aa)` for a name under one; the number
 * tells two of them apart. A video's own address names nobody and stays.
 */
export function shownLink(link: string): string {
  if (/^youtube\.com\/watch\?v=[\w-]{11}$/.test(link)) return link;
  const host = hostOf(link);
  const path = link.slice(host.length);
  const platform = platformOf(host);
  // Servers of one network are many; a path with @ is somebody's page on any of them.
  if (platform === undefined) return /\/@|\/users\//i.test(path) ? `${host}/… (${digest(link)})` : link;
  const label = host.slice(0, -platform.length - 1);
  const isNamed = label !== '' && !ownLabels.has(label);
  if (!isNamed && path === '') return link;
  return `${isNamed ? `….${platform}` : host}${path === '' ? '' : '/…'} (${digest(link)})`;
}

function platformOf(host: string): string | undefined {
  const labels = host.split('.');
  for (let from = 0; from + 1 < labels.length; from++) {
    const rest = labels.slice(from).join('.');
    if (openPlatforms.has(rest)) return rest;
  }
  return undefined;
}

function digest(link: string): string {
  return createHash('sha256').update(link).digest('hex').slice(0, 6);
}
