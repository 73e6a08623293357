import type { MiddlewareHandler } from 'hono';

const policy = (formAction: string[], script: string[] = []) =>
  [
    "default-src 'none'",
    "style-src 'self'",
    ...script,
    "img-src 'self'",
    `form-action ${["'self'", ...formAction].join(' ')}`,
    "base-uri 'none'",
    "frame-ancestors 'none'",
  ].join('; ');

/** Lets the page's form also post to this origin: the upload goes to the bucket itself. */
export const contentPolicyFor = (origin: string): string => policy([origin]);

/** Lets the page run the app's own script, which talks to the app and sends packages to this origin, and to nobody else. */
export const scriptPolicyFor = (origin: string): string =>
  policy([], ["script-src 'self'", `connect-src 'self' ${origin}`]);

/** Lets a task's page run the app's own script, and show papers from this origin in a frame beside its form. */
export const taskPolicyFor = (papers: string): string =>
  policy([], ["script-src 'self'", "connect-src 'self'", `frame-src 'self' ${papers}`]);

/**
 * Headers of every answer. Nothing is kept by browsers or proxies unless a route says otherwise: most pages stand
 * behind a personal link.
 */
export const securityHeaders: MiddlewareHandler = async (c, next) => {
  await next();
  const defaults: Record<string, string> = {
    'Content-Security-Policy': policy([]),
    'Cache-Control': 'no-store',
    'X-Content-Type-Options': 'nosniff',
    'X-Frame-Options': 'DENY',
    'Referrer-Policy': 'no-referrer',
    'Cross-Origin-Opener-Policy': 'same-origin',
    'Cross-Origin-Resource-Policy': 'same-origin',
    'X-Robots-Tag': 'noindex',
    'Strict-Transport-Security': 'max-age=31536000',
  };
  for (const [name, value] of Object.entries(defaults)) {
    if (!c.res.headers.has(name)) c.res.headers.set(name, value);
  }
};
