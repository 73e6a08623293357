import { acceptOf, type KindLimit } from '../package/limits.ts';
import { type FormState, fieldId } from './fields.ts';
import { html, type Markup } from './html.ts';
import { type Content, marked } from './own.ts';

/** Files of one field, with what they may be; works without a script. */
export function fileInput(
  { name, label, hint, limit, many }: { name: string; label: Content; hint: Content; limit: KindLimit; many: boolean },
  state: FormState,
): Markup {
  const id = fieldId(name);
  const message = state.errors.find(({ field }) => field === name)?.message;
  const ids = message === undefined ? `${id}-hint` : `${id}-hint ${id}-error`;
  return html`<div class="field${message === undefined ? '' : ' wrong'}"><label class="label" for="${id}">${label}</label>
<p class="hint" id="${id}-hint">${hint}</p>${message === undefined ? null : html`<p class="message" id="${id}-error">${marked(message)}</p>`}
<input type="file" id="${id}" name="${name}" accept="${acceptOf(limit.types)}"${many ? html` multiple` : null} aria-describedby="${ids}"${message === undefined ? null : html` aria-invalid="true"`}></div>`;
}
