import { isUtf8 } from 'node:buffer';
import type * as z from 'zod';
import type { Policy } from '../policy/schema.ts';
import { policyCategories } from '../policy/schema.ts';
import type { Category } from '../schemas/basics.ts';
import type { Problem } from '../schemas/findings.ts';
import type { AttachmentKind } from '../schemas/package.ts';
import { AttachmentEntry, PACKAGE_FORMAT, PackageManifest } from '../schemas/package.ts';
import { fieldTitle } from './form.ts';
import { manifestProblem } from './problems.ts';

/** What the upload slot (上传凭证) binds a package to. */
export interface Slot {
  roundId: string;
  category: Category;
  uscc: string;
  applicationNo: number;
  policy: Policy;
}

export interface ManifestReading {
  /** Null where the manifest has any problem of its own. */
  manifest: PackageManifest | null;
  /** Attachments that could be read, also from a manifest with faults elsewhere; null where no list could be read. */
  listed: ListedAttachment[] | null;
  problems: Problem[];
}

/** One line of the manifest's list. A wrong kind or hash is the schema's to report and null here; the file counts as listed. */
export interface ListedAttachment {
  /** Field path, e.g. `attachments[2]`. */
  where: string;
  path: string;
  kind: AttachmentKind | null;
  sha256: string | null;
}

type Fields = Record<string, unknown>;
const isFields = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const pathOf = (path: readonly PropertyKey[]): string =>
  path.reduce<string>(
    (shown, part) =>
      typeof part === 'number' ? `${shown}[${part}]` : shown === '' ? String(part) : `${shown}.${String(part)}`,
    '',
  ) || 'application.json';

const valueAt = (root: unknown, path: readonly PropertyKey[]): unknown =>
  path.reduce<unknown>((value, part) => (value as Fields | undefined | null)?.[part as string], root);

const UNITS: Record<string, string> = { string: '字', array: '项' };
const EXPECTED: Record<string, string> = {
  string: '文本',
  number: '数字',
  int: '整数',
  boolean: '是或否',
  array: '列表',
  object: '对象',
};

/** What is wrong with a field and how to mend it, in Chinese. Values are never repeated: they may be personal. */
function explain(issue: z.core.$ZodIssue, root: unknown): [message: string, mend: string] {
  switch (issue.code) {
    case 'invalid_type':
      return valueAt(root, issue.path) === undefined
        ? ['没有填写', '请填写该项']
        : ['类型不对', `请填写${EXPECTED[issue.expected] ?? '正确类型的值'}`];
    case 'too_small':
      return issue.origin === 'string' || issue.origin === 'array'
        ? ['没有填写或太短', `请至少填写 ${issue.minimum} ${UNITS[issue.origin]}`]
        : ['数值太小', `请填写不小于 ${issue.minimum} 的数`];
    case 'too_big':
      return issue.origin === 'string' || issue.origin === 'array'
        ? ['超过上限', `请控制在 ${issue.maximum} ${UNITS[issue.origin]}以内`]
        : ['数值太大', `请填写不大于 ${issue.maximum} 的数`];
    case 'invalid_value':
      return ['不是允许的值', `请填写以下之一：${issue.values.map(String).join('、')}`];
    case 'unrecognized_keys':
      return ['含有格式中没有的字段', `请删去：${issue.keys.map((key) => key.slice(0, 40)).join('、')}`];
    case 'invalid_format':
      return ['格式不对', issue.format === 'date' ? '请填写存在的日期，格式为 2025-01-31' : '请按填报说明的格式填写'];
    default:
      return ['不符合格式要求', '请按填报说明填写'];
  }
}

function fieldProblem(issue: z.core.$ZodIssue, root: unknown, category: Category): Problem {
  const where = pathOf(issue.path).slice(0, 200);
  const [message, mend] = explain(issue, root);
  const title = fieldTitle(category, issue.path);
  return manifestProblem.field(
    where,
    `${title ? `“${title}”` : '申报信息'}${message}。`,
    `${mend}。`,
    issue.message.slice(0, 300),
  );
}

const titleOf = (policy: Policy, category: string): string =>
  policyCategories(policy).find(([code]) => code === category)?.[1].title ?? category;

/** Problems of identity: what the manifest says against what the slot is for. Missing fields are the schema's to report. */
function identityProblems(fields: Fields, slot: Slot): Problem[] {
  const problems: Problem[] = [];
  const { roundId, category, uscc, applicationNo } = fields;
  const short = (value: string) => value.slice(0, 60);
  if (fields.format !== PACKAGE_FORMAT) problems.push(manifestProblem.format(fields.format));
  if (typeof roundId === 'string' && roundId !== slot.roundId)
    problems.push(manifestProblem.round(short(roundId), slot.roundId));
  if (typeof category === 'string' && category !== slot.category)
    problems.push(
      manifestProblem.category(short(category), slot.category, {
        found: titleOf(slot.policy, short(category)),
        expected: titleOf(slot.policy, slot.category),
      }),
    );
  if (typeof applicationNo === 'number' && applicationNo !== slot.applicationNo)
    problems.push(manifestProblem.applicationNo(applicationNo, slot.applicationNo));
  if (typeof uscc === 'string' && uscc !== slot.uscc) problems.push(manifestProblem.uscc(short(uscc), slot.uscc));
  return problems;
}

/** Another version's fields are another version's business: nothing is said about them. */
const isOtherVersion = (format: unknown): boolean =>
  typeof format === 'string' && format !== PACKAGE_FORMAT && /^awards-package\/\d+$/.test(format);

/**
 * Validates as this format and as the slot's category where the manifest's own are unusable, so that one wrong word does
 * not hide the faults of all other fields.
 */
function schemaProblems(fields: Fields, slot: Slot): { manifest: PackageManifest | null; problems: Problem[] } {
  const own = PackageManifest.options.some((option) => option.shape.category.value === fields.category);
  const category = own ? (fields.category as Category) : slot.category;
  const parsed = PackageManifest.safeParse({ ...fields, format: PACKAGE_FORMAT, category });
  const problems = parsed.success ? [] : parsed.error.issues.map((issue) => fieldProblem(issue, fields, category));
  if (typeof fields.category !== 'string') {
    problems.unshift(
      manifestProblem.field(
        'category',
        '“申报类别”没有填写。',
        `请填写 ${slot.category}。`,
        'The category is missing.',
      ),
    );
  }
  return { manifest: parsed.success ? parsed.data : null, problems };
}

function listedAttachments(fields: Fields): ListedAttachment[] | null {
  if (!Array.isArray(fields.attachments)) return null;
  const { kind, path, sha256 } = AttachmentEntry.shape;
  return fields.attachments.flatMap((raw: unknown, index) => {
    const line = isFields(raw) ? raw : {};
    const readable = path.safeParse(line.path);
    if (!readable.success) return [];
    return {
      where: `attachments[${index}]`,
      path: readable.data,
      kind: kind.safeParse(line.kind).data ?? null,
      sha256: sha256.safeParse(line.sha256).data ?? null,
    };
  });
}

/**
 * Reads `application.json`: encoding, JSON, schema, and agreement with the upload slot. Lists every problem, one per fault
 * of a field, with the field's path. Never throws.
 */
export function readManifest(bytes: Uint8Array, slot: Slot): ManifestReading {
  const nothing = (problem: Problem): ManifestReading => ({ manifest: null, listed: null, problems: [problem] });
  if (!isUtf8(bytes)) return nothing(manifestProblem.encoding());
  let fields: unknown;
  try {
    // TextDecoder drops the byte order mark that Windows editors write.
    fields = JSON.parse(new TextDecoder().decode(bytes));
  } catch {
    return nothing(manifestProblem.notJson());
  }
  if (!isFields(fields)) return nothing(manifestProblem.notJson());
  const listed = listedAttachments(fields);
  const identity = identityProblems(fields, slot);
  if (isOtherVersion(fields.format)) return { manifest: null, listed, problems: identity };
  const schema = schemaProblems(fields, slot);
  const problems = [...identity, ...schema.problems];
  return { manifest: problems.length === 0 ? schema.manifest : null, listed, problems };
}
