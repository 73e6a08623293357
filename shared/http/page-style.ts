/** What all pages have beside the base: a form's parts, notices, tables that scroll, and Chinese as it is set. */
export const PAGE_STYLE = `
:root {
  --sans-font: "PingFang SC", "Hiragino Sans GB", "Microsoft YaHei", "Noto Sans CJK SC", "Noto Sans SC", system-ui, sans-serif;
  --standard-border-radius: 4px;
}
:root:lang(en) { --sans-font: system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", "PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC", sans-serif; }
html { scroll-behavior: auto; scroll-padding-bottom: 6rem; line-break: strict; text-autospace: normal; text-spacing-trim: trim-start; -webkit-text-size-adjust: 100%; text-size-adjust: 100%; }
body { font-size: 1rem; line-height: 1.7; grid-template-columns: 1fr min(62rem, 100% - 2rem) 1fr; grid-template-rows: auto 1fr auto; min-height: 100vh; }
em, i, cite, dfn, address, blockquote { font-style: normal; }
:focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; }
.skip { position: absolute; left: -999rem; }
.skip:focus { left: 1rem; top: .5rem; background: var(--bg); padding: .25rem .75rem; }
body > header { display: flex; justify-content: space-between; align-items: baseline; gap: 1rem; text-align: start; padding: .65rem max(1rem, (100% - 62rem) / 2); border-bottom: 3px solid var(--accent); }
body > header p, body > header > p:only-child { max-width: none; margin: 0; font-weight: 600; line-height: 1.5; text-wrap: pretty; }
body > header :is(.language, .leave) { flex: none; font-weight: 400; }
body > header .leave { margin-inline-start: auto; }
main { min-width: 0; padding: .5rem 0 3rem; overflow-wrap: anywhere; }
body > footer { grid-column: 1 / -1; margin: 0; padding: 1rem max(1rem, (100% - 62rem) / 2); text-align: start; }
body > footer p { margin: 0; }
h1, h2, h3 { text-wrap: balance; }
h1 { font-size: 1.7rem; line-height: 1.35; margin: 1rem 0 .75rem; }
h2 { font-size: 1.25rem; line-height: 1.5; margin: 2.25rem 0 .75rem; padding-bottom: .2rem; border-bottom: 1px solid var(--border); }
h3 { font-size: 1.05rem; line-height: 1.5; margin: 1.5rem 0 .4rem; }
p, ul, ol { margin: .7rem 0; }
.lead, .hint { color: var(--text-light); }
.hint { font-size: .9rem; margin: 0 0 .25rem; }
.panel { border: 1px solid var(--border); border-left: 5px solid var(--accent); border-radius: var(--standard-border-radius); padding: .6rem 1rem; margin: 1rem 0; background: var(--accent-bg); }
.panel.bad { border-left-color: var(--bad); }
.panel.good { border-left-color: var(--good); }
.panel.warn { border-left-color: var(--warn); }
.panel p, .panel h2 { margin: .25rem 0; }
.panel h2 { border: 0; font-size: 1.1rem; }
.table { overflow-x: auto; margin: .75rem 0 1.25rem; }
table { width: 100%; margin: 0; font-size: .9rem; line-height: 1.6; }
table caption { text-align: start; color: var(--text-light); font-weight: 400; }
th, td { padding: .45rem .55rem; vertical-align: top; min-width: 4rem; }
th { font-weight: 600; }
:root:lang(zh) thead th { white-space: nowrap; }
.number { text-align: end; font-variant-numeric: tabular-nums; white-space: nowrap; }
td input[type=checkbox] { margin: .2rem 0 0; }
dl { display: grid; grid-template-columns: minmax(7rem, 14rem) 1fr; gap: .3rem 1rem; margin: .75rem 0; }
dd { margin: 0; }
code { font-size: .9em; }
td code { white-space: nowrap; }
.basis { min-width: 17rem; }
.written { white-space: pre-wrap; }
.tag { display: inline-block; background: var(--bg); padding: 0 .5rem; border: 1px solid currentColor; border-radius: 3px; font-size: .85rem; white-space: nowrap; }
.tag.bad, .message { color: var(--bad); } .tag.good { color: var(--good); } .tag.warn, .proposal { color: var(--warn); }
.proposal { font-size: .85rem; font-weight: 400; } td .proposal { background: var(--bg); }
form { margin: 1rem 0; }
fieldset { min-width: 0; margin: 0 0 1.25rem; }
.field > fieldset { border: 0; margin: 0; padding: 0; }
legend { padding: 0 .4rem; font-weight: 600; }
legend h3 { margin: 0; }
.field legend, .label { font-weight: 600; padding: 0; }
.field { margin: 0 0 1.25rem; }
.field.wrong { border-left: 4px solid var(--bad); padding-left: .75rem; }
.message { font-weight: 600; margin: 0 0 .25rem; }
.choice { padding: .3rem 0 .3rem 1.75rem; }
.choice input { margin: 0 .5rem 0 -1.75rem; vertical-align: -.15rem; }
textarea, select, input { line-height: 1.5; border-color: var(--edge); margin-bottom: 0; }
input[type=text], input[type=tel], input[type=date], select { width: 100%; max-width: 36rem; }
input[type=number] { width: 6.5rem; }
input[type=file] { padding-inline: 0; }
::file-selector-button { font: inherit; font-weight: 600; color: var(--accent); background: var(--bg); border: 1px solid var(--accent); border-radius: var(--standard-border-radius); padding: .2rem .75rem; margin-right: .5rem; cursor: pointer; }
button, a.button { font-weight: 600; line-height: 1.5; padding: .45rem 1.25rem; margin-bottom: 0; }
button.quiet { color: var(--accent); background: var(--bg); }
button.quiet:enabled:hover { color: var(--accent-text); }
details { margin: .75rem 0; padding: .5rem 1rem; }
summary { margin: -.5rem -1rem; padding: .5rem 1rem; font-weight: 600; color: var(--accent); word-break: normal; }
details > .field { margin-bottom: 0; }
section { border: 0; margin: 0; padding: 0; }
#viewer { position: fixed; right: 0; top: 0; bottom: 0; width: 46vw; display: flex; flex-direction: column; background: var(--bg); border-left: 4px solid var(--accent); padding: 0 .5rem .5rem; }
#viewer p { display: flex; justify-content: space-between; gap: 1rem; align-items: baseline; margin: .5rem 0; }
#viewer iframe { flex: 1; width: 100%; border: 1px solid var(--border); }
.beside { margin-right: 47vw; }
.filter { display: flex; flex-wrap: wrap; gap: .75rem 1rem; align-items: end; }
.filter label { max-width: 100%; }
.filter select, .filter input { display: block; width: auto; max-width: 100%; }
.checks .field { margin: 0; }
[hidden] { display: none !important; }
@media (max-width: 40rem) { dl { grid-template-columns: 1fr; gap: 0; } dd { margin-bottom: .5rem; } }
@media (forced-colors: active) { input[type=checkbox], input[type=radio] { appearance: auto; } input:checked::after { content: none !important; } }
`;
