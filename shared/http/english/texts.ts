import { CERTIFICATE } from './certificate.ts';
import { CODE } from './code.ts';
import { COMMON } from './common.ts';
import { CONSOLE } from './console.ts';
import { DISTRICT } from './district.ts';
import { DRAFTS } from './drafts.ts';
import { LABELS } from './labels.ts';
import { PROBLEMS_ENGLISH } from './problems.ts';
import { SCORING } from './scoring.ts';
import { STABILITY } from './stability.ts';
import { WORKLIST } from './worklist.ts';

/** English for every Chinese text of the pages. What people and policies wrote stays as they wrote it. */
export const ENGLISH = {
  ...CERTIFICATE,
  ...CODE,
  ...COMMON,
  ...LABELS,
  ...CONSOLE,
  ...DISTRICT,
  ...DRAFTS,
  ...PROBLEMS_ENGLISH,
  ...SCORING,
  ...STABILITY,
  ...WORKLIST,
} as const;
export type Text = keyof typeof ENGLISH;
