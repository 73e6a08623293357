import { isUtf8 } from 'node:buffer';
import type * as z from 'zod';
import type { Policy } from '../policy/schema.ts';
import { policyCategories } from '../policy/schema.ts';
import type { Category } from '../schemas/basics.ts';
import type { Problem } from '../schemas/findings.ts';
import type { AttachmentKind } from '../schemas/package.ts';
import { AttachmentEntry, PACKAGE_FORMAT, PackageManifest } from '../schemas/package.ts';
import { explain } from './explain.ts';
import { fieldMeta } from './form.ts';
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

/** How the fields that are examined came: as `application.json`, or from cells of a form. */
export interface Origin {
  /** Where a field is, as reports name it. */
  whereOf(path: readonly PropertyKey[]): string;
  /** Whether something was said about it before: nothing is said twice. */
  told(path: readonly PropertyKey[]): boolean;
  format(found: unknown): Problem;
}

const JSON_FILE: Origin = {
  whereOf: (path) => pathOf(path).slice(0, 200),
  told: () => false,
  format: manifestProblem.format,
};

function fieldProblem(issue: z.core.$ZodIssue, root: unknown, category: Category, origin: Origin): Problem {
  const meta = fieldMeta(category, issue.path);
  const { message, mend, messageEn, mendEn } = explain(
    issue,
    valueAt(root, issue.path),
    meta?.description?.replace(/。$/, ''),
  );
  return manifestProblem.field(
    origin.whereOf(issue.path),
    `${meta ? `“${meta.title}”` : '申报信息'}${message}。`,
    `${mend}。`,
    `${meta?.titleEn ?? 'The form'} ${messageEn}.`,
    `${mendEn}.`,
  );
}

const titleOf = (policy: Policy, category: string): string =>
  policyCategories(policy).find(([code]) => code === category)?.[1].title ?? category;

/** Problems of identity: what the manifest says against what the slot is for. Missing fields are the schema's to report. */
function identityProblems(fields: Fields, slot: Slot, origin: Origin): Problem[] {
  const problems: Problem[] = [];
  const { roundId, category, uscc, applicationNo } = fields;
  const short = (value: string) => value.slice(0, 60);
  if (fields.format !== PACKAGE_FORMAT) problems.push(origin.format(fields.format));
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
  return problems
    .filter(({ where }) => !origin.told([where]))
    .map((problem) =>
      Object.hasOwn(fields, problem.where) ? { ...problem, where: origin.whereOf([problem.where]) } : problem,
    );
}

/** Another version's fields are another version's business: nothing is said about them. */
const isOtherVersion = (format: unknown): boolean =>
  typeof format === 'string' && format !== PACKAGE_FORMAT && /^awards-package\/\d+$/.test(format);

/**
 * Validates as this format and as the slot's category where the manifest's own are unusable, so that one wrong word does
 * not hide the faults of all other fields.
 */
function schemaProblems(
  fields: Fields,
  slot: Slot,
  origin: Origin,
): { manifest: PackageManifest | null; problems: Problem[] } {
  const own = PackageManifest.options.some((option) => option.shape.category.value === fields.category);
  const category = own ? (fields.category as Category) : slot.category;
  const parsed = PackageManifest.safeParse({ ...fields, format: PACKAGE_FORMAT, category });
  const issues = (parsed.error?.issues ?? []).filter(({ path }) => !origin.told(path));
  const problems = issues.map((issue) => fieldProblem(issue, fields, category, origin));
  if (typeof fields.category !== 'string' && !origin.told(['category'])) {
    problems.unshift(
      manifestProblem.field(
        origin.whereOf(['category']),
        '“申报类别”没有填写。',
        `请填写 ${slot.category}。`,
        'Category is missing.',
        `Fill in ${slot.category}.`,
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
  return { ...readFields(fields, slot, JSON_FILE), listed: listedAttachments(fields) };
}

/** Holds fields against the format and the slot, whatever file they came in. Lists every problem. Never throws. */
export function readFields(fields: Fields, slot: Slot, origin: Origin): Pick<ManifestReading, 'manifest' | 'problems'> {
  const identity = identityProblems(fields, slot, origin);
  if (isOtherVersion(fields.format)) return { manifest: null, problems: identity };
  const schema = schemaProblems(fields, slot, origin);
  const problems = [...identity, ...schema.problems];
  return { manifest: problems.length === 0 ? schema.manifest : null, problems };
}
