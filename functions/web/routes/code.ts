import type { Context, Hono } from 'hono';
import { sameToken } from '../../../shared/csrf.ts';
import { readForm } from '../../../shared/http/form.ts';
import { type CodeTrouble, codePage } from '../../../shared/http/pages/code.ts';
import { HttpProblem } from '../../../shared/http/problems.ts';
import { csrfToken } from '../../../shared/links.ts';
import { askForCode, tryCode } from '../code.ts';
import type { WebDeps } from '../deps.ts';
import { type Challenged, CODE_PATH, forgetChallenge, needChallenge } from '../second-factor.ts';
import { needLinkByHash, startSession } from '../session.ts';

const csrfOf = (token: string) => csrfToken(token, 'code');

const show = (c: Context, { token, challenge }: Challenged, trouble: CodeTrouble | null, status: 200 | 422 | 429) =>
  c.html(codePage({ challenge, trouble, csrf: csrfOf(token), action: CODE_PATH }), status);

const statusOf = (trouble: CodeTrouble) => (trouble === 'limited' || trouble === 'spent' ? 429 : 422);

/** Who posts, from the page of this very challenge. @throws HttpProblem */
async function posted(c: Context, { table }: WebDeps) {
  const challenged = await needChallenge(c, table);
  const form = await readForm(c);
  if (!sameToken(form['csrf'] ?? '', csrfOf(challenged.token))) throw new HttpProblem('form.stale');
  // A link that was revoked meanwhile sends nothing and opens nothing.
  const link = await needLinkByHash(table, challenged.challenge.tokenHash);
  return { challenged, form, link };
}

/** The page between a link and what it opens, where the policy asks for a code. Only its buttons send and try. */
export function codeRoutes(app: Hono, deps: WebDeps): void {
  app.get(CODE_PATH, async (c) => show(c, await needChallenge(c, deps.table), null, 200));

  app.post(`${CODE_PATH}/send`, async (c) => {
    const { challenged } = await posted(c, deps);
    const trouble = await askForCode(deps.table, challenged.challenge);
    return trouble === null ? c.redirect(CODE_PATH, 303) : show(c, challenged, trouble, statusOf(trouble));
  });

  app.post(CODE_PATH, async (c) => {
    const { challenged, form, link } = await posted(c, deps);
    const trouble = await tryCode(deps.table, challenged.challenge, form['code'] ?? '');
    if (trouble !== null) return show(c, challenged, trouble, statusOf(trouble));
    forgetChallenge(c);
    return c.redirect(await startSession(c, deps.table, link), 303);
  });
}
