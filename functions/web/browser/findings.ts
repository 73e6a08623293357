import { fieldId } from '../../../shared/http/field-id.ts';
import type { Problem } from '../../../shared/schemas/findings.ts';
import { find, make } from './page.ts';
import { marked, say, spoken } from './say.ts';

export type Finding = Omit<Problem, 'code'>;

/** What the server says of a draft or a package. */
export const findingsOf = (problems: unknown): Finding[] => (Array.isArray(problems) ? (problems as Finding[]) : []);

function clear(form: HTMLFormElement): void {
  for (const note of form.querySelectorAll('.field .message')) note.remove();
  for (const field of form.querySelectorAll('.field.wrong')) field.classList.remove('wrong');
  for (const control of form.querySelectorAll('[aria-invalid]')) control.removeAttribute('aria-invalid');
}

/** Beside the field, and tied to it for whoever cannot see. */
function mark(finding: Finding): void {
  const { where } = finding;
  const control = document.getElementById(fieldId(where));
  const field = control?.closest('.field');
  if (!control || !field) return;
  field.classList.add('wrong');
  const { message, mend } = spoken(finding);
  const note = make('p', { className: 'message', id: `${fieldId(where)}-error` }, ...marked(`${message}${mend}`));
  const legend = control instanceof HTMLFieldSetElement ? control.querySelector('legend') : null;
  if (legend !== null) legend.after(note);
  else (field.querySelector('.label, legend') ?? control).after(note);
  const described = (control.getAttribute('aria-describedby') ?? '')
    .split(' ')
    .filter((id) => id !== note.id && id !== '');
  control.setAttribute('aria-describedby', [...described, note.id].join(' '));
  if (!(control instanceof HTMLFieldSetElement)) control.setAttribute('aria-invalid', 'true');
}

function item(finding: Finding): HTMLElement {
  const { message, mend } = spoken(finding);
  const link = make('a', { href: `#${fieldId(finding.where)}` }, ...marked(message));
  return make('li', {}, link, ...marked(mend));
}

/** More help nobody. */
const SHOWN = 100;

export function summary(title: string, findings: Finding[], after: string): HTMLElement {
  const panel = make('div', { className: 'panel bad' });
  panel.append(make('h2', { textContent: title }), make('ul', {}, ...findings.slice(0, SHOWN).map(item)));
  if (after !== '') panel.append(make('p', { textContent: after }));
  return panel;
}

/**
 * Shows what is wrong. While the person writes, only where something stands already: nobody is told of fields that are
 * still to come. Once somebody asked, all of it.
 */
export function showFindings(
  form: HTMLFormElement,
  problems: Finding[],
  values: Record<string, string>,
  asked: boolean,
) {
  clear(form);
  for (const problem of problems) if (asked || values[problem.where] !== undefined) mark(problem);
  const place = find('#findings');
  if (!asked) {
    // A list that was asked for shrinks as its entries are mended.
    if (place.childElementCount > 0) showSummary(place, problems);
    return;
  }
  showSummary(place, problems);
  place.tabIndex = -1;
  place.focus();
}

function showSummary(place: HTMLElement, problems: Finding[]): void {
  if (problems.length === 0) {
    const text = say('填写的内容没有发现问题。请在下面加入证明材料，然后提交。');
    place.replaceChildren(make('div', { className: 'panel good' }, make('p', { textContent: text })));
    return;
  }
  const title = say('还有 {count} 处需要填写或改正', { count: problems.length });
  place.replaceChildren(summary(title, problems, say('草稿已保存，可以分多次填写；全部改正后才能提交。')));
}
