import type { Context, Hono } from 'hono';
import { getCookie, setCookie } from 'hono/cookie';
import { nowUtc } from '../../../shared/clock.ts';
import { sameToken } from '../../../shared/csrf.ts';
import { type FormState, freshForm } from '../../../shared/http/fields.ts';
import { MAX_SCAN_BYTES, readForm } from '../../../shared/http/form.ts';
import { t } from '../../../shared/http/language.ts';
import { saidErrors } from '../../../shared/http/messages.ts';
import {
  closedObjectionPage,
  filedObjectionPage,
  objectionPage,
  tooManyObjectionsPage,
} from '../../../shared/http/pages/objections/form.ts';
import { objectionStatusPage } from '../../../shared/http/pages/objections/status.ts';
import { HttpProblem } from '../../../shared/http/problems.ts';
import { csrfToken, newToken, tokenHash } from '../../../shared/links.ts';
import { fileObjection } from '../../../shared/objections/file.ts';
import { loadObjected, sendMore, withdrawObjection } from '../../../shared/objections/objector.ts';
import { formObject } from '../../../shared/schemas/decisions.ts';
import { ObjectionId } from '../../../shared/schemas/objections.ts';
import { loadPinned } from '../../../shared/store/rounds.ts';
import { addressOfVisitor, originOf } from '../address.ts';
import type { WebDeps } from '../deps.ts';
import { readFilesForm } from '../file-form.ts';
import { findApplication } from '../load/application.ts';
import { loadPublicPlaces } from '../load/notice.ts';
import { type KnownRound, needRound } from '../load/round.ts';
import { isSecure, needSession, type Session } from '../session.ts';

const COOKIE = 'objection';

/** The form holds what the cookie gives: a page of somebody else's can send neither. */
async function showForm(
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
  const token = getCookie(c, COOKIE) ?? newToken();
  setCookie(c, COOKIE, token, {
    path: `/rounds/${roundId}/objections`,
    httpOnly: true,
    sameSite: 'Strict',
    secure: isSecure(c),
  });
  return c.html(objectionPage({ roundId, policy, places, csrf: csrfToken(token, roundId), state }), status);
}

/** The address of a link as people copy it. */
const linkOf = (c: Context, token: string): string => `${originOf(c)}/l/${token}`;

async function file(c: Context, deps: WebDeps): Promise<Response> {
  const known = await needRound(deps, c.req.param('roundId') ?? '');
  const { policy, round } = known;
  const { csrf = '', values, files } = await readFilesForm(c, MAX_SCAN_BYTES, 'objection.files-too-large');
  const cookie = getCookie(c, COOKIE);
  if (cookie === undefined || !sameToken(csrf, csrfToken(cookie, round.roundId))) throw new HttpProblem('form.stale');
  const result = await fileObjection(deps, {
    roundId: round.roundId,
    form: formObject(Object.entries(values)),
    ...{ seal: files['seal'] ?? [], evidence: files['evidence'] ?? [] },
    ...{ visitor: tokenHash(cookie), address: addressOfVisitor(c) },
  });
  switch (result.status) {
    case 'filed':
    case 'duplicate': {
      const link = result.token === null ? null : linkOf(c, result.token);
      const dueAt = result.status === 'filed' ? result.dueAt : null;
      return c.html(filedObjectionPage(policy, { objectionId: result.objectionId, dueAt, link }));
    }
    case 'closed':
      return c.html(closedObjectionPage(policy), 410);
    case 'too-many':
      return c.html(tooManyObjectionsPage(policy), 429);
    case 'invalid':
      return showForm(c, deps, known, { values, errors: saidErrors(result.errors) }, 422);
    default:
      return result satisfies never;
  }
}

/** Who came by the link to exactly this objection, with what stands in it. @throws HttpProblem */
async function needObjector(c: Context, deps: WebDeps) {
  const objectionId = c.req.param('objectionId') ?? '';
  if (!ObjectionId.safeParse(objectionId).success) throw new HttpProblem('session.missing');
  const session = await needSession(c, deps, { kind: 'objection', roundId: 'any', objectionId });
  const { opens } = session.link;
  const objected = opens.kind === 'objection' ? await loadObjected(deps.table, opens.roundId, objectionId) : null;
  if (objected === null) throw new HttpProblem('page.not-found');
  return { ...objected, session };
}
type Objector = Awaited<ReturnType<typeof needObjector>>;

async function showStatus(
  c: Context,
  deps: WebDeps,
  { objection, objector, session }: Objector,
  state: FormState = freshForm,
  status: 200 | 422 = 200,
): Promise<Response> {
  const { applicationId, objectionId, roundId } = objection;
  const [{ policy }, application] = await Promise.all([
    loadPinned(deps.table, deps.evidence, roundId),
    findApplication(deps, applicationId),
  ]);
  const { name = '', title = '' } = application ?? {};
  const against = name === title ? name : `${title}（${name}）`;
  const csrf = csrfToken(session.token, objectionId);
  return c.html(objectionStatusPage({ policy, objection, objector, against, csrf, state }), status);
}

const checkToken = (csrf: string, session: Session, objectionId: string): void => {
  if (!sameToken(csrf, csrfToken(session.token, objectionId))) throw new HttpProblem('form.stale');
};

async function send(c: Context, deps: WebDeps): Promise<Response> {
  const found = await needObjector(c, deps);
  const { objectionId } = found.objection;
  const { csrf, values, files } = await readFilesForm(c, MAX_SCAN_BYTES, 'objection.files-too-large');
  checkToken(csrf, found.session, objectionId);
  const sent = await sendMore(deps, found, { text: values['text'] ?? '', evidence: files['evidence'] ?? [] });
  if (sent.status === 'invalid') return showStatus(c, deps, found, { values, errors: saidErrors(sent.errors) }, 422);
  return c.redirect(`/objections/${objectionId}`, 303);
}

async function withdraw(c: Context, deps: WebDeps): Promise<Response> {
  const found = await needObjector(c, deps);
  const { objectionId } = found.objection;
  const { csrf = '', sure } = await readForm(c);
  checkToken(csrf, found.session, objectionId);
  const unsure = { values: {}, errors: [{ field: 'sure', message: t('请勾选确认。') }] };
  if (sure !== 'yes') return showStatus(c, deps, found, unsure, 422);
  await withdrawObjection(deps, found);
  return c.redirect(`/objections/${objectionId}`, 303);
}

/** 五(四): objections, for whoever files one: the form while a notice runs, and where it stands afterwards. */
export function objectionRoutes(app: Hono, deps: WebDeps): void {
  app.get('/rounds/:roundId/objections', async (c) =>
    showForm(c, deps, await needRound(deps, c.req.param('roundId')), freshForm, 200),
  );
  app.post('/rounds/:roundId/objections', (c) => file(c, deps));
  app.get('/objections/:objectionId', async (c) => showStatus(c, deps, await needObjector(c, deps)));
  app.post('/objections/:objectionId', (c) => send(c, deps));
  app.post('/objections/:objectionId/withdraw', (c) => withdraw(c, deps));
}
