import type { Context, Hono } from 'hono';
import { nowUtc } from '../../../shared/clock.ts';
import { awardsPage, noticePage, roundPage, startPage } from '../../../shared/http/pages/round.ts';
import { HttpProblem } from '../../../shared/http/problems.ts';
import { RoundId } from '../../../shared/schemas/basics.ts';
import { rootsDocument } from '../../../shared/store/roots.ts';
import type { WebDeps } from '../deps.ts';
import {
  findNotice,
  loadAnnounced,
  loadPublicPlaces,
  loadPublicRoots,
  loadRoundView,
  needRound,
} from '../load/round.ts';

/** Anybody may see and find these; they may be kept, if asked for again each time. */
const open = (c: Context) => {
  c.header('Cache-Control', 'no-cache');
  c.header('X-Robots-Tag', 'all');
};

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

  app.get('/rounds/:roundId/notice', async (c) => {
    const { round, policy } = await needRound(deps, c.req.param('roundId'));
    const notice = await findNotice(deps, round.roundId);
    if (notice === null) throw new HttpProblem('notice.not-published');
    const places = await loadPublicPlaces(deps, round.roundId, policy);
    open(c);
    const roots = (await loadPublicRoots(deps, round.roundId)).filter(({ gate }) => gate === 'notice');
    return c.html(noticePage({ roundId: round.roundId, policy, notice, places, roots, now: nowUtc() }));
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
