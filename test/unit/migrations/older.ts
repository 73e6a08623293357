import type * as z from 'zod';
import { NoticeRecord } from '../../../shared/schemas/notice-records.ts';

/** A record as an older version wrote it: `version` is that of its shape. */
interface Older {
  entity: string;
  version: number;
  schema: z.ZodType;
  record: Record<string, unknown>;
}

export const OLDER: [Older, ...Older[]] = [
  {
    entity: 'Notice',
    version: 1,
    schema: NoticeRecord,
    record: {
      entity: 'Notice',
      roundId: 'qd-2025',
      firstDay: '2025-12-01',
      lastDay: '2025-12-05',
      publishedAt: '2025-11-28T02:00:00.000Z',
      endsAt: '2025-12-05T15:59:59.999Z',
      places: 2,
      hash: '5f70bf18a086007016e948b04aed3b82103a36bea41755b6cddfaf10ace3c6ef',
    },
  },
];
