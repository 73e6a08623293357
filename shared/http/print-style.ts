/** On paper: nothing that is only for screens, no row cut in two. */
export const PRINT_STYLE = `
.stamp { margin-top: 3rem; line-height: 3; break-inside: avoid; }
@media print {
  @page { size: A4; margin: 2cm; }
  body > header, body > footer, .skip, form, .noprint, details { display: none; }
  body { font-size: 11pt; line-height: 1.6; }
  main { padding: 0; }
  .signature { display: block; margin-top: 3rem; }
  h2, h3, caption { break-after: avoid; }
  a { color: inherit; }
  .table { overflow: visible; }
  table { break-inside: auto; }
  tr { break-inside: avoid; }
}
`;
