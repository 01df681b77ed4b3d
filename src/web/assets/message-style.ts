/** Style sheet of messages: the console's own look, private answers, threads, and the two previews. */
export const messageStyle = `
.day { display: flex; align-items: center; gap: 0.75rem; margin: 0.9rem 0 0.3rem; color: var(--muted); font-size: 0.75rem; }
.day::before, .day::after { content: ""; flex: 1; border-top: 1px solid var(--rule); }
.entry { display: grid; grid-template-columns: 4.4rem minmax(0, 1fr); gap: 0.75rem; padding: 0.6rem 0; }
.entry + .entry { border-top: 1px solid var(--rule); }
.when { color: var(--muted); font-size: 0.75rem; line-height: 1.7; font-variant-numeric: tabular-nums; text-align: end; }
.when time, .when .edited { display: block; white-space: nowrap; }
.what { min-width: 0; }

.message, .preview { max-width: 62rem; overflow-wrap: anywhere; }
.message { --level: var(--muted); border-inline-start: 3px solid var(--rule); padding-inline-start: 0.75rem; }
.level-S1 { --level: var(--s1); } .level-S2 { --level: var(--s2); } .level-S3 { --level: var(--s3); } .level-S4 { --level: var(--s4); }
.message:not(.level-none) { border-color: var(--level); }
.message :is(h3, p, dt, dd) { white-space: pre-wrap; font-variant-numeric: tabular-nums; }
.message .title { font-size: 0.9375rem; line-height: 1.35; font-weight: 600; }
.title .level, .title[data-mark]::before { color: var(--level); font-weight: 700; }
.title[data-mark]::before { content: attr(data-mark) "  "; }
.kind-growth .title, .kind-notice .title { font-weight: 500; font-size: 0.875rem; }
.message .lead { margin-top: 0.1rem; }
.message .section { margin-top: 0.5rem; }
dl.section { display: grid; grid-template-columns: 7.5rem minmax(0, 1fr); column-gap: 1rem; }
dl.section + dl.section { margin-top: 0.3rem; }
dl.section dt { grid-column: 1; color: var(--muted); font-weight: 600; }
dl.section dd { grid-column: 2; }
dl.section dd + dd, .section .line + .line { margin-top: 0.05rem; }
.buttons { display: flex; flex-wrap: wrap; gap: 0.4rem; margin-top: 0.65rem; }
.message .footer { margin-top: 0.5rem; color: var(--muted); font-size: 0.75rem; }

.under { margin-top: 0.3rem; margin-inline-start: 0.6rem; font-size: 0.75rem; }
.thread { margin: 0.5rem 0 0; margin-inline-start: 0.9rem; font-size: 0.8125rem; }
.thread summary { width: fit-content; max-width: 100%; padding: 0.1rem 0.25rem; color: var(--accent); cursor: pointer; overflow-wrap: anywhere; }
.thread summary .newest { color: var(--muted); margin-inline-start: 0.4rem; }
.thread[open] summary .newest { display: none; }
.thread ol { margin-top: 0.25rem; padding-inline-start: 0.25rem; }
.reply { display: grid; grid-template-columns: 4.4rem minmax(0, 1fr); gap: 0.75rem; padding: 0.3rem 0; }

.notes:not(:empty) { display: grid; gap: 0.5rem; margin-top: 0.5rem; margin-inline-start: 0.9rem; }
.note { max-width: 62rem; padding: 0.45rem 0.75rem; border: 1px dashed var(--note-rule); border-radius: 4px; background: var(--note); overflow-wrap: anywhere; }
.note .asked { color: var(--muted); font: 0.8125rem var(--mono); }
.note .content { margin-top: 0.25rem; }
.note .message { border: 0; padding: 0; }
.note .only-you { display: flex; justify-content: space-between; gap: 1rem; margin-top: 0.35rem; color: var(--muted); font-size: 0.75rem; }
.note .only-you button { font-size: 0.75rem; }
.note.failed .content { color: var(--s1); }
.note[aria-busy="true"] .content { color: var(--muted); }

.preview .sender { font-weight: 700; }
.preview .sender span {
  margin-inline-start: 0.25rem; padding: 0 0.25rem; border-radius: 3px; background: var(--raised); color: var(--muted); font-size: 0.6875rem;
}
.preview h3 { font-size: 0.9375rem; line-height: 1.4; }
.preview :is(h3, p) { white-space: pre-line; }
.preview p:empty { min-height: 0.6em; }
.preview b { display: block; }
.preview.slack .card { margin-top: 0.1rem; }
.preview.discord .card {
  --level: var(--muted); margin-top: 0.25rem; max-width: 40rem; padding: 0.6rem 0.9rem; border-radius: 4px; background: var(--raised);
  border-inline-start: 4px solid var(--level);
}
.preview.discord.level-S1 .card { --level: var(--s1); } .preview.discord.level-S2 .card { --level: var(--s2); }
.preview.discord.level-S3 .card { --level: var(--s3); } .preview.discord.level-S4 .card { --level: var(--s4); }

@media (max-width: 44rem) {
  .entry, .reply { grid-template-columns: minmax(0, 1fr); gap: 0.15rem; }
  .when { display: flex; gap: 0.5rem; text-align: start; }
  dl.section { grid-template-columns: minmax(0, 1fr); }
  dl.section dd { grid-column: 1; }
  .thread, .notes:not(:empty) { margin-inline-start: 0; }
}
@media (forced-colors: active) { .message { border-color: CanvasText; } }
`;
