import type { RoundExport } from './schema.ts';

/** The document as text: members sorted, one space of indentation, a newline at the end. One text for one round. */
export const exportText = (exported: RoundExport): string => `${JSON.stringify(sorted(exported), null, 1)}\n`;

/** Members in order of their names, all the way down: how a database returned a map must not be seen. */
function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  const members = Object.entries(value).filter(([, member]) => member !== undefined);
  return Object.fromEntries(members.sort(([a], [b]) => (a < b ? -1 : 1)).map(([key, member]) => [key, sorted(member)]));
}
