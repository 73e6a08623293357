import type { Context, Hono } from 'hono';
import * as z from 'zod';
import { nowUtc } from '../../../shared/clock.ts';
import { sameToken } from '../../../shared/csrf.ts';
import { canBeReminded, type UnappliedFirm } from '../../../shared/domain/unapplied.ts';
import { type FormState, freshForm } from '../../../shared/http/fields.ts';
import { readForm } from '../../../shared/http/form.ts';
import { t } from '../../../shared/http/language.ts';
import { districtFirmsPage, firmsRemindPage, lookedAtFirm } from '../../../shared/http/pages/district-firms.ts';
import { firmsPath } from '../../../shared/http/pages/worklist.ts';
import { HttpProblem } from '../../../shared/http/problems.ts';
import { csrfToken } from '../../../shared/links.ts';
import { Text } from '../../../shared/schemas/basics.ts';
import { forEachId } from '../../../shared/store/roster.ts';
import { remindOfCall } from '../../../shared/tasks/by-hand.ts';
import type { WebDeps } from '../deps.ts';
import { type LoadedFirms, LookedFirms, loadDistrictFirms } from '../load/district-firms.ts';
import type { Worker } from '../load/worklist.ts';
import type { Session } from '../session.ts';
import { needWorker } from '../visitor.ts';

/** Firms on one page, which is as many as one request reminds. */
const PAGE = 100;

interface Office {
  session: Session;
  worker: Worker;
  found: LoadedFirms;
  csrf: string;
  now: string;
}

/** The firms of the officer whose link it is. @throws HttpProblem for whoever is of no district */
async function needOffice(c: Context, deps: WebDeps): Promise<Office> {
  const { session, worker } = await needWorker(c, deps);
  const now = nowUtc();
  const found = worker.role === 'district' ? await loadDistrictFirms(deps, worker, now) : null;
  if (found === null) throw new HttpProblem('page.not-found');
  return { session, worker, found, csrf: csrfToken(session.token, `firms:${worker.roundId}`), now };
}

const pageOf = (firms: UnappliedFirm[], page: number) => firms.slice((page - 1) * PAGE, page * PAGE);

const Count = z.coerce.number().int().min(0).max(PAGE).optional().catch(undefined);
const Asked = z.object({
  page: z.coerce.number().int().min(1).max(1000).catch(1),
  sent: Count,
  asked: Count,
});

async function show(c: Context, office: Office, asked: z.infer<typeof Asked>, state: FormState): Promise<Response> {
  const { worker, found, csrf, now } = office;
  const pages = Math.max(1, Math.ceil(found.unapplied.length / PAGE));
  const page = Math.min(asked.page, pages);
  const sent = asked.sent === undefined || asked.asked === undefined ? null : { sent: asked.sent, asked: asked.asked };
  const shown = pageOf(found.unapplied, page);
  const view = { ...found, roundId: worker.roundId, shown, page, pages, now, csrf, state, sent };
  return c.html(districtFirmsPage(view), state.errors.length > 0 ? 422 : 200);
}

function preview(c: Context, office: Office, chosen: Set<string>, state: FormState): Response | Promise<Response> {
  const { worker, found, csrf, now } = office;
  const firms =
    found.until === null
      ? []
      : found.unapplied.filter(
          (firm) => firm.slot !== null && chosen.has(firm.slot.applicationId) && canBeReminded(firm, now),
        );
  const wrong = (message: string) =>
    show(c, office, Asked.parse({}), { values: {}, errors: [{ field: 'pick.0', message }] });
  if (firms.length === 0) return wrong(t('请至少选择一家可以催报的企业。'));
  if (firms.length > PAGE) return wrong(t('一次最多催报 {n} 件，请分次办理。', { n: PAGE }));
  const { roundId } = worker;
  const view = { roundId, policy: found.policy, firms, gone: chosen.size - firms.length, csrf, state };
  return c.html(firmsRemindPage(view), state.errors.length > 0 ? 422 : 200);
}

const Reason = Text(2000).min(1);

/** First who was chosen is shown, with the count; then, confirmed and with a reason, each is sent the invitation once more. */
async function remind(c: Context, deps: WebDeps): Promise<Response> {
  const office = await needOffice(c, deps);
  const { csrf = '', confirmed, firms = '', all, page, ...values } = await readForm(c);
  if (!sameToken(csrf, office.csrf)) throw new HttpProblem('form.stale');
  if (confirmed !== 'yes') {
    const onPage = pageOf(office.found.unapplied, Asked.parse({ page }).page);
    const able = onPage
      .filter((firm) => canBeReminded(firm, office.now))
      .flatMap(({ slot }) => slot?.applicationId ?? []);
    const picked = Object.entries(values).flatMap(([name, value]) => (name.startsWith('pick.') ? [value] : []));
    return preview(c, office, new Set(all === 'yes' ? able : picked), freshForm);
  }
  const looked = LookedFirms.max(PAGE).safeParse(firms.split('\n'));
  if (!looked.success) throw new HttpProblem('form.stale');
  const reason = Reason.safeParse(values['reason'] ?? '');
  if (!reason.success) {
    const ids = new Set(looked.data.map((line) => line.split(' ')[0] ?? ''));
    const errors = [{ field: 'reason', message: t('请填写理由（不超过 2000 字）。') }];
    return preview(c, office, ids, { values, errors });
  }
  const sent = await send(deps, office, looked.data, reason.data);
  const said = new URLSearchParams({ sent: String(sent), asked: String(looked.data.length) });
  return c.redirect(`${firmsPath(office.worker.roundId)}?${said}`, 303);
}

/** Whoever applied, or was reminded since it was shown, is left alone: a second click sends nothing. */
async function send(deps: WebDeps, office: Office, looked: string[], reason: string): Promise<number> {
  const { found, worker, session, now } = office;
  if (found.until === null) return 0;
  const same = found.unapplied.filter((firm) => looked.includes(lookedAtFirm(firm)) && canBeReminded(firm, now));
  const slots = new Map(same.flatMap(({ slot }) => (slot === null ? [] : [[slot.applicationId, slot]])));
  const order = { by: session.link.assigneeId, reason, at: now };
  const sent = await forEachId([...slots.keys()], (applicationId) => {
    const call = { applicationId, roundId: worker.roundId, reminders: slots.get(applicationId)?.reminders };
    return remindOfCall(deps.table, call, order);
  });
  return sent.filter((done) => done).length;
}

export function districtFirmsRoutes(app: Hono, deps: WebDeps): void {
  app.get('/work/:roundId/firms', async (c) =>
    show(c, await needOffice(c, deps), Asked.parse(c.req.query()), freshForm),
  );
  app.post('/work/:roundId/firms/remind', (c) => remind(c, deps));
}
