import * as z from 'zod';
import { NoticeVersion } from '../schemas/notice-records.ts';
import { Pseudonym } from './schema-parts.ts';

const Version = NoticeVersion.extend({
  /** Of every version but the first. */
  correction: NoticeVersion.shape.correction.unwrap().extend({ by: Pseudonym }).strict().nullable(),
}).strict();

/** The notice as it stands, and every version before. What each of them shows is in the evidence bucket, by its hash. */
export const ExportedNotice = Version.extend({ earlier: z.array(Version) });
type ExportedNotice = z.infer<typeof ExportedNotice>;

/** Every version, the first one first. */
export const versionsOf = ({ earlier, ...current }: ExportedNotice): z.infer<typeof Version>[] => [...earlier, current];
