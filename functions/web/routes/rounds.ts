import type { Context, Hono } from 'hono';
import { getCookie, setCookie } from 'hono/cookie';
import { nowUtc } from '../../../shared/clock.ts';
import { sameToken } from '../../../shared/csrf.ts';
import { type FormState, freshForm } from '../../../shared/http/fields.ts';
import { readForm } from '../../../shared/http/form.ts';
import { saidErrors } from '../../../shared/http/messages.ts';
import {
  awardsPage,
  closedObjectionPage,
  filedObjectionPage,
  noticePage,
  objectionPage,
  roundPage,
  startPage,
} from '../../../shared/http/pages/round.ts';
import { HttpProblem } from '../../../shared/http/problems.ts';
import { csrfToken, newToken } from '../../../shared/links.ts';
import { fileObjection } from '../../../shared/objections.ts';
import { RoundId } from '../../../shared/schemas/basics.ts';
import { formObject } from '../../../shared/schemas/decisions.ts';
import { rootsDocument } from '../../../shared/store/roots.ts';
import type { WebDeps } from '../deps.ts';
import {
  findNotice,
  type KnownRound,
  loadAnnounced,
  loadPublicPlaces,
  loadPublicRoots,
  loadRoundView,
  needRound,
} from '../load/round.ts';
import { isSecure } from '../session.ts';

/** Anybody may see and find these; they may be kept, if asked for again each time. */
const open = (c: Context) => {
  c.header('Cache-Control', 'no-cache');
  c.header('X-Robots-Tag', 'all');
};

const OBJECTION_COOKIE = 'objection';

/** The form holds what the cookie gives: a page of somebody else's can send neither. */
async function showObjection(
  c: Context,
  deps: WebDeps,
  { round, policy }: KnownRound,
  state: FormState,
  status: 200 | 422,
): Promise<Response> {
  const { roundId } = round;
  const now = nowUtc();
  const places = (await loadPublicPlaces(deps, roundId, policy)).filter(
    ({ place }) => place.state === 'shortlisted' && place.noticeEndsAt !== null && now <= place.noticeEndsAt,
  );
  const token = getCookie(c, OBJECTION_COOKIE) ?? newToken();
  setCookie(c, OBJECTION_COOKIE, token, {
    path: `/rounds/${roundId}/objections`,
    httpOnly: true,
    sameSite: 'Strict',
    secure: isSecure(c),
  });
  return c.html(objectionPage({ roundId, policy, places, csrf: csrfToken(token, roundId), state }), status);
}

function objectionRoutes(app: Hono, deps: WebDeps): void {
  app.get('/rounds/:roundId/objections', async (c) => {
    const known = await needRound(deps, c.req.param('roundId'));
    return showObjection(c, deps, known, freshForm, 200);
  });

  app.post('/rounds/:roundId/objections', async (c) => {
    const known = await needRound(deps, c.req.param('roundId'));
    const { policy, round } = known;
    const { csrf = '', ...values } = await readForm(c);
    const cookie = getCookie(c, OBJECTION_COOKIE);
    if (cookie === undefined || !sameToken(csrf, csrfToken(cookie, round.roundId))) throw new HttpProblem('form.stale');
    const result = await fileObjection(deps, round.roundId, formObject(Object.entries(values)));
    switch (result.status) {
      case 'filed':
        return c.html(filedObjectionPage(policy, result.objectionId, result.dueAt));
      case 'duplicate':
        return c.html(filedObjectionPage(policy, result.objectionId, null));
      case 'closed':
        return c.html(closedObjectionPage(policy), 410);
      case 'invalid':
        return showObjection(c, deps, known, { values, errors: saidErrors(result.errors) }, 422);
      default:
        return result satisfies never;
    }
  });
}

/** What is public of a round: the call, the notice, the announced lists, and the way to object. */
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
  objectionRoutes(app, deps);
}
