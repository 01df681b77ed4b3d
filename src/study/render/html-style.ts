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
.wide { overflow-x: auto; } table { border-collapse: collapse; font-size: 0.9rem; font-variant-numeric: tabular-nums; }
th, td { border-bottom: 1px solid var(--line); padding: 0.25rem 0.75rem 0.25rem 0; text-align: left; vertical-align: top; overflow-wrap: anywhere; min-width: 3rem; max-width: 28rem; }
th { color: var(--soft); font-weight: 600; } .n { text-align: right; } .none { color: var(--soft); }
details { margin: 0.3rem 0; } summary { cursor: pointer; color: var(--soft); font-size: 0.9rem; } details details { margin-left: 1rem; }
:target { outline: 2px solid var(--link); outline-offset: 4px; }
svg { width: 100%; height: auto; max-width: 60rem; } svg text { fill: var(--soft); font: 12px system-ui, sans-serif; }
.axis { stroke: var(--line); } .edge { stroke: var(--soft); stroke-opacity: 0.35; } .heat { fill: var(--link); stroke: var(--line); stroke-width: 0.5; }
.gap { fill: var(--line); stroke: var(--soft); stroke-dasharray: 4 4; } .listed { stroke: var(--ink); stroke-width: 2; }
.c0 { fill: #4477aa; } .c1 { fill: #ee6677; } .c2 { fill: #228833; } .c3 { fill: #ccbb44; } .c4 { fill: #66ccee; }
.c5 { fill: #aa3377; } .c6 { fill: #bb8855; } .c7 { fill: #8899aa; } .c8 { fill: #99ddbb; } .c9 { fill: #a8a8a8; }
@media print { details { break-inside: avoid; } nav { display: none; } }
`;
