import type { Context, Hono } from 'hono';
import * as z from 'zod';
import { sameToken } from '../../../shared/csrf.ts';
import type { Text as Words } from '../../../shared/http/english/texts.ts';
import type { FormState } from '../../../shared/http/fields.ts';
import { readForm } from '../../../shared/http/form.ts';
import { t } from '../../../shared/http/language.ts';
import { letterPreviewPage, lettersPage, lettersPath } from '../../../shared/http/pages/console/letters.ts';
import { HttpProblem } from '../../../shared/http/problems.ts';
import { csrfToken } from '../../../shared/links.ts';
import { loadReleases, releaseLetters } from '../../../shared/results/release.ts';
import { Category, Text } from '../../../shared/schemas/basics.ts';
import type { WebDeps } from '../deps.ts';
import { MOST_APPLICATIONS } from '../load/console.ts';
import { loadLetters, loadPreview, mayRelease } from '../load/console-letters.ts';
import { type Desk, needDesk } from './console.ts';

const csrfFor = ({ session, console }: Desk, category: Category): string =>
  csrfToken(session.token, ['console', console.roundId, 'letters', category].join('|'));

async function show(c: Context, deps: WebDeps, desk: Desk, state: { category: Category; form: FormState } | null) {
  const loaded = await loadLetters(deps, desk.facts);
  const view = loaded === 'many' ? loaded : { ...loaded, csrf: (one: Category) => csrfFor(desk, one), state };
  return c.html(lettersPage(desk.console, view, MOST_APPLICATIONS), state === null ? 200 : 422);
}

const Released = z.object({
  reason: Text(2000).min(1),
  confirm: z.literal('yes'),
  looked: z
    .string()
    .regex(/^\d{1,4}$/)
    .transform(Number),
});
const MESSAGES: Record<string, Words> = { reason: '请填写理由（不超过 2000 字）。', confirm: '请先勾选确认。' };

/** Has the pending letters sent, once: a second click meets what the first one did, and shows it. */
async function release(c: Context, deps: WebDeps): Promise<Response> {
  const desk = await needDesk(c, deps);
  const { roundId } = desk.console;
  const category = Category.safeParse(c.req.param('category')).data;
  if (category === undefined) throw new HttpProblem('page.not-found');
  const { csrf = '', looked = '', ...values } = await readForm(c);
  if (!sameToken(csrf, csrfFor(desk, category))) throw new HttpProblem('form.stale');
  const refused = (errors: [field: string, message: Words][]) => {
    const form = {
      values,
      errors: errors.map(([field, message]) => ({ field: `${field}.${category}`, message: t(message) })),
    };
    return show(c, deps, desk, { category, form });
  };
  const given = Released.safeParse({
    looked,
    reason: values[`reason.${category}`],
    confirm: values[`confirm.${category}`],
  });
  if (!given.success) {
    const fields = [...new Set(given.error.issues.map(({ path }) => String(path[0])))];
    const errors = fields.flatMap((field): [string, Words][] => {
      const message = MESSAGES[field];
      return message === undefined ? [] : [[field, message]];
    });
    if (errors.length === 0) throw new HttpProblem('form.stale');
    return refused(errors);
  }
  if (!(await mayRelease(deps, roundId, category))) return refused([['reason', '本类别的名单尚未公布，不能发送。']]);
  const order = {
    roundId,
    category,
    looked: given.data.looked,
    reason: given.data.reason,
    by: desk.session.link.assigneeId,
  };
  if ((await releaseLetters(deps.table, order)) || (await isSecondClick(deps, order)))
    return c.redirect(`${lettersPath(roundId)}#${category}`, 303);
  return refused([['reason', '刚刚有人发送过，请核对本页后再操作。']]);
}

async function isSecondClick(
  { table }: WebDeps,
  order: { roundId: string; category: Category; looked: number; by: string; reason: string },
) {
  const releases = await loadReleases(table, order.roundId);
  return releases.some(
    ({ category, no, by, reason }) =>
      category === order.category && no === order.looked + 1 && by === order.by && reason === order.reason,
  );
}

/** 结果通知: what every applicant will be told, looked at before it is sent. */
export function consoleLetterRoutes(app: Hono, deps: WebDeps): void {
  app.get('/console/:roundId/letters', async (c) => {
    const desk = await needDesk(c, deps);
    const wanted = c.req.query('application');
    return wanted === undefined || wanted === ''
      ? show(c, deps, desk, null)
      : c.redirect(`${lettersPath(desk.console.roundId)}/${encodeURIComponent(wanted.trim())}`, 303);
  });
  app.get('/console/:roundId/letters/:applicationId', async (c) => {
    const desk = await needDesk(c, deps);
    const preview = await loadPreview(deps, desk.facts, c.req.param('applicationId'));
    if (preview === null) throw new HttpProblem('letter.none');
    return c.html(letterPreviewPage(desk.console, preview));
  });
  app.post('/console/:roundId/letters/:category', (c) => release(c, deps));
}
