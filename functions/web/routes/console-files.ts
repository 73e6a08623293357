import type { Hono } from 'hono';
import { strictness } from '../../../shared/domain/diagnostics-scores.ts';
import { csvOf, workbookOf } from '../../../shared/http/charts/data-file.ts';
import type { DataTable } from '../../../shared/http/charts/data-table.ts';
import { funnelByCategory, funnelByDistrict } from '../../../shared/http/pages/console/funnel.ts';
import {
  districtsTable,
  expertsTable,
  type ProgressView,
  stagesTable,
} from '../../../shared/http/pages/console/progress.ts';
import {
  cutTable,
  distributionTable,
  middlesTable,
  type ScoresView,
  spreadTable,
  strictnessTable,
} from '../../../shared/http/pages/console/scores.ts';
import { lookedTable, looksTable } from '../../../shared/http/pages/console/second-looks.ts';
import { scenariosTable, stabilityTable, unsteadyTable } from '../../../shared/http/pages/console/stability.ts';
import { holdersTable } from '../../../shared/http/pages/console/tasks.ts';
import { HttpProblem } from '../../../shared/http/problems.ts';
import type { WebDeps } from '../deps.ts';
import type { RoundFacts } from '../load/console.ts';
import { loadEntries } from '../load/console-entries.ts';
import { loadScores } from '../load/console-scores.ts';
import { loadNames } from '../load/console-tasks.ts';
import { loadProgress, needDesk } from './console.ts';

type Make = (deps: WebDeps, facts: RoundFacts) => Promise<DataTable | null>;

const ofProgress =
  (make: (view: ProgressView) => DataTable): Make =>
  async (deps, facts) =>
    make(await loadProgress(deps, facts));

const ofEntries =
  (make: typeof funnelByCategory): Make =>
  async (deps, { round, policy }) => {
    const entries = await loadEntries(deps, round.roundId);
    return entries === null ? null : make(policy, entries);
  };

const ofScores =
  (make: (view: ScoresView) => DataTable): Make =>
  async (deps, facts) => {
    const view = await loadScores(deps, facts);
    return typeof view === 'string' ? null : make(view);
  };

/** Every table that can be taken away, by the name in its address. */
const TABLES: Record<string, Make> = {
  stages: ofProgress(stagesTable),
  'open-districts': ofProgress(districtsTable),
  'open-experts': ofProgress(expertsTable),
  'open-second-looks': ofProgress(looksTable),
  holders: async (deps, facts) => {
    const view = await loadProgress(deps, facts);
    const ids = view.tasks.flatMap(({ assignee }) => (assignee.role === 'applicant' ? [assignee.id] : []));
    return holdersTable({ tasks: view.tasks, naming: { ...view.naming, firms: await loadNames(deps, ids) } });
  },
  'funnel-categories': ofEntries(funnelByCategory),
  'funnel-districts': ofEntries(funnelByDistrict),
  distribution: ofScores(distributionTable),
  middles: ofScores(middlesTable),
  strictness: ofScores(({ panels }) => strictnessTable(strictness(panels))),
  spread: ofScores(spreadTable),
  'second-looks': ofScores(lookedTable),
  'cut-line': ofScores(cutTable),
  'cut-stability': ofScores(stabilityTable),
  'cut-scenarios': ofScores(scenariosTable),
  'cut-unsteady': ofScores(unsteadyTable),
};

const TYPES = {
  csv: 'text/csv; charset=utf-8',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
} as const;

/** The figures behind the console's pages, as files. */
export function consoleFileRoutes(app: Hono, deps: WebDeps): void {
  app.get('/console/:roundId/tables/:file{[a-z-]+\\.(csv|xlsx)}', async (c) => {
    const { facts, console } = await needDesk(c, deps);
    const [name = '', format] = c.req.param('file').split('.');
    const make = Object.hasOwn(TABLES, name) ? TABLES[name] : undefined;
    const data = make === undefined ? null : await make(deps, facts);
    if (data === null) throw new HttpProblem('page.not-found');
    const type = format === 'csv' ? 'csv' : 'xlsx';
    const bytes = type === 'csv' ? csvOf(data) : new Uint8Array(await workbookOf(data));
    return c.body(bytes, 200, {
      'Content-Type': TYPES[type],
      'Content-Disposition': `attachment; filename="${console.roundId}-${name}.${type}"`,
    });
  });
}
