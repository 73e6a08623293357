import type { Problem } from '../schemas/findings.ts';
import type { AttachmentKind } from '../schemas/package.ts';
import { type DraftValues, draftOf, filledRows, nameOf } from './draft.ts';
import type { FormField } from './form.ts';
import { normalizedPath, shownName } from './names.ts';
import { attachmentPoint, pointOf } from './points.ts';
import { ATTACHMENT_TITLES } from './titles.ts';

/** One version of an application as far as a correction is compared: what `application.json` says, files with their SHA-256. */
export interface Content {
  attachments: { kind: AttachmentKind; path: string; sha256: string }[];
}

/** What a correction is held against: the version that was returned, and the points that may differ from it. */
export interface Returned {
  version: number;
  content: Content;
  asked: readonly string[];
}

/** Where only what was asked may change. Who finds that more is wrong says so to the district, who may let it in by asking. */
const MEND_TAIL = '确需修改的，请联系要求补正的审查单位。';
const MEND_TAIL_EN = 'If it does have to change, tell the district that returned the application.';

const problem = (
  kind: string,
  where: string,
  texts: [zh: string, mend: string, en: string, mendEn: string],
): Problem => ({
  code: `correction.unasked-${kind}`,
  where,
  message: texts[0],
  mend: `${texts[1]}${MEND_TAIL}`,
  messageEn: texts[2],
  mendEn: `${texts[3]} ${MEND_TAIL_EN}`,
});

/** One builder for each way in which a correction may go beyond what was asked. */
export const correctionProblem = {
  field: (where: string, title: string, titleEn: string, was: { zh: string; en: string }) =>
    problem('field', where, [
      `“${title}”不在要求补正的内容之列，但与退回的版本不同${was.zh}。`,
      '请恢复原来的内容。',
      `${titleEn} was not asked for and differs from the version that was returned${was.en}.`,
      'Put it back as it was.',
    ]),
  added: (where: string, title: string, kind: string) =>
    problem('added', where, [
      `“${title}”不在要求补正的内容之列，退回的版本中没有这个文件。`,
      '请移除该文件。',
      `${kind} was not asked for, and the version that was returned did not have this file.`,
      'Remove the file.',
    ]),
  removed: (where: string, title: string, kind: string) =>
    problem('removed', where, [
      `“${title}”不在要求补正的内容之列，退回的版本中的这个文件没有了。`,
      '请按原来的路径放回该文件。',
      `${kind} was not asked for, and this file of the version that was returned is missing.`,
      'Put the file back under its path.',
    ]),
  changed: (where: string, title: string, kind: string, before: string) =>
    problem('changed', where, [
      `“${title}”不在要求补正的内容之列，但文件内容与退回的版本不同（原 SHA-256 为 ${before}）。`,
      '请放回原来的文件。',
      `${kind} was not asked for, and the file differs from the version that was returned (its SHA-256 was ${before}).`,
      'Put the original file back.',
    ]),
};

/** Values by field as they are compared: how a text was wrapped and in which order boxes were ticked says nothing. */
function comparable(fields: readonly FormField[], content: unknown): DraftValues {
  const choices = new Set(fieldsByPoint(fields).flatMap(([path, { input }]) => (input === 'choices' ? [path] : [])));
  const lists = (name: string, text: string) =>
    choices.has(name) || choices.has(name.replace(/\[\d+\]/, '[]')) ? text.split('\n').toSorted().join('\n') : text;
  const values = Object.entries(draftOf(fields, content)).map(([name, text]) => [
    name,
    lists(name, text.replaceAll('\r\n', '\n').normalize('NFC').trim()),
  ]);
  return Object.fromEntries(values.filter(([, text]) => text !== ''));
}

/** Fields by point, and columns of tables as `products[].scenarios`. */
function fieldsByPoint(fields: readonly FormField[], before = ''): [string, FormField][] {
  return fields.flatMap((field): [string, FormField][] => {
    const name = `${before}${nameOf(field.path)}`;
    if (field.input === 'attachments') return [];
    if (field.input === 'group') return fieldsByPoint(field.fields ?? []);
    if (field.input !== 'table') return [[name, field]];
    return [[name, field], ...fieldsByPoint(field.fields ?? [], `${name}[].`)];
  });
}

const PERSONAL = /^(legalPerson|contact\..*)$/;
const QUOTED = 30;

/** What stood there, as far as that helps: no long texts, and nothing of a person, since reports go by mail. */
function said(point: string, field: FormField, before: DraftValues): { zh: string; en: string } {
  if (PERSONAL.test(point)) return { zh: '', en: '' };
  if (field.input === 'table') {
    const rows = filledRows(before, point).length;
    return { zh: `（原有 ${rows} 行）`, en: ` (it had ${rows} rows)` };
  }
  const text = before[point] ?? '';
  if (text === '') return { zh: '（原来没有填写）', en: ' (it was empty)' };
  const titleOf = (value: string) => field.options?.find((option) => option.value === value)?.title ?? value;
  const shown = field.input === 'yes-no' ? (text === 'yes' ? '是' : '否') : text.split('\n').map(titleOf).join('、');
  const quoted = shown.length > QUOTED ? `${shown.slice(0, QUOTED)}…` : shown;
  return { zh: `（原为“${quoted}”）`, en: ` (it was “${quoted}”)` };
}

function changedFields(fields: readonly FormField[], { content, asked }: Returned, corrected: unknown): Problem[] {
  const [before, after] = [comparable(fields, content), comparable(fields, corrected)];
  const names = new Set([...Object.keys(before), ...Object.keys(after)]);
  const changed = new Set([...names].filter((name) => before[name] !== after[name]).map(pointOf));
  return fieldsByPoint(fields).flatMap(([point, field]) =>
    changed.has(point) && !asked.includes(point)
      ? [correctionProblem.field(point, field.title, field.titleEn, said(point, field, before))]
      : [],
  );
}

const keyOf = ({ kind, path }: Content['attachments'][number]) => `${kind} ${normalizedPath(path)}`;

function changedFiles({ content, asked }: Returned, corrected: Content): Problem[] {
  const locked = (all: Content['attachments']) => all.filter(({ kind }) => !asked.includes(attachmentPoint(kind)));
  const before = new Map(locked(content.attachments).map((file) => [keyOf(file), file]));
  const after = new Map(locked(corrected.attachments).map((file) => [keyOf(file), file]));
  const told = (file: Content['attachments'][number]) =>
    [shownName(file.path), ATTACHMENT_TITLES[file.kind], file.kind] as const;
  return [
    ...[...before].flatMap(([key, file]) => {
      const now = after.get(key);
      if (now === undefined) return [correctionProblem.removed(...told(file))];
      return now.sha256 === file.sha256 ? [] : [correctionProblem.changed(...told(file), file.sha256)];
    }),
    ...[...after].flatMap(([key, file]) => (before.has(key) ? [] : [correctionProblem.added(...told(file))])),
  ];
}

/**
 * 五(二), 补正: a correction changes what was asked for and nothing else. Everything that differs beyond it, all at once:
 * fields by their value, attachments by kind, path and SHA-256. What the slot fixes is not looked at here.
 */
export const unaskedChanges = (fields: readonly FormField[], returned: Returned, corrected: Content): Problem[] => [
  ...changedFields(fields, returned, corrected),
  ...changedFiles(returned, corrected),
];

/** A draft over the version that was returned: what was not asked for stays as it was, whatever the draft says. */
export function lockedValues(
  fields: readonly FormField[],
  { content, asked }: Returned,
  values: DraftValues,
): DraftValues {
  const of = (all: DraftValues, open: boolean) =>
    Object.entries(all).filter(([name]) => asked.includes(pointOf(name)) === open);
  return Object.fromEntries([...of(draftOf(fields, content), false), ...of(values, true)]);
}

/** Points that a draft would change though nobody asked; what it leaves out is kept. */
export function unaskedPoints(fields: readonly FormField[], { content, asked }: Returned, sent: DraftValues): string[] {
  const before = draftOf(fields, content);
  const same = (a: string, b = '') => a.trim() === b.replaceAll('\r\n', '\n').trim();
  const changed = Object.entries(sent).filter(([name, value]) => !same(value, before[name]));
  return [...new Set(changed.map(([name]) => pointOf(name)))].filter((point) => !asked.includes(point));
}
