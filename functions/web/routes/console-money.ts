import type { Context, Hono } from 'hono';
import * as z from 'zod';
import { nowUtc } from '../../../shared/clock.ts';
import { sameToken } from '../../../shared/csrf.ts';
import { DIRECTIVE_CHOICES } from '../../../shared/domain/directives.ts';
import { type Directed, say } from '../../../shared/finance/direct.ts';
import type { Text as Words } from '../../../shared/http/english/texts.ts';
import { type FormState, freshForm } from '../../../shared/http/fields.ts';
import { readForm } from '../../../shared/http/form.ts';
import { t } from '../../../shared/http/language.ts';
import { consolePath } from '../../../shared/http/pages/console/frame.ts';
import { moneyPage, paymentPage } from '../../../shared/http/pages/console/money.ts';
import { HttpProblem } from '../../../shared/http/problems.ts';
import { csrfToken } from '../../../shared/links.ts';
import { Text } from '../../../shared/schemas/basics.ts';
import type { WebDeps } from '../deps.ts';
import { loadMoney, loadPayment } from '../load/console-money.ts';
import { type Desk, needDesk } from './console.ts';

const csrfFor = ({ session, console }: Desk, disbursementId: string): string =>
  csrfToken(session.token, ['console', console.roundId, 'money', disbursementId].join('|'));

async function showPayment(c: Context, deps: WebDeps, desk: Desk, state: FormState): Promise<Response> {
  const id = c.req.param('disbursementId') ?? '';
  const view = await loadPayment(deps, desk.facts, id);
  const page = paymentPage(desk.console, { ...view, csrf: csrfFor(desk, id), state });
  return c.html(page, state.errors.length > 0 ? 422 : 200);
}

const Said = z.object({
  choice: z.enum(DIRECTIVE_CHOICES),
  reason: Text(2000).min(1),
  looked: z
    .string()
    .regex(/^\d{1,4}$/)
    .transform(Number),
});

const REFUSED: Record<Exclude<Directed, { ok: true }>['why'], Words> = {
  unknown: '这笔拨付刚刚有变动，请重新核对后再提出。',
  changed: '这笔拨付刚刚有变动，请重新核对后再提出。',
  'not-now': '这笔拨付目前不能提出这项要求。',
  'nobody-else': '工作人员台账中没有可以复核的其他市级人员。',
};

/** Says it once: a second click meets what the first one did, and shows it. */
async function sayIt(c: Context, deps: WebDeps): Promise<Response> {
  const desk = await needDesk(c, deps);
  const { roundId } = desk.console;
  const id = c.req.param('disbursementId') ?? '';
  const { csrf = '', ...values } = await readForm(c);
  if (!sameToken(csrf, csrfFor(desk, id))) throw new HttpProblem('form.stale');
  const given = Said.safeParse(values);
  if (!given.success) {
    const fields = new Set(given.error.issues.map(({ path }) => String(path[0])));
    const errors = [
      ...(fields.has('choice') ? [{ field: 'choice', message: t('请选择一项要求。') }] : []),
      ...(fields.has('reason') ? [{ field: 'reason', message: t('请填写理由（不超过 2000 字）。') }] : []),
    ];
    if (errors.length === 0) throw new HttpProblem('form.stale');
    return showPayment(c, deps, desk, { values, errors });
  }
  const { choice, reason, looked } = given.data;
  const by = desk.session.link.assigneeId;
  const said = await say(deps, choice, { roundId, disbursementId: id, by, reason, at: nowUtc(), looked });
  if (said.ok || (await isSecondClick(deps, desk, { id, by, reason, no: looked + 1 })))
    return c.redirect(`${consolePath(roundId)}/money/${id}`, 303);
  return showPayment(c, deps, desk, { values, errors: [{ field: 'choice', message: t(REFUSED[said.why]) }] });
}

async function isSecondClick(
  deps: WebDeps,
  { facts }: Desk,
  own: { id: string; by: string; reason: string; no: number },
): Promise<boolean> {
  const { directives } = await loadPayment(deps, facts, own.id);
  return directives.some(({ no, by, reason }) => no === own.no && by === own.by && reason === own.reason);
}

/** 资金: the reconciliation, every payment, and what the bureau says about one after it was instructed. */
export function consoleMoneyRoutes(app: Hono, deps: WebDeps): void {
  app.get('/console/:roundId/money', async (c) => {
    const { console } = await needDesk(c, deps);
    return c.html(moneyPage(console, await loadMoney(deps, console.roundId)));
  });
  app.get('/console/:roundId/money/:disbursementId', async (c) =>
    showPayment(c, deps, await needDesk(c, deps), freshForm),
  );
  app.post('/console/:roundId/money/:disbursementId', (c) => sayIt(c, deps));
}
