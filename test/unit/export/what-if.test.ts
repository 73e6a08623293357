import { describe, expect, test } from 'vitest';
import { assemble } from '../../../shared/export/assemble.ts';
import { exportText } from '../../../shared/export/text.ts';
import { type WhatIf, whatIf } from '../../../shared/export/what-if.ts';
import { whatIfPage } from '../../../shared/http/pages/what-if.ts';
import type { Policy } from '../../../shared/policy/schema.ts';
import { makeRound } from './round.ts';

const exported = assemble(makeRound());
const before = exportText(exported);
const draftOf = (change: (p: Policy) => void): Policy => {
  const draft = structuredClone(exported.policy);
  change(draft);
  return draft;
};
function outcomeOf(change: (p: Policy) => void): WhatIf {
  const result = whatIf(exported, draftOf(change));
  if (!result.ok) throw new Error(result.message);
  return result.outcome;
}
const ENTERPRISE = 'benchmark-enterprise';
const enterprises = exported.places.filter(({ category }) => category === ENTERPRISE);
const removed = enterprises.find(({ state }) => state === 'removed')?.applicationId;
const share = (p: Policy) => {
  const rule = p.categories[ENTERPRISE].award.value;
  if (rule.kind !== 'share-of-investment') throw new Error('no share');
  return rule;
};

describe('a draft of the policy', () => {
  test('that reads the cap the other way tells the amounts that every award has on record for it, and changes no record', () => {
    const { total } = outcomeOf((p) => {
      share(p).reading = 'total-half';
    });
    const other = exported.awards.reduce((sum, { otherReadingFen }) => sum + otherReadingFen, 0);
    expect(total.amountFen.after).toBe(other);
    expect(other).toBeLessThan(total.amountFen.before);
    expect(exportText(exported)).toBe(before);
  });

  test('that is the pinned one changes nothing, and the sums are those of the awards', () => {
    const same = outcomeOf(() => {});
    expect(same).toMatchObject({ policy: [], changed: [], districts: [] });
    const paid = exported.awards.reduce((sum, { amountFen }) => sum + amountFen, 0);
    expect(same.total).toEqual({
      winners: { before: exported.awards.length, after: exported.awards.length },
      amountFen: { before: paid, after: paid },
    });
  });

  test('with fewer places leaves the last ones out, by category, district and sum', () => {
    const { categories, changed, districts, policy, total } = outcomeOf((p) => {
      p.categories[ENTERPRISE].quota.value -= 1;
    });
    expect(policy).toEqual([
      { path: `categories.${ENTERPRISE}.quota.value`, before: expect.any(String), after: expect.any(String) },
    ]);
    const [out] = changed;
    expect(changed).toHaveLength(1);
    expect(out).toMatchObject({ kind: 'out', category: ENTERPRISE, after: { state: 'reserve', amountFen: 0 } });
    expect(categories.map((one) => [one.in, one.out])).toEqual([[0, 1], ...[1, 2, 3].map(() => [0, 0])]);
    expect(districts.map(({ district }) => district)).toEqual([out?.district]);
    expect(total.amountFen.before - total.amountFen.after).toBe(out?.before.amountFen);
  });

  test('with more places lets those in who passed, and never who was taken out by an objection', () => {
    const { changed } = outcomeOf((p) => {
      p.categories[ENTERPRISE].quota.value += 50;
    });
    expect(changed.every(({ kind, category }) => kind === 'in' && category === ENTERPRISE)).toBe(true);
    expect(removed).toBeDefined();
    expect(changed.some(({ applicationId }) => applicationId === removed)).toBe(false);
  });

  test('with another cap changes amounts alone', () => {
    const { changed, categories } = outcomeOf((p) => {
      share(p).capFen = 100_000;
    });
    expect(changed.length).toBeGreaterThan(0);
    expect(new Set(changed.map(({ kind }) => kind))).toEqual(new Set(['amount']));
    expect(changed.every(({ after }) => after.amountFen <= 100_000)).toBe(true);
    expect(categories[0]?.amount).toBe(changed.length);
  });

  test('with a pass mark that nobody reaches has no winners', () => {
    const { total } = outcomeOf((p) => {
      p.scoring.value.passMarkTenths = 1000;
    });
    expect(total.winners.after).toBe(0);
    expect(total.amountFen.after).toBe(0);
  });

  test('that drops no sheets moves totals', () => {
    const { changed } = outcomeOf((p) => {
      p.scoring.value.dropExtremesFrom = 9;
      p.categories[ENTERPRISE].quota.value = 1;
    });
    expect(changed.length).toBeGreaterThan(0);
  });

  test('leaves who is equal across another line to the panel', () => {
    const tied = exported.rankings.find(({ panelOrder }) => panelOrder.length > 0);
    const open = structuredClone(exported);
    for (const ranking of open.rankings) ranking.panelOrder = [];
    const result = whatIf(open, open.policy);
    expect(result).toMatchObject({ ok: true });
    const own = result.ok ? result.outcome.categories.find(({ category }) => category === tied?.category) : undefined;
    expect(own?.tied).toBe(tied?.panelOrder.length);
  });

  test('whose items are not those of the sheets is refused with an example', () => {
    const draft = draftOf((p) => {
      const item = p.categories['chain-case'].indicators[0]?.items[0];
      if (item !== undefined) item.code = 'another';
    });
    expect(whatIf(exported, draft)).toMatchObject({
      ok: false,
      code: 'what-if.sheets-do-not-fit',
      message: expect.stringMatching(/件申报的评分表与草案的评分项不符.*sheet\.item-missing another/),
    });
  });

  test('needs sheets', () => {
    expect(whatIf({ ...exported, sheets: [] }, exported.policy)).toMatchObject({
      ok: false,
      code: 'what-if.no-scores',
    });
  });
});

test('nothing of the round is touched', () => {
  expect(exportText(exported)).toBe(before);
});

test('the page stands by itself: no script, nothing from elsewhere, names escaped', async () => {
  const outcome = outcomeOf((p) => {
    p.categories[ENTERPRISE].quota.value = 1;
  });
  const [first] = outcome.changed;
  if (first === undefined) throw new Error('nothing changed');
  first.name = '甲<i>公司';
  const page = String(await whatIfPage(outcome));
  expect(page).toContain('甲&lt;i&gt;公司');
  for (const forbidden of ['<script', '<link', 'src=', 'href=', 'url(', 'undefined', 'NaN', '@import'])
    expect(page).not.toContain(forbidden);
  for (const { applicationId } of outcome.changed) expect(applicationId).not.toBe('');
  expect(page).toContain('不再入围');
});
