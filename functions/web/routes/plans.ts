import type { Context, Hono } from 'hono';
import { planWorkbook } from '../../../shared/http/plan-workbook.ts';
import { HttpProblem } from '../../../shared/http/problems.ts';
import { loadPinned } from '../../../shared/store/rounds.ts';
import type { WebDeps } from '../deps.ts';
import { loadPlanView } from '../load/plan.ts';
import { needTask, TASK_PATHS } from '../visitor.ts';
import { needDesk } from './console.ts';

async function workbook(c: Context, deps: WebDeps, roundId: string, planNo: number): Promise<Response> {
  const [view, { policy }] = await Promise.all([
    loadPlanView(deps, roundId, planNo),
    loadPinned(deps.table, deps.evidence, roundId),
  ]);
  const name = `${roundId}-plan-${planNo}.xlsx`;
  return c.body(new Uint8Array(await planWorkbook(view, policy)), 200, {
    'Content-Type': 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
    'Content-Disposition': `attachment; filename="${name}"`,
    'Cache-Control': 'no-store',
  });
}

/** 资金拨付方案 as a workbook: for whoever has the task of approving it, and on the console. */
export function planRoutes(app: Hono, deps: WebDeps): void {
  for (const path of TASK_PATHS)
    app.get(`${path}/plan.xlsx`, async (c) => {
      const { task } = await needTask(c, deps);
      if (task.kind !== 'approve-plan') throw new HttpProblem('page.not-found');
      return workbook(c, deps, task.roundId, Number(task.subject['planNo']));
    });
  app.get('/console/:roundId/plans/:file{[1-9][0-9]{0,3}\\.xlsx}', async (c) => {
    const { console } = await needDesk(c, deps);
    return workbook(c, deps, console.roundId, Number.parseInt(c.req.param('file'), 10));
  });
}
