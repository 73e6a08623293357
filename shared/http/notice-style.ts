/** The public notice (公示): as offices set a document, on a screen and on A4. */
export const NOTICE_STYLE = `
main:has(.official) > h1 { text-align: center; font-size: 1.9rem; margin: 1.5rem 0 1rem; }
.official { max-width: 52rem; margin: 0 auto; }
:root:lang(zh) .official > p { text-indent: 2em; text-align: justify; }
.official .day { white-space: nowrap; }
.official table .number { width: 4.5rem; }
.official .seal { margin: 2.5rem 0 1.5rem auto; width: max-content; max-width: 100%; text-align: center; }
.official .seal p { margin: .2rem 0; text-indent: 0; }
.stable { display: flex; flex-wrap: wrap; align-items: center; gap: .75rem 1.25rem; border: 1px solid var(--border); border-radius: var(--standard-border-radius); padding: .75rem 1rem; background: none; width: auto; margin: 1.5rem 0; float: none; }
.stable > div { flex: 1 1 16rem; min-width: 0; font-size: .9rem; }
.stable p { margin: .3rem 0; }
.stable code { overflow-wrap: anywhere; }
.qr { flex: none; width: 8rem; height: 8rem; }
@page official { size: A4; margin: 3.7cm 2.6cm 3.5cm 2.8cm; @bottom-center { content: "— " counter(page) " —"; font: 14pt serif; } }
@media print {
  body:has(.official) { page: official; font-family: FangSong, STFangsong, FangSong_GB2312, "Noto Serif CJK SC", "Noto Serif SC", var(--sans-font); font-size: 14pt; line-height: 1.7; }
  body:has(.official) > header { display: block; border: 0; padding: 0; background: none; text-align: center; font-size: 18pt; }
  main:has(.official) > h1 { font-size: 22pt; font-weight: 700; margin: .3cm 0 1cm; }
  .official { max-width: none; }
  .official h2 { font-size: 14pt; border: 0; padding: 0; margin: .6cm 0 .2cm; }
  .official h3 { font-size: 14pt; margin: .4cm 0 .1cm; }
  .official table, .official caption { font-size: 11pt; }
  .official dl { font-size: 14pt; }
  .official .seal, .stable { break-inside: avoid; }
  .official .seal { margin-top: 1.5cm; }
  .stable { border: .75pt solid; font-size: 10pt; }
  .qr { width: 3cm; height: 3cm; }
}
`;
