import { ACCESS } from './access.ts';
import { APPLICATION } from './application.ts';
import { APPLICATION_FORM } from './application-form.ts';
import { BUREAU } from './bureau.ts';
import { CERTIFICATE } from './certificate.ts';
import { CO_SIGN } from './co-sign.ts';
import { CODE } from './code.ts';
import { COMMON } from './common.ts';
import { CONSOLE } from './console.ts';
import { DECLINES } from './declines.ts';
import { DISBURSEMENT } from './disbursement.ts';
import { DISTRICT } from './district.ts';
import { DRAFTS } from './drafts.ts';
import { ERRORS } from './errors.ts';
import { FIRMS } from './firms.ts';
import { FORMAT } from './format.ts';
import { LABELS } from './labels.ts';
import { LOCAL } from './local.ts';
import { MONEY } from './money.ts';
import { NOTICE } from './notice.ts';
import { OBJECTIONS } from './objections.ts';
import { PANELS } from './panels.ts';
import { PAPER } from './paper.ts';
import { PLAN } from './plan.ts';
import { PROBLEMS_ENGLISH } from './problems.ts';
import { PROOFS } from './proofs.ts';
import { RECORDED } from './recorded.ts';
import { REGISTER_COLUMNS } from './register-columns.ts';
import { REGISTER_READING } from './register-reading.ts';
import { REGISTERS_ENGLISH } from './registers.ts';
import { RESULTS } from './results.ts';
import { REVIEW } from './review.ts';
import { ROUND } from './round.ts';
import { SCORING } from './scoring.ts';
import { SECOND_LOOK } from './second-look.ts';
import { SHEETS } from './sheets.ts';
import { SHOWCASE } from './showcase.ts';
import { SLOT } from './slot.ts';
import { STABILITY } from './stability.ts';
import { TASK } from './task.ts';
import { TIMELINE } from './timeline.ts';
import { UPLOAD } from './upload.ts';
import { VERIFIER } from './verifier.ts';
import { WORKINGS } from './workings.ts';
import { WORKLIST } from './worklist.ts';

/** English for every Chinese text of the pages. What people and policies wrote stays as they wrote it. */
export const ENGLISH = {
  ...ACCESS,
  ...LOCAL,
  ...REGISTER_READING,
  ...REGISTER_COLUMNS,
  ...REGISTERS_ENGLISH,
  ...FORMAT,
  ...UPLOAD,
  ...APPLICATION_FORM,
  ...SHOWCASE,
  ...SLOT,
  ...ROUND,
  ...APPLICATION,
  ...BUREAU,
  ...CERTIFICATE,
  ...CO_SIGN,
  ...CODE,
  ...COMMON,
  ...CONSOLE,
  ...DECLINES,
  ...DISBURSEMENT,
  ...DISTRICT,
  ...DRAFTS,
  ...ERRORS,
  ...FIRMS,
  ...LABELS,
  ...MONEY,
  ...NOTICE,
  ...PANELS,
  ...OBJECTIONS,
  ...PAPER,
  ...PLAN,
  ...PROBLEMS_ENGLISH,
  ...PROOFS,
  ...RECORDED,
  ...RESULTS,
  ...REVIEW,
  ...SCORING,
  ...SECOND_LOOK,
  ...SHEETS,
  ...TASK,
  ...TIMELINE,
  ...VERIFIER,
  ...WORKINGS,
  ...STABILITY,
  ...WORKLIST,
} as const;
export type Text = keyof typeof ENGLISH;
