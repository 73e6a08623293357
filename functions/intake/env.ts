import * as z from 'zod';
import { consumerEnv } from '../../shared/env.ts';

export const Env = z.object({
  ...consumerEnv,
  INBOX_BUCKET: z.string().min(1),
  EVIDENCE_BUCKET: z.string().min(1),
  APPLICATION_MACHINE_ARN: z.string().min(1),
  /** Who looks for malware: nobody, GuardDuty, or a ClamAV daemon at this address. */
  MALWARE_SCAN: z.union([z.enum(['none', 'guardduty']), z.string().regex(/^clamd:\/\/[\w.-]+:\d+$/)]),
  /** For the engine: packages go through in pieces, and a small young generation frees them early. */
  NODE_OPTIONS: z.string(),
});
