import type { Context, Hono } from 'hono';
import * as z from 'zod';
import { sameToken } from '../../../shared/csrf.ts';
import type { Text as Said } from '../../../shared/http/english/texts.ts';
import { type FormState, freshForm } from '../../../shared/http/fields.ts';
import { readForm } from '../../../shared/http/form.ts';
import { t } from '../../../shared/http/language.ts';
import { conflictPage, conflictPath } from '../../../shared/http/pages/console/conflict.ts';
import { consolePath } from '../../../shared/http/pages/console/frame.ts';
import { HttpProblem } from '../../../shared/http/problems.ts';
import { csrfToken } from '../../../shared/links.ts';
import type { NotRecorded } from '../../../shared/panels/conflict-way.ts';
import { recordConflict } from '../../../shared/panels/conflicts.ts';
import { ApplicationId, Text } from '../../../shared/schemas/basics.ts';
import { SlotRecord } from '../../../shared/schemas/records.ts';
import { keys } from '../../../shared/store/keys.ts';
import { registerRows } from '../../../shared/store/registers.ts';
import type { WebDeps } from '../deps.ts';
import { type Desk, needDesk } from './console.ts';

interface Named {
  desk: Desk;
  slot: SlotRecord;
  csrf: string;
}

/** The application that the address names, on the desk of an officer of its round. @throws HttpProblem */
async function needNamed(c: Context, deps: WebDeps): Promise<Named> {
  const desk = await needDesk(c, deps);
  const { roundId } = desk.console;
  const id = ApplicationId.safeParse(c.req.param('applicationId'));
  const slot = id.success ? await deps.table.get(keys.slot(id.data), SlotRecord) : null;
  if (slot === null || slot.roundId !== roundId) throw new HttpProblem('page.not-found');
  const csrf = csrfToken(desk.session.token, ['console', roundId, 'conflict', slot.applicationId].join('|'));
  return { desk, slot, csrf };
}

async function show(c: Context, deps: WebDeps, named: Named, state: FormState, sheetIn: boolean): Promise<Response> {
  const { desk, slot, csrf } = named;
  const experts = await registerRows(deps.table, 'experts', desk.facts.round.registers.experts);
  const view = { slot, experts, csrf, state, sheetIn };
  return c.html(conflictPage(desk.console, view), state.errors.length > 0 ? 422 : 200);
}

/** What a person is told where nothing was recorded, and at which field. */
const REFUSALS: Record<NotRecorded['status'], { field: string; message: Said }> = {
  'sheet-in': { field: 'sheet', message: '这位专家已提交评分，请选择评分表是否计入。' },
  'last-sheet': { field: 'sheet', message: '这是该申报唯一计入合计的评分表，不能剔除。' },
  closed: { field: 'expert', message: '入围名单已经议定，不能再记录回避；请按异议程序处理。' },
  busy: { field: 'expert', message: '正在抽取专家或排名，请稍后再试。' },
  unknown: { field: 'expert', message: '没有这位专家。' },
};

const Form = z.object({
  expert: z.string().min(1).max(32),
  reason: Text(2000).min(1),
  sheet: z.enum(['keep', 'strike']).optional(),
});
const FAULTS: Record<string, Said> = {
  expert: '请选择专家。',
  reason: '请填写理由（不超过 2000 字）。',
  sheet: '这位专家已提交评分，请选择评分表是否计入。',
};

async function record(c: Context, deps: WebDeps): Promise<Response> {
  const named = await needNamed(c, deps);
  const { desk, slot } = named;
  const { csrf = '', ...values } = await readForm(c);
  if (!sameToken(csrf, named.csrf)) throw new HttpProblem('form.stale');
  const form = Form.safeParse(values);
  if (!form.success) {
    const fields = [...new Set(form.error.issues.map(({ path }) => String(path[0])))];
    const errors = fields.map((field) => ({ field, message: t(FAULTS[field] ?? '这一项填写有误。') }));
    return show(c, deps, named, { values, errors }, values['sheet'] !== undefined);
  }
  const { applicationId, roundId } = slot;
  const { expert: expertId, reason, sheet } = form.data;
  const by = desk.session.link.assigneeId;
  const outcome = await recordConflict(deps, { roundId, applicationId, expertId, by, reason, sheet });
  // A second click meets what the first one did.
  if (outcome.status === 'recorded' || outcome.status === 'already')
    return c.redirect(`${consolePath(roundId)}/applications/${applicationId}`, 303);
  const { field, message } = REFUSALS[outcome.status];
  return show(c, deps, named, { values, errors: [{ field, message: t(message) }] }, field === 'sheet');
}

/** 回避 that becomes known on the way: recorded by an officer of the bureau, with a reason. */
export function consoleConflictRoutes(app: Hono, deps: WebDeps): void {
  const path = conflictPath(':roundId', ':applicationId');
  app.get(path, async (c) => show(c, deps, await needNamed(c, deps), freshForm, false));
  app.post(path, (c) => record(c, deps));
}
