import * as z from 'zod';
import { Instant } from '../schemas/basics.ts';

/** What persons are called in the export. */
export const Pseudonym = z.string().regex(/^(expert|staff)-\d{3,}$|^(applicant|operator|unknown)$/);
export const Maybe = Instant.nullable();
