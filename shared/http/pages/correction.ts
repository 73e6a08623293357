import { pointGroups, pointsAsked } from '../../package/points.ts';
import type { Policy } from '../../policy/schema.ts';
import type { Category } from '../../schemas/basics.ts';
import type { AttachmentKind } from '../../schemas/package.ts';
import { checkbox, type FormState, fieldId } from '../fields.ts';
import { asWritten, html, type Markup } from '../html.ts';
import { t, titleOf } from '../language.ts';
import { marked } from '../own.ts';
import { tag } from '../parts.ts';
import { kindTitle } from './attachment-words.ts';

/** A file of the version that was submitted last. */
export interface Submitted {
  kind: AttachmentKind;
  path: string;
  size: number;
  sha256: string;
}

/** What an officer ticks who returns an application (补正), a group at a time; groups with something ticked stand open. */
export function pointChoices(category: Category, policy: Policy, state: FormState): Markup {
  const name = (path: string) => `asked.${path}`;
  const error = state.errors.find(({ field }) => field === 'asked')?.message;
  const id = fieldId('asked');
  const groups = pointGroups(category, policy).map(({ points, ...group }) => {
    const ticked = points.filter(({ path }) => state.values[name(path)] === 'yes').length;
    return html`<details${ticked > 0 ? html` open` : null}><summary>${t('{title}（{n} 项）', { title: titleOf(group), n: points.length })}</summary>
${points.map((point) => checkbox({ name: name(point.path), label: titleOf(point) }, state))}</details>`;
  });
  return html`<div class="field${error === undefined ? '' : ' wrong'}"><fieldset id="${id}" tabindex="-1" aria-describedby="${id}-hint${error === undefined ? '' : ` ${id}-error`}">
<legend>${t('需要补正的内容（退回补正时勾选，至少一项）')}</legend>
<p class="hint" id="${id}-hint">${t('申报单位只能修改勾选的内容，其他内容须与本次退回的版本一致。清单类内容勾选后可以整体修改。')}</p>
${error === undefined ? null : html`<p class="message" id="${id}-error">${marked(error)}</p>`}${groups}</fieldset></div>`;
}

/** What was asked for, in words and in the order of the form. */
export const askedTitles = (category: Category, policy: Policy, asked: readonly string[]): string[] =>
  pointsAsked(category, policy, asked).map(({ group, point }) =>
    t('{group}：{point}', { group: titleOf(group), point: titleOf(point) }),
  );

/** The same as a list. */
export const askedList = (category: Category, policy: Policy, asked: readonly string[]): Markup =>
  html`<ul>${askedTitles(category, policy, asked).map((title) => html`<li>${title}</li>`)}</ul>`;

/** Marks what stays as it was returned. */
export const keptMark = (text = t('不需补正')): Markup => tag('plain', text);

export const nameOfFile = (path: string): string => path.slice(path.lastIndexOf('/') + 1);

/** A file as the page's script finds it again: it takes over what is listed here. */
export const submittedItem = ({ path, size, sha256 }: Submitted): Markup =>
  html`<li data-path="${path}" data-size="${size}" data-sha256="${sha256}">${asWritten(nameOfFile(path))}</li>`;

/** A kind of attachment that nobody asked for: its files go along as they are. */
export const keptFiles = (kind: AttachmentKind, files: Submitted[]): Markup =>
  html`<div class="drop" data-kind="${kind}" data-kept><p><strong>${kindTitle(kind)}</strong> ${keptMark(t('不需补正，沿用已提交的文件'))}</p>
<ul>${files.map(submittedItem)}</ul></div>`;
