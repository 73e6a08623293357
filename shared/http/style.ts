import { createHash } from 'node:crypto';
import { APPLICANT_STYLE } from './applicant-style.ts';
import { CHART_STYLE } from './charts/style.ts';
import { PALETTE } from './palette.ts';

/** The one stylesheet. Served by the app itself, so that the pages need nothing from elsewhere and allow nothing inline. */
export const STYLE = `
${PALETTE}
* { box-sizing: border-box; }
body { margin: 0; color: var(--ink); background: var(--page); font: 1rem/1.7 system-ui, -apple-system, "PingFang SC", "Microsoft YaHei", "Noto Sans SC Variable", "Noto Sans SC", sans-serif; }
.skip { position: absolute; left: -999rem; }
.skip:focus { left: 1rem; top: .5rem; background: var(--page); padding: .25rem .75rem; }
header { border-bottom: 4px solid var(--brand); background: var(--back); }
header p, footer p { padding: .75rem 1rem; }
header p { margin: 0; }
footer p { max-width: 62rem; margin: 0 auto; }
header p { font-weight: 600; }
header { display: flex; flex-wrap: wrap; justify-content: space-between; padding: 0 max(0px, (100% - 62rem) / 2); }
header .language { font-weight: 400; }
main { max-width: 62rem; margin: 0 auto; padding: 1rem 1rem 3rem; overflow-wrap: anywhere; }
footer { border-top: 1px solid var(--line); color: var(--muted); font-size: .875rem; }
h1 { font-size: 1.6rem; line-height: 1.35; margin: 1rem 0 .5rem; }
h2 { font-size: 1.2rem; margin: 2rem 0 .5rem; border-bottom: 1px solid var(--line); }
h3 { font-size: 1rem; margin: 1.25rem 0 .25rem; }
a { color: var(--brand); }
a:focus, button:focus, input:focus, textarea:focus, select:focus, summary:focus, .table:focus { outline: 3px solid var(--focus); outline-offset: 1px; }
.lead, .hint { color: var(--muted); }
.hint { font-size: .9rem; margin: 0 0 .25rem; }
.panel { border: 1px solid var(--line); border-left: 6px solid var(--brand); padding: .5rem 1rem; margin: 1rem 0; background: var(--back); }
.panel.bad { border-left-color: var(--bad); }
.panel.good { border-left-color: var(--good); }
.panel.warn { border-left-color: var(--warn); }
.panel p { margin: .25rem 0; }
.panel h2 { margin: .25rem 0; border: 0; }
.table { overflow-x: auto; margin: .5rem 0 1rem; }
table { border-collapse: collapse; width: 100%; font-size: .95rem; }
caption { text-align: left; color: var(--muted); font-size: .9rem; padding-bottom: .25rem; }
th, td { border-bottom: 1px solid var(--line); padding: .4rem .6rem .4rem 0; text-align: left; vertical-align: top; min-width: 4rem; }
th { font-weight: 600; }
.number { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap; padding-right: 1.25rem; }
dl { display: grid; grid-template-columns: minmax(7rem, 14rem) 1fr; gap: .25rem 1rem; margin: .5rem 0; }
dt { color: var(--muted); }
dd { margin: 0; }
.written { white-space: pre-wrap; }
.tag { display: inline-block; padding: 0 .5rem; border: 1px solid currentColor; border-radius: 3px; font-size: .85rem; white-space: nowrap; }
.tag.bad { color: var(--bad); } .tag.good { color: var(--good); } .tag.warn { color: var(--warn); }
.proposal { color: var(--warn); font-size: .85rem; }
form { margin: 1rem 0; }
fieldset { border: 0; margin: 0; padding: 0; min-width: 0; }
legend h3 { border-bottom: 1px solid var(--line); margin: 1rem 0 .75rem; }
legend, .label { display: block; font-weight: 600; padding: 0; }
.field { margin: 0 0 1.25rem; }
.field.wrong { border-left: 4px solid var(--bad); padding-left: .75rem; }
.message { color: var(--bad); font-weight: 600; margin: 0 0 .25rem; }
.choice { display: block; padding: .35rem 0; }
.choice input { width: 1.2rem; height: 1.2rem; margin: 0 .5rem 0 0; vertical-align: -.2rem; }
input[type=text], input[type=tel], input[type=number], input[type=date], select, textarea { font: inherit; color: inherit; border: 2px solid var(--edge); padding: .35rem .5rem; width: 100%; max-width: 36rem; background: var(--page); }
input[type=number] { width: 6.5rem; }
input[type=file] { font: inherit; max-width: 100%; }
textarea { max-width: 100%; }
button { font: inherit; font-weight: 600; color: var(--on-brand); background: var(--brand); border: 2px solid var(--brand); padding: .5rem 1.5rem; cursor: pointer; }
button.quiet { color: var(--brand); background: var(--page); }
a.button { display: inline-block; font-weight: 600; color: var(--on-brand); background: var(--brand); border: 2px solid var(--brand); padding: .35rem 1.25rem; text-decoration: none; }
details { margin: .5rem 0; }
details > .field { margin-bottom: 0; }
summary { cursor: pointer; color: var(--brand); }
#viewer { position: fixed; right: 0; top: 0; bottom: 0; width: 46vw; display: flex; flex-direction: column; background: var(--page); border-left: 4px solid var(--brand); padding: 0 .5rem .5rem; }
#viewer[hidden] { display: none; }
#viewer p { display: flex; justify-content: space-between; gap: 1rem; align-items: baseline; margin: .5rem 0; }
#viewer iframe { flex: 1; width: 100%; border: 1px solid var(--line); }
.beside main, .beside header, .beside footer { margin-left: 0; margin-right: 47vw; }
em, i, cite { font-style: normal; }
.filter { display: flex; flex-wrap: wrap; gap: .5rem 1rem; align-items: end; }
.filter select, .filter input { width: auto; max-width: 100%; }
.checks { border: 1px solid var(--line); padding: .25rem .75rem; margin: 0 0 .75rem; }
.checks .field { margin: 0; }
.signature { display: none; }
.stamp { margin-top: 3rem; line-height: 3; break-inside: avoid; }
@media (max-width: 40rem) { dl { grid-template-columns: 1fr; gap: 0; } dd { margin-bottom: .5rem; } }
@media print { header, footer, .skip, form, .noprint, details, .language { display: none; } .signature { display: block; margin-top: 3rem; } @page { margin: 2cm; } h2, h3 { break-after: avoid; } main { max-width: none; padding: 0; } a { color: inherit; text-decoration: none; } .table { overflow: visible; } tr { break-inside: avoid; } }
${APPLICANT_STYLE}${CHART_STYLE}`;

/** Address that changes with the content: it may be cached for ever. */
export const STYLE_PATH = `/assets/style-${createHash('sha256').update(STYLE).digest('hex').slice(0, 12)}.css`;
