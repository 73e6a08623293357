import { randomBytes } from 'node:crypto';
import type { Text } from '../http/english/texts.ts';
import { fileType } from '../package/content.ts';
import { Inspection } from '../package/inspect.ts';
import { type KindLimit, mebibytes, typeNames } from '../package/limits.ts';
import { LookbackRoom } from '../package/lookback.ts';
import { extension } from '../package/names.ts';
import type { ObjectionFile } from '../schemas/objections.ts';
import type { Bucket } from '../store/buckets.ts';
import { type FieldError, fieldError } from '../tasks/kind.ts';

/** A file as it came with a form. */
export interface HandedIn {
  name: string;
  bytes: Uint8Array;
}
export interface Examined extends HandedIn {
  sha256: string;
  contentType: string;
}

/** Whether files are what the policy allows, by their content: documents that open, without scripts, macros and passwords. */
export async function examine(
  field: 'seal' | 'evidence',
  files: HandedIn[],
  limit: KindLimit,
): Promise<{ ok: true; files: Examined[] } | { ok: false; errors: FieldError[] }> {
  if (files.length > limit.files)
    return { ok: false, errors: [fieldError(field, '最多上传 {n} 个文件。', { n: String(limit.files) })] };
  const examined: Examined[] = [];
  for (const file of files) {
    const found = await look(file, limit);
    if ('says' in found) return { ok: false, errors: [refusal(field, file, limit, found)] };
    examined.push({ ...file, ...found });
  }
  return { ok: true, files: examined };
}

type Refused = { says: Text; code: string };

async function look(file: HandedIn, limit: KindLimit): Promise<Refused | { sha256: string; contentType: string }> {
  const { bytes, name } = file;
  if (bytes.length === 0) return { says: EMPTY, code: 'package.attachment-empty' };
  if (bytes.length > limit.fileBytes) return { says: LARGE, code: 'package.attachment-too-large' };
  const type = fileType(extension(name));
  if (type === null || !limit.types.includes(type.type)) return { says: TYPE, code: 'package.attachment-type' };
  const whole = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const size = whole.length;
  const reread = async (start: number, length: number) => whole.subarray(start, start + length);
  const inspection = new Inspection({ name, size }, new LookbackRoom(), reread);
  inspection.push(whole);
  const problem = await inspection.problem();
  if (problem !== null) return { says: CONTENT, code: problem.code };
  return { sha256: inspection.sha256(), contentType: type.contentType };
}

const EMPTY: Text = '文件“{name}”是空的。（代码 {code}）';
const LARGE: Text = '文件“{name}”超过单个文件的上限 {most}。（代码 {code}）';
const TYPE: Text = '文件“{name}”的格式不接收，请改用 {types}。（代码 {code}）';
const CONTENT: Text =
  '文件“{name}”没有通过检查：须是内容与扩展名一致、可以打开的文件，不含宏、脚本和密码。（代码 {code}）';

function refusal(
  field: string,
  { name }: HandedIn,
  { types, fileBytes }: KindLimit,
  { says, code }: Refused,
): FieldError {
  const all: Record<string, string> = {
    code,
    name: shown(name),
    most: mebibytes(fileBytes),
    types: typeNames(types).join('、'),
  };
  return fieldError(field, says, all);
}

/** A file's own name, without folders and signs that are not seen. */
const shown = (name: string): string => (name.split(/[\\/]/).at(-1) ?? '').replaceAll(/\p{C}/gu, '').slice(-100);

/** By chance: the address of a file tells neither the objection nor who objects. */
export const newFolder = (): string => `objections/${randomBytes(16).toString('hex')}`;

/** Keeps files that were examined. The same one twice is one. */
export async function keepEvidence(
  evidence: Bucket,
  folder: string,
  kind: ObjectionFile['kind'],
  files: Examined[],
  at: string,
): Promise<ObjectionFile[]> {
  const kept = files.map(({ name, bytes, sha256, contentType }) => ({
    bytes,
    file: {
      ...{ kind, name: shown(name), size: bytes.length, sha256, contentType, at },
      key: `${folder}/${sha256}.${extension(name)}`,
    },
  }));
  for (const { bytes, file } of kept)
    if ((await evidence.head(file.key)) === null) await evidence.writeVerified(file.key, bytes, file);
  return kept.map(({ file }) => file);
}
