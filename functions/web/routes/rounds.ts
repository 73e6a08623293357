import type { Hono } from 'hono';
import { awardsPage, roundPage, startPage } from '../../../shared/http/pages/round.ts';
import { HttpProblem } from '../../../shared/http/problems.ts';
import { RoundId } from '../../../shared/schemas/basics.ts';
import { rootsDocument } from '../../../shared/store/roots.ts';
import type { WebDeps } from '../deps.ts';
import { loadAnnounced, loadPublicRoots, loadRoundView, needRound } from '../load/round.ts';
import { open } from '../open.ts';

/** What is public of a round: the call, the notice, and the announced lists. */
export function roundRoutes(app: Hono, deps: WebDeps): void {
  app.get('/', (c) => {
    open(c);
    const roundId = RoundId.safeParse(c.req.query('round'));
    return c.html(startPage(roundId.success ? roundId.data : null));
  });

  app.get('/rounds/:roundId', async (c) => {
    const known = await needRound(deps, c.req.param('roundId'));
    open(c);
    return c.html(roundPage(await loadRoundView(deps, known)));
  });

  app.get('/rounds/:roundId/awards', async (c) => {
    const { round, policy } = await needRound(deps, c.req.param('roundId'));
    const awards = await loadAnnounced(deps, round.roundId);
    if (awards.length === 0) throw new HttpProblem('awards.not-announced');
    const roots = (await loadPublicRoots(deps, round.roundId)).filter(({ gate }) => gate === 'awards');
    open(c);
    return c.html(awardsPage(round.roundId, policy, awards, roots));
  });

  app.get('/rounds/:roundId/roots.json', async (c) => {
    const { round } = await needRound(deps, c.req.param('roundId'));
    open(c);
    return c.json(rootsDocument(round.roundId, await loadPublicRoots(deps, round.roundId)));
  });
}
