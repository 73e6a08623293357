/** What only the applicant's pages have: the form with its rows and files, and the timeline. */
export const APPLICANT_STYLE = `
.rows .cells { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 13rem), 1fr)); gap: 0 1rem; }
.rows .field { margin-bottom: .5rem; }
.bar { position: sticky; bottom: 0; background: var(--bg); border-top: 2px solid var(--border); padding: .6rem 0; margin-top: 1rem; display: flex; flex-wrap: wrap; gap: .5rem 1rem; align-items: center; }
.bar p { margin: 0; }
button.small { padding: .2rem .75rem; font-size: .9rem; }
.drop { border: 2px dashed var(--border); border-radius: var(--standard-border-radius); padding: .5rem .75rem; margin: 0 0 .75rem; }
.drop.over { border-color: var(--accent); background: var(--accent-bg); }
.drop p { margin: .25rem 0; }
.pick { display: inline-block; position: relative; border: 1px solid var(--accent); border-radius: var(--standard-border-radius); color: var(--accent); font-weight: 600; padding: .2rem .75rem; margin-right: .5rem; overflow: hidden; }
.pick:focus-within { outline: 3px solid var(--accent); outline-offset: 2px; }
.pick input { position: absolute; inset: 0; width: 100%; height: 100%; opacity: 0; cursor: pointer; }
@media (pointer: fine) { .camera { display: none; } }
.drop ul { list-style: none; margin: .25rem 0; padding: 0; }
.drop li { display: flex; flex-wrap: wrap; gap: 0 .75rem; align-items: center; padding: .25rem 0; border-top: 1px solid var(--border); }
.drop li .message { flex-basis: 100%; }
progress { display: block; height: .8rem; margin: .4rem 0 1rem; }
.timeline { list-style: none; margin: .75rem 0 1.25rem; padding: 0; }
.timeline li { border-left: 4px solid var(--border); padding: .1rem 0 .75rem 1rem; }
.timeline li.done { border-color: var(--good); }
.timeline li[aria-current] { border-color: var(--accent); background: var(--accent-bg); }
.timeline p { margin: 0; }
.field.kept { border-left: 4px solid var(--border); padding-left: .75rem; }
.kept p { margin: 0; }
`;
