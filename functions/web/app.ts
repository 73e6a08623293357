import { randomUUID } from 'node:crypto';
import { type Context, Hono } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { routePath } from 'hono/route';
import { FORM_LIMIT_BYTES } from '../../shared/http/form.ts';
import { securityHeaders } from '../../shared/http/headers.ts';
import { t } from '../../shared/http/language.ts';
import { tooFastPage } from '../../shared/http/pages/too-fast.ts';
import { HttpProblem, PROBLEMS, type ProblemCode, problemPage } from '../../shared/http/problems.ts';
import { STYLE, STYLE_PATH } from '../../shared/http/style.ts';
import { correlated, idsOfPath } from '../../shared/runtime/correlation.ts';
import { logger } from '../../shared/runtime/handler.ts';
import { compressed } from './compressed.ts';
import type { WebDeps } from './deps.ts';
import { TooFast } from './pace.ts';
import { reading } from './reading.ts';
import { assetRoutes } from './routes/assets.ts';
import { attachmentRoutes, submittedFileRoutes } from './routes/attachments.ts';
import { codeRoutes } from './routes/code.ts';
import { consoleRoutes } from './routes/console.ts';
import { consoleAccessRoutes } from './routes/console-access.ts';
import { consoleActionRoutes } from './routes/console-actions.ts';
import { consoleConflictRoutes } from './routes/console-conflicts.ts';
import { consoleFileRoutes } from './routes/console-files.ts';
import { consoleLetterRoutes } from './routes/console-letters.ts';
import { consoleMoneyRoutes } from './routes/console-money.ts';
import { consoleNoticeRoutes } from './routes/console-notice.ts';
import { declineRoutes } from './routes/declines.ts';
import { districtFirmsRoutes } from './routes/district-firms.ts';
import { DRAFT_LIMIT_BYTES, DRAFT_PATHS, draftRoutes } from './routes/drafts.ts';
import { inquiryRoutes } from './routes/inquiries.ts';
import { linkRoutes } from './routes/links.ts';
import { noticeRoutes } from './routes/notice.ts';
import { objectionHandlingRoutes } from './routes/objection-handling.ts';
import { isObjectionPath, objectionLimit, objectionRoutes } from './routes/objections.ts';
import { planRoutes } from './routes/plans.ts';
import { proofRoutes } from './routes/proofs.ts';
import { isUploadPath, registerRoutes, uploadLimit } from './routes/registers.ts';
import { reviewRoutes } from './routes/review.ts';
import { roundRoutes } from './routes/rounds.ts';
import { scoringRoutes } from './routes/scoring.ts';
import { isScanPath, scanLimit, sheetScanRoutes } from './routes/sheet-scans.ts';
import { showcaseRoutes } from './routes/showcase.ts';
import { signOutRoutes } from './routes/sign-out.ts';
import { slotRoutes } from './routes/slots.ts';
import { taskDraftRoutes } from './routes/task-drafts.ts';
import { taskRoutes } from './routes/tasks.ts';
import { uploadRoutes } from './routes/uploads.ts';
import { verifierRoutes } from './routes/verifier.ts';
import { worklistRoutes } from './routes/worklist.ts';

const limited = (maxSize: number, code: ProblemCode) =>
  bodyLimit({
    maxSize,
    onError: () => {
      throw new HttpProblem(code);
    },
  });
const usual = limited(FORM_LIMIT_BYTES, 'form.too-large');
const wholeDraft = limited(DRAFT_LIMIT_BYTES, 'draft.body-too-large');
const limitFor = (path: string) => {
  if (isUploadPath(path)) return uploadLimit;
  if (isScanPath(path)) return scanLimit;
  if (isObjectionPath(path)) return objectionLimit;
  return DRAFT_PATHS.test(path) ? wholeDraft : usual;
};

const FORM_TYPE = 'application/x-www-form-urlencoded';
const JSON_TYPE = 'application/json';

const sentAs = (c: Context, type: string): boolean => (c.req.header('content-type') ?? '').startsWith(type);

/** What is in the way: a page for people; what a script asked is answered so that it can say it on its own page. */
function problem(c: Context, code: ProblemCode): Response | Promise<Response> {
  const { status, says } = PROBLEMS[code];
  if (!sentAs(c, JSON_TYPE)) return c.html(problemPage(code), status);
  return c.json({ code, message: says.map((text) => t(text)).join('') }, status);
}

/** What was sent is not lost: a form stands in the answer once more, a script keeps its own. */
async function tooFast(c: Context, { code, retryAfterSeconds }: TooFast): Promise<Response> {
  c.header('Retry-After', String(retryAfterSeconds));
  if (sentAs(c, JSON_TYPE)) return problem(c, code);
  const values = c.req.method === 'POST' && sentAs(c, FORM_TYPE) ? [...new URLSearchParams(await c.req.text())] : null;
  return c.html(tooFastPage(retryAfterSeconds, values && { action: c.req.path, values }), 429);
}

/** Where an error came from, without its words: those may repeat what a person wrote. */
const frames = (error: Error) =>
  (error.stack ?? '')
    .split('\n')
    .filter((line) => line.trimStart().startsWith('at '))
    .slice(0, 8)
    .map((line) => line.trim());

/** Pages and their few JSON neighbours. Opening a page changes nothing; only POST acts. */
export function createApp(deps: WebDeps): Hono {
  const app = new Hono();
  app.use(async (c, next) => {
    await correlated(idsOfPath(c.req.path), async () => {
      await next();
      // The route and our ids in the path, never the path: a link's is a secret.
      logger.info('request', { method: c.req.method, route: routePath(c, -1), status: c.res.status });
    });
  });
  app.use(compressed);
  app.use(securityHeaders);
  app.use(reading);
  app.use((c, next) => limitFor(c.req.path)(c, next));
  app.get(STYLE_PATH, (c) =>
    c.body(STYLE, 200, {
      'Content-Type': 'text/css; charset=utf-8',
      'Cache-Control': 'public, max-age=31536000, immutable',
    }),
  );
  app.get('/healthz', (c) => c.json({ ok: true }));
  linkRoutes(app, deps);
  codeRoutes(app, deps);
  signOutRoutes(app, deps);
  taskRoutes(app, deps);
  taskDraftRoutes(app, deps);
  scoringRoutes(app, deps);
  inquiryRoutes(app, deps);
  sheetScanRoutes(app, deps);
  worklistRoutes(app, deps);
  districtFirmsRoutes(app, deps);
  attachmentRoutes(app, deps);
  submittedFileRoutes(app, deps);
  slotRoutes(app, deps);
  declineRoutes(app, deps);
  reviewRoutes(app, deps);
  draftRoutes(app, deps);
  uploadRoutes(app, deps);
  proofRoutes(app, deps);
  assetRoutes(app, deps);
  verifierRoutes(app, deps);
  roundRoutes(app, deps);
  noticeRoutes(app, deps);
  showcaseRoutes(app, deps);
  objectionRoutes(app, deps);
  objectionHandlingRoutes(app, deps);
  registerRoutes(app, deps);
  consoleRoutes(app, deps);
  consoleActionRoutes(app, deps);
  consoleAccessRoutes(app, deps);
  consoleConflictRoutes(app, deps);
  consoleFileRoutes(app, deps);
  consoleLetterRoutes(app, deps);
  consoleMoneyRoutes(app, deps);
  consoleNoticeRoutes(app, deps);
  planRoutes(app, deps);
  app.notFound((c) => c.html(problemPage('page.not-found'), 404));
  app.onError((error, c) => {
    if (error instanceof TooFast) return tooFast(c, error);
    if (error instanceof HttpProblem) return problem(c, error.code);
    const reference = randomUUID().slice(0, 8);
    logger.error('request failed', { reference, error: error.name, frames: frames(error) });
    return c.html(problemPage('internal', reference), 500);
  });
  return app;
}
