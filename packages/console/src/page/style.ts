// SPDX-License-Identifier: EUPL-1.2
/** The report's style sheet: one column on a phone, two on a desk, and fit to print. */
export const style = `
:root { --text: #1c2733; --soft: #52606d; --line: #d5dce4; --blue: #1b5e8c; --back: #f6f8fa; }
* { box-sizing: border-box; }
html { -webkit-text-size-adjust: 100%; }
body { margin: 0; background: var(--back); color: var(--text); font: 1rem/1.55 system-ui, -apple-system, 'Segoe UI', sans-serif; }
main, header, footer { max-width: 70rem; margin: 0 auto; padding: 0 1rem; }
header { padding-top: 2.5rem; }
h1 { font-size: clamp(1.6rem, 1.2rem + 2vw, 2.3rem); line-height: 1.2; margin: 0 0 .5rem; letter-spacing: -.01em; }
h2 { font-size: 1.25rem; line-height: 1.3; margin: 0 0 .75rem; }
h3 { font-size: 1rem; margin: 1rem 0 .25rem; }
p { margin: 0 0 .75rem; max-width: 44rem; }
.soft { color: var(--soft); }
section { background: #fff; border: 1px solid var(--line); border-radius: .5rem; padding: 1.25rem; margin: 1.25rem 0; }
.key { display: grid; grid-template-columns: repeat(auto-fit, minmax(9.5rem, 1fr)); gap: 1.25rem; margin: 0; }
.columns > .key { align-content: start; }
.key div { border-left: 3px solid var(--blue); padding-left: .75rem; }
.key dt { color: var(--soft); font-size: .9rem; }
.key dd { margin: 0; font-size: 1.5rem; font-weight: 600; line-height: 1.3; font-variant-numeric: tabular-nums; }
.key dd small { display: block; font-size: .85rem; font-weight: 400; color: var(--soft); }
.columns { display: grid; gap: 1.5rem; }
@media (min-width: 54rem) { .columns { grid-template-columns: 1fr 1fr; } }
.columns > * { min-width: 0; }
figure { margin: 0; max-width: 31rem; }
pre { margin: .5rem 0 0; padding: .75rem; overflow-x: auto; background: var(--back); border-radius: .25rem; font-size: .85rem; line-height: 1.45; }
code { font-size: .9em; white-space: nowrap; }
figure svg { display: block; width: 100%; height: auto; }
figcaption { color: var(--soft); font-size: .9rem; margin-top: .5rem; }
.scroll { overflow-x: auto; position: relative; }
.key + .scroll { margin-top: 1.25rem; }
.scroll + p { margin-top: .9rem; }
.columns + .scroll { margin-top: 1.25rem; }
table { border-collapse: collapse; width: 100%; font-size: .9rem; font-variant-numeric: tabular-nums; }
.unseen { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
th, td { padding: .4rem .6rem; border-bottom: 1px solid var(--line); text-align: right; vertical-align: top; }
table.words th, table.words td { text-align: left; }
th:first-child, td:first-child { text-align: left; padding-left: 0; }
thead th { border-bottom: 2px solid var(--line); color: var(--soft); font-weight: 600; }
tbody th { font-weight: 500; }
td small, tbody th small { display: block; color: var(--soft); white-space: nowrap; }
summary { cursor: pointer; color: var(--blue); font-size: .9rem; margin-top: .75rem; }
summary:focus-visible, .scroll:focus-visible { outline: 3px solid var(--blue); outline-offset: 2px; }
.meanings { color: var(--soft); font-size: .9rem; margin: 1rem 0 0; }
p.meanings { margin-top: .2rem; }
.meanings dt { display: inline; font-weight: 600; color: var(--text); }
.meanings dd { display: inline; margin: 0; }
.meanings div { margin-bottom: .2rem; }
.verdict { white-space: nowrap; font-weight: 600; }
.verdict.go { color: #1d6b3a; }
.verdict.conditional { color: #8a4b00; }
.verdict.noGo { color: #a3231b; }
.mark { display: inline-block; padding: .1rem .5rem; border: 1px solid; border-radius: .25rem; font-weight: 600; white-space: nowrap; text-decoration: none; }
.mark.go { color: #1d6b3a; background: #e6f4ea; }
.mark.goIf { color: #7a4300; background: #fdf1de; }
.mark.noGo { color: #8f1f18; background: #fce8e6; }
.mark.unknown { color: #3c4854; background: #eceff3; }
.advice ul { list-style: none; margin: .3rem 0 0; padding: 0; }
.advice ul li { border: 0; padding: 0; margin: 0 0 .35rem; }
.matrix tbody th small, .words small { white-space: normal; }
h4 { font-size: .95rem; margin: 1rem 0 .35rem; }
.contents { margin: 0; padding: 0; list-style: none; columns: 18rem; }
.words th, .words td { text-align: left; }
.words td { overflow-wrap: break-word; min-width: 7rem; }
.hash { font-family: ui-monospace, monospace; font-size: .8em; overflow-wrap: anywhere; }
.key .verdict { font-size: 1.05rem; white-space: normal; }
.advice { margin: 0 0 1rem; padding: 0; list-style: none; max-width: 48rem; }
.advice li { margin: 0 0 .6rem; padding-left: .75rem; border-left: 3px solid var(--line); }
footer { color: var(--soft); font-size: .85rem; padding-bottom: 2.5rem; }
@media (max-width: 30rem) {
  main, header, footer { padding-left: .6rem; padding-right: .6rem; }
  section { padding: 1rem .75rem; }
  .key { grid-template-columns: 1fr 1fr; }
  td small { white-space: normal; }
  th, td { padding: .4rem .2rem; font-size: .8rem; }
  .mark { padding: 0 .2rem; font-size: .75rem; }
  .matrix tbody th small { display: none; }
}
@media print {
  body { background: #fff; font-size: 10pt; }
  section { border: 0; padding: 0; break-inside: avoid; }
  .columns { grid-template-columns: 1fr 1fr; }
  .scroll { overflow: visible; }
  .mark { -webkit-print-color-adjust: exact; print-color-adjust: exact; }
  details:not([open])::details-content { content-visibility: visible; block-size: auto; }
}
`;
