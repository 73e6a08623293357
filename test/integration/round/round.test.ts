import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { planMaximumFen } from '../../../shared/domain/disbursement.ts';
import { recompute } from '../../../shared/export/recompute.ts';
import { summarise } from '../../../shared/export/summary.ts';
import { checkRound } from '../../../shared/invariants/round.ts';
import { verdictText } from '../../../shared/invariants/text.ts';
import { applicationIdOf } from '../../../shared/store/keys.ts';
import { type Played, playRound } from '../../demo/play.ts';
import { costOf } from '../../demo/report/cost.ts';
import { ELSEWHERE, UNUSED } from '../../permissions/elsewhere.ts';
import { plain } from '../../permissions/plain.ts';
import type { ApplicationPlan } from '../../world/types.ts';
import { assembly, SMALL } from './small.ts';

const ROOT = join(import.meta.dirname, '..', '..', '..');
const PLAY_MS = 600_000;
const dir = mkdtempSync(join(tmpdir(), 'round-'));
let played: Played;
const waves: string[] = [];

beforeAll(async () => {
  played = await playRound({
    ...SMALL,
    assemblyDir: await assembly(),
    dataDir: join(dir, 'whole'),
    watch: ({ counts }) => waves.push(...counts.keys()),
  });
}, PLAY_MS);
afterAll(() => rmSync(dir, { recursive: true }));

const idOf = (plan: ApplicationPlan): string => {
  const row = played.world.registers.invitations[plan.invitation];
  if (row === undefined) throw new Error(`no invitation ${plan.invitation}`);
  return applicationIdOf(played.world.roundId, row.category, row.uscc, row.applicationNo);
};
const byPlan = () => played.world.plans.map((plan) => ({ plan, id: idOf(plan) }));
const VERDICTS = { accepted: 'accepted', unchanged: 'duplicate', refused: 'refused', 'too-late': 'late' };
const STATUS = { recommend: 'recommended', 'not-recommend': 'not-recommended' };

describe('a whole small round, played from outside', () => {
  test('is closed, with nothing parked in a dead-letter queue', () => {
    expect(played.exported.round.stage).toBe('closed');
    expect(played.live.deadLetters).toEqual({});
  });

  test('every package had the outcome that its making asks for, with every problem named', () => {
    for (const { plan, id } of byPlan()) {
      const uploads = played.exported.uploads.filter((upload) => upload.applicationId === id);
      const corrected = plan.behaviour.district === 'return-once' ? ['accepted'] : [];
      expect(uploads.map(({ verdict }) => verdict)).toEqual([
        ...plan.uploads.map(({ outcome }) => VERDICTS[outcome]),
        ...corrected,
      ]);
      for (const [i, step] of plan.uploads.entries())
        expect(uploads[i]?.problems.map(({ code }) => code).toSorted()).toEqual(step.problems);
    }
  });

  test('districts decided as they meant to; what one left undone the bureau took over', () => {
    const statuses = new Map(played.exported.applications.map(({ applicationId, status }) => [applicationId, status]));
    for (const { plan, id } of byPlan()) {
      const { district, answersCorrection } = plan.behaviour;
      const last = district !== 'return-once' ? district : answersCorrection ? 'recommend' : 'not-recommend';
      const taken = plan.uploads.some(({ outcome }) => outcome === 'accepted');
      expect(statuses.get(id)).toBe(taken ? STATUS[last] : undefined);
    }
    const late = played.exported.tasks.filter(({ kind }) => kind === 'district-late');
    expect(late.map(({ decision }) => decision?.decision)).toEqual(['take-over']);
    expect(played.exported.tasks.some(({ taskId, status }) => taskId.endsWith('.bureau') && status === 'decided')).toBe(
      true,
    );
  });

  test('experts stood aside or were late where planned, and every recommended application has a full panel of sheets', () => {
    const { exported, world } = played;
    const recommended = exported.applications.filter(({ status }) => status === 'recommended');
    expect(exported.sheets).toHaveLength(recommended.length * world.policy.panel.value.size);
    for (const { plan, id } of byPlan()) {
      const seats = exported.seats.filter(({ applicationId }) => applicationId === id);
      if (seats.length === 0) continue;
      const left = (why: string) =>
        seats.flatMap(({ seat, past }) => (past.some((one) => one.left === why) ? [seat - 1] : []));
      expect(left('recused')).toEqual(plan.behaviour.recusedSeats);
      expect(left('late')).toEqual(plan.behaviour.lateSeats);
    }
  });

  test('an upheld objection moved somebody up; one that was open when the notice ended came on a list of its own', () => {
    const { objections, places, lists, notice } = played.exported;
    expect(objections.map(({ status }) => status).toSorted()).toEqual(['rejected', 'rejected', 'upheld']);
    const effect = objections.find(({ status }) => status === 'upheld')?.ruling?.effect;
    expect(places.find(({ applicationId }) => applicationId === effect?.out)?.state).toBe('removed');
    const newcomer = places.find(({ applicationId }) => applicationId === effect?.in);
    expect(newcomer?.state).toBe('confirmed');
    expect(String(newcomer?.noticeEndsAt) > String(notice?.endsAt)).toBe(true);
    const open = objections.find(({ ruling }) => String(ruling?.at) > String(notice?.endsAt));
    expect(lists[0]?.applicationIds).not.toContain(open?.applicationId);
    expect(lists.slice(1).flatMap(({ applicationIds }) => applicationIds)).toContain(open?.applicationId);
    expect(lists.every(({ status }) => status === 'announced')).toBe(true);
  });

  test('quotas and caps hold, and every winner was paid exactly once', () => {
    const { exported } = played;
    const { categories, total } = summarise(exported);
    for (const { awarded, quota, amountFen, maximumFen } of categories) {
      expect(awarded).toBeLessThanOrEqual(quota);
      expect(amountFen).toBeLessThanOrEqual(maximumFen);
    }
    expect(categories.map(({ awarded }) => awarded)).toEqual(categories.map(({ quota }) => quota));
    expect(total.amountFen).toBeLessThanOrEqual(planMaximumFen(exported.policy));
    const paid = exported.disbursements.filter(({ status }) => status === 'paid').map(({ awardId }) => awardId);
    const owed = exported.awards.filter(({ amountFen }) => amountFen > 0).map(({ awardId }) => awardId);
    expect(paid.toSorted()).toEqual(owed.toSorted());
  });

  test('one payment came back and was made again; one winner gave the account late and was in a later plan', () => {
    const { disbursements, plans, awards } = played.exported;
    const failed = disbursements.filter(({ status }) => status === 'failed');
    expect(failed).toHaveLength(1);
    expect(disbursements.find(({ awardId, attempt }) => awardId === failed[0]?.awardId && attempt === 2)?.status).toBe(
      'paid',
    );
    expect(plans.length).toBeGreaterThan(1);
    const mainList = awards.filter(({ listNo, category }) => listNo === 1 && category === 'chain-case');
    expect(mainList.some(({ planNo }) => Number(planNo) > 1)).toBe(true);
  });

  test('finance has in its own books exactly what was instructed', () => {
    const told = ({ disbursementId, amountFen, payeeRef }: Played['received'][number]) =>
      `${disbursementId} ${amountFen} ${payeeRef}`;
    const instructed = played.exported.disbursements.map(
      ({ disbursementId, amountFen, payeeRef }) => `${disbursementId} ${amountFen} ${payeeRef}`,
    );
    expect(played.received.map(told).toSorted()).toEqual(instructed.toSorted());
    expect(summarise(played.exported).reconciliation.agrees).toBe(true);
  });

  test('every figure can be recomputed from the export alone', () => {
    expect(recompute(played.exported)).toEqual({ agrees: true, differences: [] });
  });

  test('all that must always hold does, in the export and in the system', () => {
    expect(played.live.objects.length).toBeGreaterThanOrEqual(played.exported.uploads.length);
    expect(played.live.records.length).toBeGreaterThan(played.exported.tasks.length);
    expect(verdictText(checkRound(played.exported, played.live))).toBe('九项不变量：全部成立');
  });

  test('everything that was counted has a price', () => {
    const { unpriced, total } = costOf(played.operations, SMALL.applications);
    expect(unpriced).toEqual([]);
    expect(total).toBeGreaterThan(0);
  });

  test('everybody who was to act has acted', () => {
    const done = [
      '上传',
      '推荐',
      '不推荐',
      '退回补正',
      '补正上传',
      '申请复核',
      '复核',
      '代为审查',
      '评分',
      '回避',
      '审议通过',
      '异议',
    ];
    expect(waves).toEqual(expect.arrayContaining([...done, '确认名单', '收款账户', '批准拨付方案', '财政拨付']));
  });
});

describe('what the parts of the system may do', () => {
  const elsewhere = (): string[] => Object.values(ELSEWHERE).flat();
  const never = UNUSED.flatMap(({ permissions }) => permissions);

  test('was enough: nothing was denied', () => {
    expect(played.permissions.denied.map(plain)).toEqual([]);
  });

  test('was needed: whatever this round did not use another flow does, or it says why nothing can', () => {
    const unused = played.permissions.unused.map(plain);
    expect(unused.filter((one) => !elsewhere().includes(one) && !never.includes(one))).toEqual([]);
    expect(unused).toEqual(expect.arrayContaining(never));
    const all = [...unused, ...played.permissions.used.map(plain)];
    expect(all).toEqual(expect.arrayContaining(elsewhere()));
  });

  test('is explained by files that are there, and once', () => {
    for (const file of Object.keys(ELSEWHERE)) expect(existsSync(join(ROOT, file)), file).toBe(true);
    const twice = never.filter((one, i) => elsewhere().includes(one) || never.indexOf(one) !== i);
    expect(twice).toEqual([]);
  });
});
