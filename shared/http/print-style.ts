/** On paper: what it is of above, who signs below, and nothing that is only for screens; no row is cut in two. */
export const PRINT_STYLE = `
.paper, .signature { display: none; }
@media print {
  @page { size: A4; margin: 1.8cm 2cm; @bottom-center { content: counter(page) " / " counter(pages); font: 9pt sans-serif; } }
  @page wide { size: A4 landscape; }
  .skip, .language, body > footer, form, nav, button, a.button, progress, .noprint, details, #viewer { display: none !important; }
  body { font-size: 10.5pt; line-height: 1.6; min-height: 0; }
  body > header { padding: 0 0 .3rem; border-bottom: 1.5pt solid; }
  main { padding: 0; }
  .wide { page: wide; }
  .paper { display: block; font-size: 9.5pt; }
  .paper dl { gap: 0 1rem; }
  h1 { font-size: 16pt; margin: .6rem 0; }
  h2 { font-size: 12.5pt; margin: 1.2rem 0 .4rem; }
  h3 { font-size: 11pt; }
  h1, h2, h3, caption { break-after: avoid; }
  a { color: inherit; }
  a[href^=http]::after { content: none; }
  .table { overflow: visible; }
  table { font-size: 9.5pt; line-height: 1.45; break-inside: auto; }
  th, td { padding: .28rem .5rem; }
  dl { margin: .4rem 0; grid-template-columns: minmax(5rem, max-content) 1fr; gap: .1rem 1rem; }
  .panel { margin: .5rem 0; padding: .2rem .75rem; }
  thead { display: table-header-group; }
  tr, .panel, .signature { break-inside: avoid; }
  td code { white-space: normal; }
  .panel, th, tr:nth-child(even) { background: none; }
  .signature { display: flex; flex-wrap: wrap; justify-content: space-between; gap: 0 2rem; margin-top: 2.5rem; }
  .signature p { flex: 1 0 12rem; min-height: 2.6rem; margin: 0; border-bottom: .75pt solid; }
}
`;
