/** Exports that older versions of the program have written, read as this one writes them. */
import { EXPORT_SCHEMA } from './schema.ts';

/** What older exports call themselves. */
export const OLDER_SCHEMAS = ['awards-export/1'] as const;

type Member = Record<string, unknown>;

/**
 * What members of `awards-export/1` lack where its writer did not know it yet: nothing that it could have said. The same for a document
 * and for lines, whose names are the document's.
 */
const LACKING: Record<string, Member> = {
  round: { calendarYears: [] },
  notice: { version: 1, correction: null, earlier: [] },
  awards: { declined: null },
  plans: { firstApprovedAt: null, firstApprovedBy: null, seen: null },
};

const isMember = (value: unknown): value is Member =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** One member of an older export, or one element of it, as this version writes it. */
export const completed = (name: string, value: unknown): unknown =>
  isMember(value) ? { ...LACKING[name], ...value } : value;

/** Whether a document, or the first line of one in lines, says that it is an older export. */
export const isOlder = (document: unknown): boolean =>
  isMember(document) && OLDER_SCHEMAS.some((schema) => schema === document['schema']);

/** An older document as this version writes it, as far as that follows from it; anything else as it is. */
export function completedDocument(document: unknown): unknown {
  if (!isOlder(document) || !isMember(document)) return document;
  const members = Object.entries(document).map(([name, value]) => {
    const whole = Array.isArray(value) ? value.map((one) => completed(name, one)) : completed(name, value);
    return [name, whole] as const;
  });
  return { ...Object.fromEntries(members), schema: EXPORT_SCHEMA };
}

/** Why an older export cannot be verified here, and by what it can. */
export const olderRefused = (schema: string, faults: string): string =>
  `由较早版本的程序写出（${schema}），本版本读取 ${EXPORT_SCHEMA}，其中有无法补全之处（${faults}）。请用写出它的版本核验：源代码中改用 ${EXPORT_SCHEMA} 的提交之前的那一个（git log -S ${EXPORT_SCHEMA} -- shared/export/schema.ts）`;
