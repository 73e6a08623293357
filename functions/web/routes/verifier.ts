import type { Hono } from 'hono';
import { language } from '../../../shared/http/language.ts';
import { VERIFY_PATH } from '../../../shared/http/pages/roots.ts';
import { HttpProblem } from '../../../shared/http/problems.ts';
import type { WebDeps } from '../deps.ts';

/** The page that checks proofs, as it was built: the very file that works from a disk. It may ask nobody for anything. */
export function verifierRoutes(app: Hono, { assets }: WebDeps): void {
  app.get(VERIFY_PATH, (c) => {
    const verifier = assets.verifiers[language()];
    if (verifier === undefined) throw new HttpProblem('page.not-found');
    c.header('Content-Security-Policy', `${verifier.contentPolicy}; frame-ancestors 'none'`);
    c.header('Cache-Control', 'no-cache');
    c.header('X-Robots-Tag', 'all');
    return c.html(verifier.page);
  });
}
