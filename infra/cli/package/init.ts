import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { blankForm } from '../../../shared/package/excel/fill.ts';
import { FORM_FILE } from '../../../shared/package/excel/layout.ts';
import { type FormField, formFields, jsonSchema } from '../../../shared/package/form.ts';
import { limitOf, limitText } from '../../../shared/package/limits.ts';
import { ATTACHMENT_TITLES } from '../../../shared/package/titles.ts';
import type { Policy } from '../../../shared/policy/schema.ts';
import type { Category } from '../../../shared/schemas/basics.ts';
import { ATTACHMENT_KINDS, type AttachmentKind, PACKAGE_FORMAT } from '../../../shared/schemas/package.ts';
import { CliError } from '../errors.ts';
import type { Said } from '../round.ts';
import { policyOf, SLOT_FILE, type SlotFacts } from './facts.ts';

export const MANIFEST_FILE = 'application.json';
export const ATTACHMENT_FOLDER = 'attachments';

/** The JSON Schema of a category's `application.json`. */
export const schemaText = (category: Category): string => `${JSON.stringify(jsonSchema(category), null, 2)}\n`;

/** The blank form of a category, for nobody in particular. @throws CliError cli.file-exists */
export function writeBlankForm(category: Category, out: string, policyFile: string | undefined): Said {
  const form = blankForm(category, policyOf(policyFile));
  if (existsSync(out)) throw new CliError('cli.file-exists', `${out} 已经存在，不覆盖。`);
  writeFileSync(out, form);
  return { text: `已写出 ${out}\n`, good: true };
}

/** `application.json` with every field there and no answer given. */
export function skeleton(facts: SlotFacts, policy: Policy): Record<string, unknown> {
  const { roundId, category, uscc, applicationNo, name = '' } = facts;
  const fixed = { format: PACKAGE_FORMAT, roundId, category, uscc, applicationNo };
  return { ...fixed, ...emptyOf(formFields(category, policy)), name };
}

const emptyOf = (fields: FormField[]): Record<string, unknown> =>
  Object.fromEntries(
    fields.map((field) => {
      const name = field.path.at(-1) ?? '';
      if (field.input === 'group') return [name, emptyOf(field.fields ?? [])];
      if (['table', 'lines', 'choices', 'attachments'].includes(field.input)) return [name, []];
      return [name, ['money', 'integer', 'yes-no'].includes(field.input) ? null : ''];
    }),
  );

function explanation(category: Category, policy: Policy): string {
  const { title, attachments } = policy.categories[category];
  const lines = (kinds: readonly AttachmentKind[]) =>
    kinds.map((kind) => `- ${ATTACHMENT_TITLES[kind]}（${kind}）：${limitText(limitOf(policy, kind))}`);
  const others = ATTACHMENT_KINDS.filter((kind) => !attachments.value.includes(kind));
  return [
    `${policy.title}：${title}`,
    '',
    `必须提交的证明材料${attachments.proposal ? '（待主管部门确认）' : ''}：`,
    ...lines(attachments.value),
    '',
    '其他材料（选填）：',
    ...lines(others),
    '',
    '放入 attachments 文件夹。文件名就是材料类型的（如“营业执照.pdf”“营业执照2.jpg”）会自动归类，',
    `其余的请在${FORM_FILE}的“证明材料”表或 application.json 的 attachments 中列出。`,
    '',
    `${FORM_FILE} 与 application.json 只填一个。`,
    '',
    `Required attachments, to be put into attachments/: files named by their Chinese title are recognised; list all others.`,
    `Fill in either ${FORM_FILE} or application.json, not both.`,
    '',
  ].join('\n');
}

/**
 * Writes a folder to work in: the form and the JSON, both with what the slot says, the JSON Schema, and what is to attach.
 * Nothing that is there already is written over.
 * @throws CliError cli.file-exists
 */
export function initPackage(facts: SlotFacts, out: string, policyFile: string | undefined): Said {
  const policy = policyOf(policyFile);
  const { category } = facts;
  const files: [string, string | Uint8Array][] = [
    [FORM_FILE, blankForm(category, policy, { ...facts, name: facts.name ?? '' })],
    [MANIFEST_FILE, `${JSON.stringify(skeleton(facts, policy), null, 2)}\n`],
    ['application.schema.json', schemaText(category)],
    [SLOT_FILE, `${JSON.stringify(facts, null, 2)}\n`],
    ['证明材料说明.txt', explanation(category, policy)],
  ];
  const there = files.find(([name]) => existsSync(join(out, name)));
  if (there !== undefined)
    throw new CliError('cli.file-exists', `${join(out, there[0])} 已经存在，不覆盖。请另选文件夹。`);
  mkdirSync(join(out, ATTACHMENT_FOLDER), { recursive: true });
  for (const [name, content] of files) writeFileSync(join(out, name), content);
  const names = [...files.map(([name]) => name), `${ATTACHMENT_FOLDER}/`];
  return { text: `已写出 ${out}：\n${names.map((name) => `  ${name}`).join('\n')}\n`, good: true };
}
