/** Style sheet of the page's frame. Text colours keep 4.5:1 on their ground in both schemes (WCAG 2.2 AA). */
export const pageStyle = `
:root {
  color-scheme: light dark;
  --ground: #f4f5f6; --surface: #ffffff; --raised: #eef0f2; --ink: #191c20; --muted: #565d67; --rule: #dcdfe3;
  --accent: #1f4f82; --on-accent: #ffffff; --s1: #a81c13; --s2: #954600; --s3: #23598f; --s4: #565d67;
  --note: #fbf6e3; --note-rule: #d9c98a; --good: #1b6b3a; --sample: #fff3c9; --on-sample: #4a3800;
  --sans: system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", "Helvetica Neue", Arial, sans-serif;
  --mono: ui-monospace, "SF Mono", Menlo, Consolas, "DejaVu Sans Mono", "Liberation Mono", monospace;
}
@media (prefers-color-scheme: dark) {
  :root {
    --ground: #121417; --surface: #1a1d21; --raised: #24282e; --ink: #e7e9ec; --muted: #a4abb5; --rule: #31363d;
    --accent: #86b6ea; --on-accent: #0d1a29; --s1: #ff9088; --s2: #f5ad62; --s3: #8fbcec; --s4: #a4abb5;
    --note: #24221a; --note-rule: #5c5330; --good: #7fcf9b; --sample: #3a3114; --on-sample: #f3dfa0;
  }
}
* { box-sizing: border-box; }
html, body { height: 100%; margin: 0; }
body {
  display: grid; grid-template: auto auto minmax(0, 1fr) / 11.5rem minmax(0, 1fr);
  grid-template-areas: "top top" "sample sample" "channels main";
  background: var(--ground); color: var(--ink); font: 0.875rem/1.45 var(--sans);
}
[hidden] { display: none !important; }
.hidden { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
.skip { position: absolute; inset-inline-start: -100vw; z-index: 2; padding: 0.4rem 0.8rem; background: var(--surface); }
.skip:focus { inset: 0.3rem auto auto 0.3rem; }
:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; }
h1, h2, h3, p, ul, ol, dl, dd { margin: 0; padding: 0; }
ul, ol { list-style: none; }
a { color: inherit; }

.top {
  grid-area: top; display: flex; flex-wrap: wrap; align-items: center; gap: 0.25rem 1.25rem; padding: 0.5rem 1rem;
  background: var(--surface); border-bottom: 1px solid var(--rule);
}
.top h1 { display: flex; align-items: center; gap: 0.5rem; font-size: 1rem; letter-spacing: 0.01em; }
#status { display: flex; flex-wrap: wrap; gap: 0.1rem 1.1rem; flex: 1; font-size: 0.8125rem; }
#status div { display: flex; gap: 0.35rem; white-space: nowrap; }
#status dt { color: var(--muted); }
#status dd { font-variant-numeric: tabular-nums; }
#status.trouble { color: var(--s1); }
#connection { font-size: 0.8125rem; color: var(--muted); white-space: nowrap; }
#connection::before { content: "○ "; }
#connection[data-state="live"] { color: var(--good); }
#connection[data-state="live"]::before { content: "● "; }
#connection[data-state="reconnecting"] { color: var(--s1); }
#connection[data-state="reconnecting"]::before { content: "◌ "; }
.sample { grid-area: sample; padding: 0.3rem 1rem; background: var(--sample); color: var(--on-sample); font-size: 0.8125rem; }

nav { grid-area: channels; overflow: auto; padding: 0.75rem 0.5rem; border-inline-end: 1px solid var(--rule); }
nav a {
  display: flex; justify-content: space-between; gap: 0.5rem; padding: 0.25rem 0.6rem; border-radius: 4px;
  color: var(--muted); text-decoration: none; overflow-wrap: anywhere;
}
nav a:hover { background: var(--raised); }
nav a[aria-current] { background: var(--raised); color: var(--ink); font-weight: 600; }
nav a:has(.unread) { color: var(--ink); font-weight: 600; }
.unread {
  align-self: center; padding: 0 0.4rem; border-radius: 1rem; background: var(--accent); color: var(--on-accent);
  font-size: 0.75rem; font-variant-numeric: tabular-nums;
}

main {
  grid-area: main; position: relative; display: grid; grid-template-rows: auto minmax(0, 1fr) auto; min-width: 0;
  background: var(--surface);
}
.bar {
  display: flex; flex-wrap: wrap; align-items: center; gap: 0.25rem 0.75rem; padding: 0.45rem 1rem;
  border-bottom: 1px solid var(--rule);
}
.bar h2 { font-size: 0.9375rem; margin-inline-end: auto; overflow-wrap: anywhere; }
#view-note { flex-basis: 100%; color: var(--muted); font-size: 0.8125rem; }
#views { display: flex; }
#views button { border-radius: 0; margin-inline-start: -1px; }
#views button:first-child { border-radius: 4px 0 0 4px; }
#views button:last-child { border-radius: 0 4px 4px 0; }
#views button[aria-pressed="true"] { background: var(--ink); border-color: var(--ink); color: var(--surface); }
#stream { overflow: auto; overscroll-behavior: contain; padding: 0.25rem 1rem 1rem; }
#stream:focus-visible { outline-offset: -2px; }
#newer {
  position: absolute; inset-inline: 0; bottom: 6.25rem; width: max-content; margin: auto; border-radius: 1rem;
  background: var(--accent); border-color: var(--accent); color: var(--on-accent);
}
#empty { padding: 2.5rem 0; color: var(--muted); max-width: 36rem; }
#empty p + p { margin-top: 0.5rem; }
#empty .lead { color: var(--ink); font-size: 1.0625rem; font-weight: 600; }
.examples { display: flex; flex-wrap: wrap; gap: 0.4rem; }
.examples button { font-family: var(--mono); font-size: 0.8125rem; }

button {
  min-height: 1.75rem; padding: 0.15rem 0.7rem; border: 1px solid color-mix(in srgb, var(--muted) 70%, transparent);
  border-radius: 4px; background: var(--surface); color: var(--ink); font: inherit; font-size: 0.8125rem; cursor: pointer;
}
button:hover { background: var(--raised); }
button[aria-disabled="true"] { opacity: 0.6; cursor: progress; }
button.primary { background: var(--accent); border-color: var(--accent); color: var(--on-accent); font-weight: 600; }
button.primary:hover { filter: brightness(1.1); }
button.danger { border-color: var(--s1); color: var(--s1); }
button.quiet { min-height: 0; padding: 0 0.25rem; border-color: transparent; background: none; color: var(--muted); }
button.quiet:hover { color: var(--ink); text-decoration: underline; }

#ask { position: relative; padding: 0.6rem 1rem; border-top: 1px solid var(--rule); background: var(--surface); }
#ask .row { display: flex; gap: 0.5rem; }
#line {
  flex: 1; min-width: 0; min-height: 2.25rem; padding: 0 0.7rem; border: 1px solid var(--muted); border-radius: 4px;
  background: var(--surface); color: var(--ink); font: 0.875rem var(--mono);
}
#line::placeholder { color: var(--muted); opacity: 1; }
#usage { margin-top: 0.3rem; color: var(--muted); font-size: 0.8125rem; overflow-wrap: anywhere; min-height: 1.45em; }
#thread { display: flex; gap: 0.75rem; align-items: baseline; margin-bottom: 0.4rem; font-size: 0.8125rem; }
#thread span { overflow: hidden; text-overflow: ellipsis; white-space: nowrap; border-inline-start: 3px solid var(--accent); padding-inline-start: 0.5rem; }
#thread button { flex: none; }
#suggestions {
  position: absolute; inset-inline: 1rem; bottom: calc(100% - 0.4rem); z-index: 1; max-height: 16rem; overflow: auto; padding: 0.25rem;
  border: 1px solid var(--muted); border-radius: 4px; background: var(--surface); box-shadow: 0 4px 16px rgb(0 0 0 / 0.18);
}
#suggestions li { display: grid; grid-template-columns: minmax(7rem, max-content) minmax(0, 1fr); column-gap: 1rem; padding: 0.25rem 0.5rem; border-radius: 3px; cursor: pointer; }
#suggestions li:hover { background: var(--raised); }
#suggestions li[aria-selected="true"] { background: var(--accent); color: var(--on-accent); }
#suggestions bdi { justify-self: start; font-family: var(--mono); overflow-wrap: anywhere; }
#suggestions span { color: var(--muted); }
#suggestions li[aria-selected="true"] span { color: inherit; }

@media (max-width: 44rem) {
  body { grid-template: auto auto auto minmax(0, 1fr) / minmax(0, 1fr); grid-template-areas: "top" "sample" "channels" "main"; }
  .top { padding: 0.4rem 0.75rem; }
  .top h1 { flex: 1; }
  #status { order: 3; flex: 1 0 100%; }
  nav { padding: 0.25rem 0.5rem; border: 0; border-bottom: 1px solid var(--rule); }
  nav ul { display: flex; gap: 0.25rem; }
  nav a { white-space: nowrap; }
  .bar, #stream, #ask { padding-inline: 0.75rem; }
  #suggestions { inset-inline: 0.75rem; }
  #suggestions li { grid-template-columns: minmax(0, 1fr); }
  button { min-height: 2.25rem; }
  #line { font-size: 1rem; }
}
`;
