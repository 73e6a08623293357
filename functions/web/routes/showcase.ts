import type { Hono } from 'hono';
import { nowUtc } from '../../../shared/clock.ts';
import { sameToken } from '../../../shared/csrf.ts';
import { readForm } from '../../../shared/http/form.ts';
import { t } from '../../../shared/http/language.ts';
import { roundTitle } from '../../../shared/http/pages/console/frame.ts';
import { byCategory, type Shown, showcasePage } from '../../../shared/http/pages/showcase.ts';
import { HttpProblem } from '../../../shared/http/problems.ts';
import { csrfToken } from '../../../shared/links.ts';
import { AwardRecord } from '../../../shared/schemas/records.ts';
import { keys } from '../../../shared/store/keys.ts';
import type { WebDeps } from '../deps.ts';
import type { Written } from '../docx.ts';
import { findApplication } from '../load/application.ts';
import { needRound } from '../load/round.ts';
import { loadPublicity, loadShowcase, savePublicity } from '../load/showcase.ts';
import { needSlot } from '../need-slot.ts';
import { pathOf } from '../session.ts';
import { showSlot } from './slots.ts';

const DOCX = 'application/vnd.openxmlformats-officedocument.wordprocessingml.document';

const entryOf = ({ name, title, district, summary }: Shown) => ({
  title,
  lines: [[title === name ? '' : name, district].filter((part) => part !== '').join(' · '), summary],
});

/** 宣传: what winners agreed to have shown, for everybody; and where they agree. */
export function showcaseRoutes(app: Hono, deps: WebDeps): void {
  app.get('/rounds/:roundId/showcase', async (c) => {
    const { round, policy } = await needRound(deps, c.req.param('roundId'));
    c.header('Cache-Control', 'no-cache');
    c.header('X-Robots-Tag', 'all');
    return c.html(showcasePage(round.roundId, policy, await loadShowcase(deps, round.roundId, policy), nowUtc()));
  });

  app.get('/rounds/:roundId/showcase.docx', async (c) => {
    const { round, policy } = await needRound(deps, c.req.param('roundId'));
    const shown = await loadShowcase(deps, round.roundId, policy);
    const title = t('获奖单位和项目');
    const document: Written = {
      title,
      lines: [roundTitle(policy), policy.authority],
      chapters: byCategory(policy, shown).map((one) => ({ title: one.title, entries: one.winners.map(entryOf) })),
    };
    const { makeDocx } = await import('../docx.ts');
    return c.body(Uint8Array.from(await makeDocx(document)), 200, {
      'Content-Type': DOCX,
      'Content-Disposition': `attachment; filename="showcase.docx"; filename*=UTF-8''${encodeURIComponent(title)}.docx`,
      'Cache-Control': 'no-cache',
    });
  });

  // A second click says the same once more; who is no winner any more meets the page as it is then.
  app.post('/slots/:applicationId/publicity', async (c) => {
    const { slot, session } = await needSlot(c, deps);
    const { applicationId, roundId } = slot;
    const { csrf = '', publicity = '' } = await readForm(c);
    if (!sameToken(csrf, csrfToken(session.token, applicationId))) throw new HttpProblem('form.stale');
    const [application, award] = await Promise.all([
      findApplication(deps, applicationId),
      deps.table.get(keys.award(roundId, applicationId), AwardRecord),
    ]);
    const asked = await loadPublicity(deps, application, award);
    if (application !== null && asked !== null) {
      if (publicity !== 'yes' && publicity !== 'no')
        return showSlot(c, deps, { values: {}, errors: [{ field: 'publicity', message: t('勾选表示同意。') }] }, 422);
      await savePublicity(deps, application, publicity === 'yes' ? asked : null, nowUtc());
    }
    return c.redirect(pathOf(session.link.opens), 303);
  });
}
