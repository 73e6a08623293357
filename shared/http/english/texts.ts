import { APPLICATION } from './application.ts';
import { BUREAU } from './bureau.ts';
import { CODE } from './code.ts';
import { COMMON } from './common.ts';
import { CONSOLE } from './console.ts';
import { DISTRICT } from './district.ts';
import { DRAFTS } from './drafts.ts';
import { ERRORS } from './errors.ts';
import { LABELS } from './labels.ts';
import { MONEY } from './money.ts';
import { PROBLEMS_ENGLISH } from './problems.ts';
import { RECORDED } from './recorded.ts';
import { REVIEW } from './review.ts';
import { SCORING } from './scoring.ts';
import { TASK } from './task.ts';
import { WORKINGS } from './workings.ts';
import { WORKLIST } from './worklist.ts';

/** English for every Chinese text of the pages. What people and policies wrote stays as they wrote it. */
export const ENGLISH = {
  ...CODE,
  ...COMMON,
  ...LABELS,
  ...CONSOLE,
  ...DISTRICT,
  ...DRAFTS,
  ...PROBLEMS_ENGLISH,
  ...SCORING,
  ...WORKLIST,
  ...TASK,
  ...APPLICATION,
  ...REVIEW,
  ...BUREAU,
  ...MONEY,
  ...ERRORS,
  ...RECORDED,
  ...WORKINGS,
} as const;
export type Text = keyof typeof ENGLISH;
