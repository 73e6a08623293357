import { APPLICATION_FORM } from './application-form.ts';
import { ATTACHMENTS } from './attachments.ts';
import { CODE } from './code.ts';
import { COMMON } from './common.ts';
import { CONSOLE } from './console.ts';
import { DISTRICT } from './district.ts';
import { DRAFTS } from './drafts.ts';
import { FORM_ERRORS } from './form-errors.ts';
import { FORMAT } from './format.ts';
import { LABELS } from './labels.ts';
import { PROBLEMS_ENGLISH } from './problems.ts';
import { REGISTER_COLUMNS } from './register-columns.ts';
import { REGISTER_READING } from './register-reading.ts';
import { REGISTERS_ENGLISH } from './registers.ts';
import { ROUND } from './round.ts';
import { SCORING } from './scoring.ts';
import { SLOT } from './slot.ts';
import { UPLOAD } from './upload.ts';
import { WORKLIST } from './worklist.ts';

/** English for every Chinese text of the pages. What people and policies wrote stays as they wrote it. */
export const ENGLISH = {
  ...REGISTER_READING,
  ...REGISTER_COLUMNS,
  ...REGISTERS_ENGLISH,
  ...FORMAT,
  ...UPLOAD,
  ...APPLICATION_FORM,
  ...SLOT,
  ...ATTACHMENTS,
  ...CODE,
  ...COMMON,
  ...LABELS,
  ...CONSOLE,
  ...DISTRICT,
  ...DRAFTS,
  ...FORM_ERRORS,
  ...PROBLEMS_ENGLISH,
  ...ROUND,
  ...SCORING,
  ...WORKLIST,
} as const;
export type Text = keyof typeof ENGLISH;
