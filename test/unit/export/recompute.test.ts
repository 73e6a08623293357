import { expect, test } from 'vitest';
import { certificateHash } from '../../../shared/domain/certificate.ts';
import { assemble } from '../../../shared/export/assemble.ts';
import { recompute } from '../../../shared/export/recompute.ts';
import type { RoundExport } from '../../../shared/export/schema.ts';
import { exportText } from '../../../shared/export/text.ts';
import { at } from './constants.ts';
import { makeRound } from './round.ts';

const exported = assemble(makeRound());
const copy = (): RoundExport => structuredClone(exported);

/** The first of a list, for a change. */
function first<T>(items: T[], wanted: (item: T) => boolean = () => true): T {
  const found = items.find(wanted);
  if (found === undefined) throw new Error('the fixture has none');
  return found;
}

const set = <T extends object>(target: T, change: Partial<T>): void => void Object.assign(target, change);
const bump = <K extends string>(target: Record<K, number>, key: K, by: number): void => {
  target[key] += by;
};
const enterprise = (one: { category: string }) => one.category === 'benchmark-enterprise';

test('every figure of an honest export is recomputed', () => {
  expect(recompute(exported)).toEqual({ agrees: true, differences: [] });
});

test('the recomputation changes nothing in the document', () => {
  const own = copy();
  recompute(own);
  expect(exportText(own)).toBe(exportText(exported));
});

/** What somebody might change, and what is then said. */
/** Two seats whose experts could each sit in the other's place. */
function exchangeable(x: RoundExport) {
  const experts = new Map(x.registers.experts.map((row) => [row.expert, row]));
  const panel = (id: string) => x.seats.filter(({ applicationId }) => applicationId === id).map(({ expert }) => expert);
  for (const a of x.seats.filter(({ past }) => past.length === 0)) {
    const fits = (expert: string | null, { applicationId, expert: left }: typeof a) => {
      const employers = panel(applicationId)
        .filter((one) => one !== left)
        .map((one) => experts.get(one ?? '')?.employer);
      const row = experts.get(expert ?? '');
      return row !== undefined && !row.barredFrom.includes(applicationId) && !employers.includes(row.employer);
    };
    const b = x.seats.find(
      (one) =>
        one.past.length === 0 &&
        one.applicationId !== a.applicationId &&
        one.expert !== a.expert &&
        fits(a.expert, one) &&
        fits(one.expert, a),
    );
    if (b !== undefined) return [a, b] as const;
  }
  throw new Error('no two experts can change places');
}

const CHANGES: [string, (x: RoundExport) => void, RegExp][] = [
  ['the policy', (x) => set(x.policy.scoring.value, { passMarkTenths: 610 }), /方案与承诺：方案哈希/],
  ['the secret', (x) => set(x.round, { secret: 'another secret' }), /方案与承诺：抽取密钥的哈希/],
  ['a package after the draw', (x) => set(first(x.applications), { packageSha256: 'f'.repeat(64) }), /抽取种子/],
  ['the secret is kept back', (x) => set(x.round, { secret: null }), /抽取密钥未公开/],
  [
    'points of a sheet',
    (x) => {
      const s = first(x.sheets);
      const [code = ''] = Object.keys(s.pointsByItem);
      s.pointsByItem[code] = 0;
    },
    /评分：.*总分记录为/,
  ],
  [
    'points off the step',
    (x) => {
      const s = first(x.sheets);
      const [code = ''] = Object.keys(s.pointsByItem);
      s.pointsByItem[code] = 3;
    },
    /评分表无法合计/,
  ],
  [
    'points of a sheet as it was before its second look',
    (x) => {
      const { first: before } = first(x.sheets, (sheet) => sheet.first !== undefined);
      const [code = ''] = Object.keys(before?.pointsByItem ?? {});
      if (before !== undefined) bump(before.pointsByItem, code, 5);
    },
    /评分复核：.*首次评分的分差记录为/,
  ],
  [
    'nobody looked again, though the sheets lie far apart',
    (x) => {
      x.secondLooks = [];
      set(first(x.scores), { spreadFlag: true });
    },
    /评分复核：.*的分差超过复核线，没有复核/,
  ],
  [
    'a second look at sheets that lie close together',
    (x) => {
      const sheet = first(x.sheets, (one) => one.first !== undefined);
      delete sheet.first;
    },
    /评分复核：.*复核的席位记录为 .*重算为 \[\]/,
  ],
  ['whom it asked', (x) => void first(x.secondLooks).seats.pop(), /评分复核：.*复核的席位记录为/],
  [
    'two experts changed places, as many panels each as before',
    (x) => {
      const [a, b] = exchangeable(x);
      [a.expert, b.expert] = [b.expert, a.expert];
    },
    /的专家组不是按种子抽取的最优结果/,
  ],
  [
    'two of a panel changed seats',
    (x) => {
      const [a, b] = x.seats.filter(
        ({ past, applicationId }) => past.length === 0 && applicationId === x.seats[0]?.applicationId,
      );
      if (a === undefined || b === undefined) throw new Error('no two seats');
      [a.expert, b.expert] = [b.expert, a.expert];
    },
    /席位次序/,
  ],
  [
    'another seed, with everything that is made of it',
    (x) => {
      const seed = 'f'.repeat(64);
      if (x.draw !== null) x.draw.seed = seed;
    },
    /的专家组不是按种子抽取的最优结果/,
  ],
  [
    'a price of the draw',
    (x) => {
      const [expert = ''] = Object.keys(x.draw?.loads ?? {});
      const price = x.draw?.prices[expert];
      if (price !== undefined) price.level += 2;
    },
    /最优结果/,
  ],
  [
    'a bound that was not there',
    (x) => set(first(x.registers.experts), { maxPanels: 0 }),
    /的件数不是按种子抽取的最优结果/,
  ],
  ['a sheet is missing', (x) => void x.sheets.shift(), /评分专家记录为 无/],
  ['a total', (x) => set(first(x.scores), { exactTotal: '99' }), /总分记录为 99/],
  ['two decimals', (x) => set(first(x.scores), { shown: '99.99' }), /公布得分记录为 99\.99/],
  [
    'a dropped sheet',
    (x) => {
      const s = first(x.scores);
      s.sheetTotals = s.sheetTotals.map((t) => ({ ...t, dropped: false }));
    },
    /各席位合计/,
  ],
  [
    'formula points',
    (x) => {
      const s = first(x.scores, enterprise);
      s.auto = s.auto.map((a) => ({ ...a, exact: '1' }));
    },
    /公式得分/,
  ],
  [
    'acceptance results',
    (x) =>
      set(
        first(x.registers.pilots, (p) => x.scores.some((s) => s.uscc === p.uscc && enterprise(s))),
        { pointsScore: 999 },
      ),
    /公式得分/,
  ],
  ['a rank', (x) => bump(first(x.places), 'rank', 1), /排名：.*名次记录为/],
  [
    'an order of places',
    (x) => {
      const [a, b] = x.places.filter(enterprise).sort((p, q) => p.order - q.order);
      if (a && b) [a.order, b.order] = [b.order, a.order];
    },
    /次序记录为/,
  ],
  [
    'the panel’s order of the tie',
    (x) => void first(x.rankings, (r) => r.panelOrder.length > 0).panelOrder.reverse(),
    /并列次序记录为/,
  ],
  [
    'no order of the tie',
    (x) => {
      first(x.rankings, (r) => r.panelOrder.length > 0).panelOrder = [];
    },
    /并列未经评审组排序/,
  ],
  ['a quota', (x) => bump(first(x.rankings), 'quota', 1), /名额记录为/],
  [
    'a place without a score',
    (x) => {
      x.sheets = x.sheets.filter((s) => s.applicationId !== x.sheets[0]?.applicationId);
    },
    /有总分，没有评分表/,
  ],
  [
    'end of the notice',
    (x) => {
      if (x.notice) x.notice.endsAt = at('12-16');
    },
    /公示：截止时间/,
  ],
  [
    'the published list',
    (x) => {
      if (x.notice) x.notice.hash = 'e'.repeat(64);
    },
    /公示：名单哈希/,
  ],
  [
    'time for an answer',
    (x) =>
      set(
        first(first(x.objections).steps, ({ kind }) => kind === 'supplement-asked'),
        { until: at('12-30') },
      ),
    /异议：异议 a{16} 的supplement-asked期限/,
  ],
  ['time for a ruling', (x) => set(first(x.objections), { dueAt: at('12-12') }), /裁定期限/],
  [
    'who moved up',
    (x) => {
      const o = first(x.objections, (one) => one.status === 'upheld');
      if (o.ruling?.effect)
        o.ruling.effect.in = first(x.places, (p) => p.state === 'below-pass' || p.state === 'reserve').applicationId;
    },
    /异议：异议 b{16} 的效果/,
  ],
  [
    'a notice of one’s own',
    (x) => {
      const p = first(x.places, (one) => one.listNo === 2);
      p.noticeEndsAt = x.notice?.earlier[0]?.endsAt ?? null;
    },
    /公示截止时间/,
  ],
  [
    'a removed place',
    (x) =>
      set(
        first(x.places, (p) => p.state === 'removed'),
        { state: 'confirmed' },
      ),
    /状态记录为 confirmed，重算为 removed/,
  ],
  [
    'an objection still open',
    (x) => {
      const o = first(x.objections, (one) => one.status === 'rejected');
      o.status = 'open';
      o.ruling = null;
    },
    /未决异议数/,
  ],
  ['a list', (x) => void first(x.lists).applicationIds.shift(), /名单的哈希/],
  ['a list before its time', (x) => set(first(x.lists), { proposedAt: at('12-11') }), /公示期满前/],
  [
    'somebody on two lists',
    (x) => void x.lists[1]?.applicationIds.push(first(x.lists).applicationIds[0] ?? ''),
    /同时在两批名单中/,
  ],
  ['an amount', (x) => bump(first(x.awards, enterprise), 'amountFen', 100), /金额（分）记录为/],
  ['the other reading', (x) => bump(first(x.awards, enterprise), 'otherReadingFen', 1), /另一解读的金额/],
  ['a step of the arithmetic', (x) => void x.awards.find(enterprise)?.steps.pop(), /计算步骤/],
  [
    'past subsidies',
    (x) =>
      void x.registers.subsidies.push({
        uscc: first(x.awards, (a) => enterprise(a) && a.amountFen > 0).uscc,
        kind: 'level-2-or-above',
        amountFen: 40_000_000,
        paidOn: '2024-05-01',
        document: '文',
      }),
    /累计奖补 .*超过 500,000 元/,
  ],
  [
    'the verified investment',
    (x) =>
      set(
        first(x.registers.pilots, (p) => x.awards.some((a) => a.uscc === p.uscc && enterprise(a) && a.amountFen > 0)),
        { investmentFen: 100 },
      ),
    /超过投入的 50%/,
  ],
  [
    'an award too many',
    (x) => {
      const a = first(x.awards, (one) => one.category === 'service-provider');
      x.awards.push({
        ...a,
        awardId: first(x.applications, (p) => !x.awards.some((w) => w.awardId === p.applicationId)).applicationId,
      });
    },
    /超过名额 2/,
  ],
  ['a plan’s sum', (x) => bump(first(x.plans), 'totalFen', -1), /拨付方案的总额/],
  ['an instruction’s sum', (x) => bump(first(x.disbursements), 'amountFen', 1), /拨付：拨付 .*金额（分）/],
  ['a payee', (x) => set(first(x.disbursements), { payeeUscc: '91370200MA3C000000' }), /收款单位/],
  [
    'a payment that did not happen',
    (x) =>
      set(
        first(x.disbursements, (d) => d.status === 'paid'),
        { status: 'issued' },
      ),
    /没有结算结果/,
  ],
  [
    'a second payment',
    (x) => {
      const d = first(x.disbursements, (one) => one.status === 'paid');
      x.disbursements.push({ ...d, disbursementId: `${d.awardId}.1.9`, attempt: 9 });
    },
    /支付了 2 次/,
  ],
  ['a receipt', (x) => set(first(x.disbursements), { receivedAt: null }), /没有财务接收/],
  [
    'a conflicted expert',
    (x) => {
      const s = first(x.seats);
      const e = first(x.registers.experts, ({ expert }) => expert === s.expert);
      e.barredFrom.push(s.applicationId);
    },
    /应当回避/,
  ],
  [
    'two of one employer',
    (x) => {
      const [a, b] = x.seats;
      const e = first(x.registers.experts, ({ expert }) => expert === a?.expert);
      e.employer = first(x.registers.experts, ({ expert }) => expert === b?.expert).employer;
    },
    /重复的专家或单位/,
  ],
  [
    'a sheet of somebody else',
    (x) => {
      const s = first(x.sheets);
      s.expert = first(x.registers.experts, ({ expert }) => expert !== s.expert).expert;
    },
    /评分专家记录为/,
  ],
  [
    'a reason in a certificate',
    (x) => {
      const place = first(x.certificates).places[1];
      if (place) place.apartBy = 'equal';
    },
    /排名证书：.*的证书哈希/,
  ],
  [
    'a certificate, with its hash made again',
    (x) => {
      const own = first(x.certificates);
      own.quota += 1;
      own.sha256 = certificateHash(own);
    },
    /排名证书：.*的 quota记录为/,
  ],
  [
    'a place of a certificate, with its hash made again',
    (x) => {
      const own = first(x.certificates);
      own.places.pop();
      own.sha256 = certificateHash(own);
    },
    /排名证书：.*的证明记录为 无/,
  ],
  ['a certificate is missing', (x) => void x.certificates.pop(), /排名证书：.*应有 1 份，实有 0 份/],
  [
    'how often an expert was drawn',
    (x) => {
      if (x.draw) x.draw.loads[first(x.registers.experts).expert] = 99;
    },
    /各专家抽中次数/,
  ],
];

test.each(CHANGES)('%s: a change is found and named', (_what, change, sentence) => {
  const changed = copy();
  change(changed);
  const { agrees, differences } = recompute(changed);
  expect(agrees).toBe(false);
  expect(differences).toEqual(expect.arrayContaining([expect.stringMatching(sentence)]));
  expect(differences.every((difference) => /[一-鿿]/.test(difference))).toBe(true);
});

test('a difference that somebody signed closes the round; that alone is not held against it', () => {
  const signed = copy();
  const unpaid = first(signed.disbursements, (one) => one.status === 'paid');
  unpaid.status = 'issued';
  unpaid.settledAt = null;
  signed.round.settlement = { agrees: false, signed: true, at: at('12-30') };
  expect(recompute(signed).differences).toEqual([]);
});

test('a round under way is recomputed as far as it has come', () => {
  const early = copy();
  early.round.stage = 'ranking';
  Object.assign(early, {
    rankings: [],
    places: [],
    notice: null,
    objections: [],
    lists: [],
    awards: [],
    plans: [],
    disbursements: [],
  });
  early.round.settlement = null;
  early.certificates = [];
  early.scores.pop();
  expect(recompute(early)).toEqual({ agrees: true, differences: [] });
});
