import { isResidentId } from '../domain/resident-id.ts';
import { usccIsValid } from '../domain/uscc.ts';

/** Not within a longer word or number; ids join their parts with these. */
const whole = (pattern: string) => new RegExp(`(?<![0-9A-Za-z._~/])(?:${pattern})(?![0-9A-Za-z_~/])`, 'g');

const KINDS: [string, RegExp, ((text: string) => boolean)?][] = [
  ['手机号码', whole('(?:\\+?86[ -]?)?1[3-9]\\d(?:\\d{8}|[ -]\\d{4}[ -]\\d{4})')],
  ['电话号码', whole('0\\d{2,3}[ -]\\d{7,8}')],
  ['身份证号码', whole('[1-9]\\d{16}[0-9Xx]'), isResidentId],
  ['邮箱', /[\w.+-]+@[\w-]+(?:\.[\w-]+)+/g],
  ['银行账号', whole('\\d{15,19}|\\d{4}(?: \\d{4}){2,3}(?: \\d{1,4})?'), (text) => !isCreditCode(text)],
  // 256 bits, as links have them; and what executions wait for.
  ['凭据', /(?<![\w.~/+=-])(?=[\w-]*[a-z])(?=[\w-]*[A-Z])(?=[\w-]*\d)(?:[\w-]{43}|[\w+/=-]{100,})(?![\w~/+=-])/g],
  ['任务链接', /\/l\/[\w-]{20,}/g],
];

/** Figures, ids, hashes and the check code of a district's sheet: numbers by nature, however long. */
const NUMBERS = /^(exact|points|secret)|^(id|sheet)$|(Id|Hash|sha256|Sha256|seed|Ref|scc|sccs)$/;
const IDS = ['taskId', 'disbursementId', 'objectionId', 'applicationId', 'awardId'];

/**
 * Where somebody's data can be read in a document, one Chinese sentence each with the path; never the data itself.
 * By pattern: names are not found.
 */
export function personalData(path: string, value: unknown): string[] {
  if (typeof value === 'string')
    return KINDS.filter(([, pattern, isOne]) => (value.match(pattern) ?? []).some((text) => isOne?.(text) ?? true)).map(
      ([kind]) => `${path} 含有${kind}`,
    );
  if (typeof value !== 'object' || value === null) return [];
  const step = (key: string, member: unknown) => (Array.isArray(value) ? (idOf(member) ?? key) : key);
  return Object.entries(value)
    .filter(([key]) => !NUMBERS.test(key))
    .flatMap(([key, member]) => personalData([path, step(key, member)].filter(Boolean).join(' '), member));
}

/** What a record of a list is called. */
const idOf = (record: unknown): string | undefined =>
  Object.entries(record ?? {}).find(([key, id]) => IDS.includes(key) && typeof id === 'string')?.[1];

const isCreditCode = (text: string) => text.length === 18 && usccIsValid(text);
