/** Exports that older versions have written: `older/awards-export-1.json.gz` is of a round that one of them has played. */
import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import type { Line } from '../../../shared/export/lines/kinds.ts';
import { BadLine, readLines } from '../../../shared/export/lines/read.ts';
import { verifyDocument, verifyLines } from '../../../shared/export/lines/verify.ts';
import { linesOf, lineWriter } from '../../../shared/export/lines/write.ts';
import { completedDocument, isOlder } from '../../../shared/export/older.ts';
import { RoundExport } from '../../../shared/export/schema.ts';

type Document = Record<string, unknown> & { plans: Record<string, unknown>[]; round: Record<string, unknown> };
const file = new URL('./older/awards-export-1.json.gz', import.meta.url);
const older = JSON.parse(gunzipSync(readFileSync(file)).toString()) as Document;
const now = RoundExport.parse(completedDocument(older));

describe('an export from before its plans said what was seen of the payees', () => {
  test('is none of this version, is completed, and verifies to the last figure', () => {
    expect(isOlder(older)).toBe(true);
    expect(older.plans[0]).not.toHaveProperty('seen');
    expect(RoundExport.safeParse(older).success).toBe(false);
    for (const { seen } of now.plans) expect(seen).toBeNull();
    const { counts, differences } = verifyDocument(now);
    expect(differences).toEqual([]);
    expect(counts).toMatchObject({ applications: 12, awards: 10, amountFen: 145_000_000 });
  });

  test('is still held to its figures', () => {
    const changed = structuredClone(now);
    for (const award of changed.awards.slice(0, 1)) award.amountFen += 1;
    expect(verifyDocument(changed).differences).not.toEqual([]);
  });

  test('that lacks what nothing follows from is not completed', () => {
    const { scores: _, ...without } = older;
    expect(RoundExport.safeParse(completedDocument(without)).success).toBe(false);
  });

  test('of this version lacks nothing: there it is a fault', () => {
    const { seen: _, ...plan } = now.plans[0] ?? {};
    const changed = { ...now, plans: [plan] };
    expect(completedDocument(changed)).toBe(changed);
    expect(RoundExport.safeParse(changed).success).toBe(false);
  });
});

const LATER = ['firstApprovedAt', 'firstApprovedBy', 'seen', 'calendarYears'];

/** The same in lines, as the older version wrote them; without some members more. */
function olderLines(without: string[] = []): Buffer {
  const { text, end } = lineWriter();
  const lines = [...linesOf(now)].map(({ kind, value }) => {
    const members = Object.entries(value).filter(
      ([name]) => kind === 'policy' || ![...LATER, ...without].includes(name),
    );
    const older = { ...Object.fromEntries(members), ...(kind === 'export' ? { schema: 'awards-export/1' } : {}) };
    // As it was, and not as this version's types have it.
    return text({ kind, value: older } as unknown as Line);
  });
  return Buffer.from(`${lines.join('')}${end()}`);
}

describe('an older export in lines', () => {
  test('is read, and verifies', () => {
    const bytes = olderLines();
    expect(bytes.includes('"seen"')).toBe(false);
    expect(verifyLines(readLines([bytes])).differences).toEqual([]);
  });

  test('that cannot be completed is refused with the version that can verify it', () => {
    const bytes = olderLines(['awardIds']);
    const read = () => verifyLines(readLines([bytes]));
    expect(read).toThrow(BadLine);
    expect(read).toThrow(/由较早版本的程序写出（awards-export\/1）.*plans awardIds.*git log -S awards-export\/2/);
    try {
      read();
    } catch (error) {
      expect(error).toMatchObject({ code: 'export.older' });
    }
  });
});
