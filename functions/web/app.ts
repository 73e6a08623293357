import { randomUUID } from 'node:crypto';
import { type Context, Hono } from 'hono';
import { routePath } from 'hono/route';
import { securityHeaders } from '../../shared/http/headers.ts';
import { t } from '../../shared/http/language.ts';
import { tooFastPage } from '../../shared/http/pages/too-fast.ts';
import { HttpProblem, PROBLEMS, type ProblemCode, problemPage } from '../../shared/http/problems.ts';
import { STYLE, STYLE_PATH } from '../../shared/http/style.ts';
import { correlated, idsOfPath } from '../../shared/runtime/correlation.ts';
import { logger } from '../../shared/runtime/handler.ts';
import { compressed } from './compressed.ts';
import type { WebDeps } from './deps.ts';
import { limitFor } from './limits.ts';
import { TooFast } from './pace.ts';
import { reading } from './reading.ts';
import { assetRoutes } from './routes/assets.ts';

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

/** Adds pages at their addresses. */
export type Routes = (app: Hono, deps: WebDeps) => void;

/**
 * Pages and their few JSON neighbours: those given, and what belongs to all of them. Opening a page changes nothing; only
 * POST acts.
 */
export function createApp(deps: WebDeps, routes: readonly Routes[]): Hono {
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
  for (const add of [assetRoutes, ...routes]) add(app, deps);
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
