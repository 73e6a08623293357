/** Colours come from the page's palette, text and lines from its text: they follow it into the dark. */
export const CHART_STYLE = `
.diagram { margin: 1rem 0 2rem; max-width: 36rem; }
.diagram figcaption { position: static; text-align: start; font-size: 1rem; font-weight: 600; color: inherit; margin: 0; }
.chart { display: block; width: 100%; height: auto; margin: .5rem 0; color: inherit; }
.chart text { font-size: 13px; fill: currentColor; paint-order: stroke; stroke: var(--bg); stroke-width: 4px; stroke-linejoin: round; }
@media (max-width: 30rem) { .chart text { font-size: 15.5px; } }
.chart .rule { stroke: currentColor; stroke-opacity: .2; }
.chart .mark { stroke: var(--bad); stroke-width: 1.5; }
.chart .mark.two { stroke: currentColor; stroke-dasharray: 4 3; }
.chart .extent { fill: currentColor; fill-opacity: .3; }
.s1 { fill: var(--s1); } .s2 { fill: var(--s2); } .s3 { fill: var(--s3); } .s4 { fill: var(--s4); } .s0 { fill: currentColor; fill-opacity: .35; }
.legend { list-style: none; display: flex; flex-wrap: wrap; gap: .25rem 1rem; margin: .25rem 0; padding: 0; font-size: .9rem; }
.legend svg { width: .8rem; height: .8rem; margin-right: .35rem; }
.diagrams { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 24rem), 1fr)); gap: 0 2rem; }
.tabs { list-style: none; display: flex; flex-wrap: wrap; gap: .25rem 1.25rem; margin: .5rem 0; padding: 0; }
.tabs [aria-current] { font-weight: 600; color: inherit; text-decoration: none; }
.search { display: flex; flex-wrap: wrap; gap: .5rem; align-items: end; }
`;
