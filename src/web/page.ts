/** The page's frame as HTML; everything that changes is filled in by its scripts. */
import type { WebOptions } from './ports.ts';

const viewNames = { console: 'Console', slack: 'Slack', discord: 'Discord' } as const;

export function renderPage({ views, sample, home = 'alerts' }: WebOptions, token: string): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="robots" content="noindex">
<meta name="csrf-token" content="${escapeAttribute(token)}">
<title>Tocsin</title>
<link rel="icon" href="/assets/icon.svg" type="image/svg+xml">
<link rel="stylesheet" href="/assets/app.css">
<script type="module" src="/assets/app.js"></script>
</head>
<body data-home="${escapeAttribute(home)}" data-sample="${sample ? 'yes' : 'no'}">
<a class="skip" href="#line">Skip to the command line</a>
<header class="top">
<h1><img src="/assets/icon.svg" alt="" width="20" height="20">Tocsin</h1>
<dl id="status" aria-label="Status"></dl>
<p id="connection" role="status" data-state="connecting">connecting</p>
</header>
${sample ? '<p class="sample" role="note"><strong>Sample data</strong>: invented accounts and text</p>\n' : ''}<nav aria-label="Channels"><ul id="channels"></ul></nav>
<main>
<div class="bar">
<h2 id="channel" dir="auto">${escapeAttribute(home)}</h2>
${viewToggle(views)}</div>
<div id="stream" tabindex="0" role="region" aria-labelledby="channel">
<ol id="messages" aria-label="Messages"></ol>
<div id="empty" hidden></div>
</div>
<button type="button" id="newer" hidden>New message below</button>
<form id="ask" autocomplete="off">
<ul id="suggestions" role="listbox" aria-label="Suggestions" hidden></ul>
<p id="thread" hidden><span></span><button type="button">Ask in the channel instead</button></p>
<div class="row">
<label class="hidden" for="line">Command</label>
<input id="line" type="text" role="combobox" aria-autocomplete="list" aria-expanded="false" aria-controls="suggestions"
 aria-describedby="usage" placeholder="Ask: /help" maxlength="2000" spellcheck="false" autocapitalize="none" autocorrect="off" dir="auto">
<button type="submit" class="primary">Ask</button>
</div>
<p id="usage"></p>
</form>
</main>
<p id="announce" class="hidden" role="status" aria-live="polite"></p>
<noscript><p class="sample">This page needs JavaScript. Without it, use the command line: tocsin --help</p></noscript>
</body>
</html>
`;
}

function viewToggle(views: WebOptions['views']): string {
  const names = (['console', 'slack', 'discord'] as const).filter((name) => views[name] !== undefined);
  if (names.length < 2) return '';
  const buttons = names.map(
    (name) =>
      `<button type="button" data-view="${name}" aria-pressed="${name === 'console'}">${viewNames[name]}</button>`,
  );
  return `<div id="views" role="group" aria-label="Show messages as">${buttons.join('')}</div>
<p id="view-note" hidden>Words and order as sent; the look is approximate and buttons are text.</p>
`;
}

function escapeAttribute(text: string): string {
  return text.replace(/[&<>"']/gu, (found) => `&#${found.charCodeAt(0)};`);
}
