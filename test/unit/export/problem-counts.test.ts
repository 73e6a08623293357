import { expect, test } from 'vitest';
import { problemCounts } from '../../../shared/export/problem-counts.ts';
import type { RoundExport } from '../../../shared/export/schema.ts';

type Upload = RoundExport['uploads'][number];

const upload = (applicationId: string, verdict: Upload['verdict'], ...codes: string[]): Upload => ({
  applicationId,
  verdict,
  no: 1,
  receivedAt: '2025-11-20T01:00:00.000Z',
  mailedAt: null,
  size: 1,
  sha256: null,
  version: null,
  problems: codes.map((code) => ({ code, where: 'x', message: 'm', mend: 'n', messageEn: 'e' })),
});

test('problems are counted by code, first the one that hinders most applicants', () => {
  const uploads = [
    upload('a', 'refused', 'package.crc', 'package.crc', 'package.attachment-missing'),
    upload('a', 'accepted'),
    upload('b', 'refused', 'package.attachment-missing'),
    upload('b', 'refused', 'package.attachment-missing', 'package.not-zip'),
    upload('c', 'refused', 'package.crc'),
    upload('d', 'late'),
  ];
  expect(problemCounts({ uploads })).toEqual([
    { code: 'package.attachment-missing', reported: 3, uploads: 3, slots: 2, unsolved: 1 },
    { code: 'package.crc', reported: 3, uploads: 2, slots: 2, unsolved: 1 },
    { code: 'package.not-zip', reported: 1, uploads: 1, slots: 1, unsolved: 1 },
  ]);
  expect(problemCounts({ uploads: uploads.toReversed() })).toEqual(problemCounts({ uploads }));
  expect(problemCounts({ uploads: [] })).toEqual([]);
});
