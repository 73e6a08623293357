import type { Context, Hono } from 'hono';
import * as z from 'zod';
import { nowUtc } from '../../../shared/clock.ts';
import { stageSpans } from '../../../shared/domain/diagnostics.ts';
import type { Markup } from '../../../shared/http/html.ts';
import { endedPanel } from '../../../shared/http/pages/console/access.ts';
import { storyPage } from '../../../shared/http/pages/console/application.ts';
import { AUDIT_PARTS, type AuditPart, auditPage, remindedPanel } from '../../../shared/http/pages/console/audit.ts';
import { certificatePage } from '../../../shared/http/pages/console/certificate.ts';
import type { Console } from '../../../shared/http/pages/console/frame.ts';
import { funnelPage } from '../../../shared/http/pages/console/funnel.ts';
import { MOST_TRIED, panelsPage } from '../../../shared/http/pages/console/panels.ts';
import { type ProgressView, progressPage } from '../../../shared/http/pages/console/progress.ts';
import { pinnedRegistersPage } from '../../../shared/http/pages/console/registers.ts';
import { scoresPage } from '../../../shared/http/pages/console/scores.ts';
import { searchPage } from '../../../shared/http/pages/console/search.ts';
import { HttpProblem } from '../../../shared/http/problems.ts';
import { type DryRun, dryRun } from '../../../shared/panels/dry-run.ts';
import { registerOfficer } from '../../../shared/registers/officer.ts';
import { Category } from '../../../shared/schemas/basics.ts';
import { currentImports } from '../../../shared/store/register-versions.ts';
import type { WebDeps } from '../deps.ts';
import { loadCertificate } from '../load/certificate.ts';
import { loadFacts, MOST_APPLICATIONS, type RoundFacts, slotsUpTo } from '../load/console.ts';
import { loadAudit } from '../load/console-audit.ts';
import { loadEntries } from '../load/console-entries.ts';
import { loadScores } from '../load/console-scores.ts';
import { search } from '../load/console-search.ts';
import { loadStory } from '../load/console-story.ts';
import { loadNames, loadOpenTasks, loadPeople, MOST_OPEN } from '../load/console-tasks.ts';
import { needSession, type Session } from '../session.ts';

export interface Desk {
  session: Session;
  facts: RoundFacts;
  console: Console;
}

/** An officer of the bureau on the console of a round, as the round's staff register has it. @throws HttpProblem */
export async function needDesk(c: Context, deps: WebDeps): Promise<Desk> {
  const roundId = c.req.param('roundId') ?? '';
  const session = await needSession(c, deps, { kind: 'console', roundId });
  if ((await registerOfficer(deps.table, session.link.assigneeId, roundId)) === null)
    throw new HttpProblem('console.no-officer');
  const facts = await loadFacts(deps, roundId);
  return { session, facts, console: { roundId, title: facts.round.title } };
}

/** Where the round is and what holds it up. */
export async function loadProgress(deps: WebDeps, facts: RoundFacts): Promise<ProgressView> {
  const now = nowUtc();
  const [{ tasks, open, districts }, people] = await Promise.all([
    loadOpenTasks(deps, facts, now),
    loadPeople(deps, facts.round),
  ]);
  const looking = tasks.flatMap(({ kind, applicationId }) => (kind === 'second-look' ? (applicationId ?? []) : []));
  const byDistrict = Map.groupBy(districts.values(), (district) => district);
  return {
    ...{ policy: facts.policy, stage: facts.round.stage, spans: stageSpans(facts), most: MOST_OPEN, tasks, now },
    open: new Map([...open].map(([stage, ids]) => [stage, ids.length])),
    districts: new Map([...byDistrict].map(([district, own]) => [district, own.length])),
    naming: { ...people, policy: facts.policy, firms: await loadNames(deps, looking) },
    sheets: facts.tasks.filter(({ kind }) => kind === 'district-sheet'),
  };
}

/** A round with more applications than a request can draw for is left to the command line. */
async function loadTrial(deps: WebDeps, roundId: string): Promise<DryRun | 'too-many'> {
  return (await slotsUpTo(deps, roundId, MOST_TRIED)).length > MOST_TRIED ? 'too-many' : dryRun(deps, roundId);
}

/** Where a page of the log begins; what no page of ours asks for is the first page. */
const After = z.string().min(1).max(300).optional().catch(undefined);
const isPart = (text: string | undefined): text is AuditPart => AUDIT_PARTS.some((part) => part === text);

/** What the reminders that were just sent came to. */
const Count = z
  .string()
  .regex(/^\d{1,4}$/)
  .transform(Number);
const Sent = z.object({ sent: Count, asked: Count });

/** What was just done, where a form of ours led here. */
function saidOf(c: Context, part: AuditPart): Markup | null {
  const { sent, asked, ended } = c.req.query();
  const reminded = part === 'actions' ? Sent.safeParse({ sent, asked }).data : undefined;
  if (reminded !== undefined) return remindedPanel(reminded);
  return part === 'access' && (ended === 'ended' || ended === 'already') ? endedPanel(ended) : null;
}

async function showAudit(c: Context, deps: WebDeps): Promise<Response> {
  const { facts, console } = await needDesk(c, deps);
  const asked = c.req.query('of');
  const part = isPart(asked) ? asked : 'actions';
  const ids = part === 'round' ? facts.tasks.flatMap(({ applicationId }) => applicationId ?? []) : [];
  const [people, firms] = await Promise.all([loadPeople(deps, facts.round), loadNames(deps, ids)]);
  const naming = { ...people, policy: facts.policy, firms };
  const view = await loadAudit(deps, facts, naming, { part, after: After.parse(c.req.query('after')) });
  return c.html(auditPage(console, view, saidOf(c, part)));
}

/** 评选管理台: what a round is like, for officers of the bureau. Nothing here acts; `console-actions.ts` has what does. */
export function consoleRoutes(app: Hono, deps: WebDeps): void {
  app.get('/console/:roundId', async (c) => {
    const { facts, console } = await needDesk(c, deps);
    return c.html(progressPage(console, await loadProgress(deps, facts)));
  });
  app.get('/console/:roundId/funnel', async (c) => {
    const { facts, console } = await needDesk(c, deps);
    const entries = await loadEntries(deps, console.roundId);
    return c.html(funnelPage(console, { policy: facts.policy, entries, most: MOST_APPLICATIONS }));
  });
  app.get('/console/:roundId/panels', async (c) => {
    const { console } = await needDesk(c, deps);
    return c.html(panelsPage(console, await loadTrial(deps, console.roundId)));
  });
  app.get('/console/:roundId/scores', async (c) => {
    const { facts, console } = await needDesk(c, deps);
    return c.html(scoresPage(console, await loadScores(deps, facts), MOST_APPLICATIONS));
  });
  app.get('/console/:roundId/certificate/:category', async (c) => {
    const { facts, console } = await needDesk(c, deps);
    const category = Category.safeParse(c.req.param('category'));
    if (!category.success) throw new HttpProblem('page.not-found');
    return c.html(certificatePage(console, await loadCertificate(deps, facts, category.data), MOST_APPLICATIONS));
  });
  app.get('/console/:roundId/search', async (c) => {
    const { facts, console } = await needDesk(c, deps);
    const wanted = (c.req.query('q') ?? '').trim().slice(0, 100);
    const found = await search(deps, console.roundId, wanted);
    return c.html(searchPage(console, { policy: facts.policy, wanted, ...found }));
  });
  app.get('/console/:roundId/applications/:applicationId', async (c) => {
    const { facts, console } = await needDesk(c, deps);
    return c.html(storyPage(console, await loadStory(deps, facts, c.req.param('applicationId'))));
  });
  app.get('/console/:roundId/registers', async (c) => {
    const { facts, console } = await needDesk(c, deps);
    const current = await currentImports(deps.table);
    return c.html(pinnedRegistersPage(console, { pinned: facts.round.registers, current }));
  });
  app.get('/console/:roundId/audit', (c) => showAudit(c, deps));
}
