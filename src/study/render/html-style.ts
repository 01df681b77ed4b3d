/** The style of a study's page: light and dark, no font, picture or script from anywhere. */
export const htmlStyle = `
:root { color-scheme: light dark; --ink: #1c2126; --soft: #5a646e; --paper: #fdfdfb; --line: #d8dcdf; --link: #0b5cad; --band: #f3f5f6; }
@media (prefers-color-scheme: dark) {
  :root { --ink: #e3e6e8; --soft: #9aa5ae; --paper: #14181b; --line: #343c42; --link: #7db7f2; --band: #1c2227; }
}
* { box-sizing: border-box; }
body { margin: 0 auto; padding: 1.5rem; max-width: 72rem; background: var(--paper); color: var(--ink); font: 16px/1.5 system-ui, sans-serif; }
h1 { font-size: 1.5rem; } h2 { margin-top: 3rem; border-top: 2px solid var(--line); padding-top: 1rem; font-size: 1.25rem; } h3 { font-size: 1rem; }
a { color: var(--link); } nav ul { columns: 3 14rem; padding-left: 1.2rem; }
dl { display: grid; grid-template-columns: max-content 1fr; gap: 0.2rem 1rem; } dt { color: var(--soft); } dd { margin: 0; overflow-wrap: anywhere; }
.mark { display: inline-block; border: 2px solid; padding: 0 0.5rem; font-weight: 700; }
.caution { border-left: 4px solid var(--link); margin: 0.5rem 0; padding: 0.2rem 1rem; background: var(--band); }
.guard { color: var(--soft); font-style: italic; } .parameters { color: var(--soft); font-size: 0.9rem; }
.wide { overflow-x: auto; } figure { margin: 1rem 0; overflow-x: auto; } figcaption { font-weight: 600; font-size: 0.9rem; margin-bottom: 0.3rem; } table { border-collapse: collapse; font-size: 0.9rem; font-variant-numeric: tabular-nums; }
th, td { border-bottom: 1px solid var(--line); padding: 0.25rem 0.75rem 0.25rem 0; text-align: left; vertical-align: top; min-width: 3rem; max-width: 28rem; }
td { overflow-wrap: anywhere; min-width: 7rem; } td.n, td.s { overflow-wrap: normal; min-width: 3rem; } td.s { min-width: 10rem; } .iv, .list td { white-space: nowrap; } .list td { min-width: 0; max-width: none; }
th { color: var(--soft); font-weight: 600; } .n { text-align: right; } td.n { white-space: nowrap; } .none { color: var(--soft); } td a { text-decoration-thickness: 1px; text-underline-offset: 2px; }
.csv { font-size: 0.9rem; margin: 0.3rem 0; }
details { margin: 0.3rem 0; } summary { cursor: pointer; color: var(--soft); font-size: 0.9rem; } details details { margin-left: 1rem; }
a:focus-visible, summary:focus-visible { outline: 3px solid var(--link); outline-offset: 2px; }
:target { outline: 2px solid var(--link); outline-offset: 4px; scroll-margin-top: 4rem; }
svg { display: block; width: 100%; height: auto; min-width: 42rem; max-width: 60rem; } svg text { fill: var(--soft); font: 12px system-ui, sans-serif; }
.axis { stroke: var(--line); } .edge { stroke: var(--soft); stroke-opacity: 0.35; } .heat { fill: var(--link); stroke: var(--line); stroke-width: 0.5; }
.gap { fill: var(--line); stroke: var(--soft); stroke-dasharray: 4 4; } .listed { stroke: var(--ink); stroke-width: 2; }
.c0 { fill: #4477aa; } .c1 { fill: #ee6677; } .c2 { fill: #228833; } .c3 { fill: #ccbb44; } .c4 { fill: #66ccee; }
.c5 { fill: #aa3377; } .c6 { fill: #bb8855; } .c7 { fill: #8899aa; } .c8 { fill: #99ddbb; } .c9 { fill: #a8a8a8; } .rest { fill: #9aa5ae; }
@media (max-width: 40rem) {
  body { padding: 1rem; } dl { display: block; } dt { margin-top: 0.4rem; font-size: 0.85rem; } h2 { margin-top: 2rem; }
}
@media print {
  :root { color-scheme: light; --ink: #000; --soft: #444; --paper: #fff; --line: #bbb; --link: #0b5cad; --band: #fff; }
  html { font-size: 10pt; } body { max-width: none; padding: 0; font-size: 1rem; } nav, details, .csv { display: none; } td a { color: inherit; text-decoration: none; }
  .wide, figure { overflow: visible; } table { font-size: 8pt; } td, td.s, td.n { min-width: 0; } thead { display: table-header-group; }
  tr, figure { break-inside: avoid; } h2, h3, figcaption { break-after: avoid; } h2 { margin-top: 1.5rem; } svg { min-width: 0; }
  svg, .caution { print-color-adjust: exact; }
}
`;
