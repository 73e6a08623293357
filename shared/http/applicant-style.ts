/** What only the applicant's pages have: the form with its rows and files, and the timeline. */
export const APPLICANT_STYLE = `
.rows > fieldset { border: 1px solid var(--line); padding: .5rem .75rem; margin: 0 0 .75rem; }
.rows .cells { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 13rem), 1fr)); gap: 0 1rem; }
.rows .field { margin-bottom: .5rem; }
.bar { position: sticky; bottom: 0; background: var(--page); border-top: 2px solid var(--line); padding: .5rem 0; display: flex; flex-wrap: wrap; gap: .5rem 1rem; align-items: center; }
.bar p { margin: 0; }
button.small { padding: .2rem .75rem; font-size: .9rem; }
button:disabled { color: var(--page); background: var(--muted); border-color: var(--muted); cursor: default; }
.drop { border: 2px dashed var(--line); padding: .5rem .75rem; margin: 0 0 .75rem; }
.drop.over { border-color: var(--brand); background: var(--back); }
.drop p { margin: .25rem 0; }
.pick { display: inline-block; position: relative; border: 2px solid var(--brand); color: var(--brand); font-weight: 600; padding: .2rem .75rem; margin-right: .5rem; overflow: hidden; }
.pick:focus-within { outline: 3px solid var(--focus); outline-offset: 1px; }
.pick input { position: absolute; inset: 0; width: 100%; height: 100%; opacity: 0; cursor: pointer; }
@media (pointer: fine) { .camera { display: none; } }
.drop ul { list-style: none; margin: .25rem 0; padding: 0; }
.drop li { display: flex; flex-wrap: wrap; gap: 0 .75rem; align-items: center; padding: .25rem 0; border-top: 1px solid var(--line); }
.drop li .message { flex-basis: 100%; }
progress { width: 100%; height: 1.25rem; }
.timeline { list-style: none; margin: .5rem 0; padding: 0; }
.timeline li { border-left: 4px solid var(--line); padding: 0 0 .75rem 1rem; }
.timeline li.done { border-color: var(--good); }
.timeline li[aria-current] { border-color: var(--brand); background: var(--back); }
.timeline p { margin: 0; }
.field.kept { border-left: 4px solid var(--line); padding-left: .75rem; }
.kept p { margin: 0; }
[hidden] { display: none !important; }
`;
