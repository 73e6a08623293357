import { describe, expect, test } from 'vitest';
import { FORM_ENGLISH } from '../../../functions/web/browser/english.ts';
import { VERIFIER_ENGLISH } from '../../../functions/web/browser/verifier-english.ts';
import { ACCESS } from '../../../shared/http/english/access.ts';
import { APPLICATION } from '../../../shared/http/english/application.ts';
import { APPLICATION_FORM } from '../../../shared/http/english/application-form.ts';
import { BUREAU } from '../../../shared/http/english/bureau.ts';
import { CERTIFICATE } from '../../../shared/http/english/certificate.ts';
import { CO_SIGN } from '../../../shared/http/english/co-sign.ts';
import { CODE } from '../../../shared/http/english/code.ts';
import { COMMON } from '../../../shared/http/english/common.ts';
import { CONSOLE } from '../../../shared/http/english/console.ts';
import { DECLINES } from '../../../shared/http/english/declines.ts';
import { DISBURSEMENT } from '../../../shared/http/english/disbursement.ts';
import { DISTRICT } from '../../../shared/http/english/district.ts';
import { DRAFTS } from '../../../shared/http/english/drafts.ts';
import { ERRORS } from '../../../shared/http/english/errors.ts';
import { FIRMS } from '../../../shared/http/english/firms.ts';
import { FORMAT } from '../../../shared/http/english/format.ts';
import { LABELS } from '../../../shared/http/english/labels.ts';
import { LOCAL } from '../../../shared/http/english/local.ts';
import { MONEY } from '../../../shared/http/english/money.ts';
import { NOTICE } from '../../../shared/http/english/notice.ts';
import { OBJECTIONS } from '../../../shared/http/english/objections.ts';
import { PANELS } from '../../../shared/http/english/panels.ts';
import { PAPER } from '../../../shared/http/english/paper.ts';
import { PLAN } from '../../../shared/http/english/plan.ts';
import { PROBLEMS_ENGLISH } from '../../../shared/http/english/problems.ts';
import { PROOFS } from '../../../shared/http/english/proofs.ts';
import { RECORDED } from '../../../shared/http/english/recorded.ts';
import { REGISTER_COLUMNS } from '../../../shared/http/english/register-columns.ts';
import { REGISTER_READING } from '../../../shared/http/english/register-reading.ts';
import { REGISTERS_ENGLISH } from '../../../shared/http/english/registers.ts';
import { RESULTS } from '../../../shared/http/english/results.ts';
import { REVIEW } from '../../../shared/http/english/review.ts';
import { ROUND } from '../../../shared/http/english/round.ts';
import { SCORING } from '../../../shared/http/english/scoring.ts';
import { SECOND_LOOK } from '../../../shared/http/english/second-look.ts';
import { SHEETS } from '../../../shared/http/english/sheets.ts';
import { SHOWCASE } from '../../../shared/http/english/showcase.ts';
import { SLOT } from '../../../shared/http/english/slot.ts';
import { STABILITY } from '../../../shared/http/english/stability.ts';
import { TASK } from '../../../shared/http/english/task.ts';
import { ENGLISH } from '../../../shared/http/english/texts.ts';
import { TIMELINE } from '../../../shared/http/english/timeline.ts';
import { UPLOAD } from '../../../shared/http/english/upload.ts';
import { VERIFIER } from '../../../shared/http/english/verifier.ts';
import { WORKINGS } from '../../../shared/http/english/workings.ts';
import { WORKLIST } from '../../../shared/http/english/worklist.ts';
import { html } from '../../../shared/http/html.ts';
import { readBy, t, tm } from '../../../shared/http/language.ts';
import { PROBLEMS, type ProblemCode, problemPage } from '../../../shared/http/problems.ts';
import { beijing, beijingSeconds } from '../../../shared/http/time.ts';

const HAN = /\p{Script=Han}/u;
const holes = (text: string) => [...text.matchAll(/\{\w+\}/g)].map(([hole]) => hole).toSorted();

describe('English', () => {
  test('is English, and has the same blanks to fill in as the Chinese', () => {
    for (const [chinese, english] of Object.entries(ENGLISH)) {
      expect(english, chinese).not.toMatch(HAN);
      expect(english.trim(), chinese).not.toBe('');
      expect(holes(english), chinese).toEqual(holes(chinese));
    }
  });

  test('is there for what scripts say, too', () => {
    for (const [chinese, english] of Object.entries({ ...FORM_ENGLISH, ...VERIFIER_ENGLISH })) {
      expect(english, chinese).not.toMatch(HAN);
      expect(holes(english), chinese).toEqual(holes(chinese));
    }
  });

  test('has one place for each text', () => {
    const catalogues = [
      LOCAL,
      REGISTER_READING,
      REGISTER_COLUMNS,
      ACCESS,
      REGISTERS_ENGLISH,
      FORMAT,
      UPLOAD,
      VERIFIER,
      APPLICATION_FORM,
      SHOWCASE,
      SLOT,
      ROUND,
      NOTICE,
      APPLICATION,
      BUREAU,
      CO_SIGN,
      CODE,
      COMMON,
      CONSOLE,
      DECLINES,
      DISBURSEMENT,
      DISTRICT,
      DRAFTS,
      ERRORS,
      FIRMS,
      LABELS,
      MONEY,
      OBJECTIONS,
      PLAN,
      PROBLEMS_ENGLISH,
      PROOFS,
      RECORDED,
      RESULTS,
      REVIEW,
      SCORING,
      SECOND_LOOK,
      SHEETS,
      TASK,
      TIMELINE,
      WORKINGS,
      CERTIFICATE,
      PAPER,
      PANELS,
      STABILITY,
      WORKLIST,
    ].flatMap((one) => Object.keys(one));
    expect(catalogues.toSorted()).toEqual(Object.keys(ENGLISH).toSorted());
  });

  test('is what an English reader sees, and only that reader', () => {
    const say = () => t('未能提交，请改正以下 {count} 处', { count: 2 });
    expect(say()).toBe('未能提交，请改正以下 2 处');
    expect(readBy({ language: 'en' }, say)).toBe('Not submitted. Please correct the following (2)');
    expect(say()).toContain('请改正');
  });

  test('keeps markup among the values, and escapes the rest', () => {
    const say = (count: ReturnType<typeof html> | string) => String(tm('未能提交，请改正以下 {count} 处', { count }));
    expect(say(html`<b>2</b>`)).toContain('<b>2</b>');
    expect(readBy({ language: 'en' }, () => say('<b>'))).toContain('&lt;b&gt;');
  });

  test('has dates as English readers write them, in Beijing all the same', () => {
    const times = () => [beijing('2025-11-28T09:00:05.000Z'), beijingSeconds('2025-12-31T16:00:05.000Z')];
    expect(times()).toEqual(['2025年11月28日 17:00（北京时间）', '2026年1月1日 00:00:05（北京时间）']);
    expect(readBy({ language: 'en' }, times)).toEqual([
      '28 November 2025, 17:00 (Beijing time)',
      '1 January 2026, 00:00:05 (Beijing time)',
    ]);
  });

  test.each(Object.keys(PROBLEMS) as ProblemCode[])('has the error page %s, and the way back to Chinese', (code) => {
    const page = readBy({ language: 'en', query: '?page=2' }, () => String(problemPage(code)));
    expect(page).toContain('<html lang="en">');
    expect(page).toContain('<a href="?page=2&amp;lang=zh" lang="zh-CN" hreflang="zh-CN">中文</a>');
    expect(page.replace('中文', '')).not.toMatch(HAN);
  });
});
