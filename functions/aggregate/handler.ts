import { NotFound } from '../../shared/bad-input.ts';
import { nowMs, nowUtc } from '../../shared/clock.ts';
import type { Deps } from '../../shared/deps.ts';
import { servedCount } from '../../shared/domain/auto-scores.ts';
import { type Aggregate, aggregate } from '../../shared/domain/scoring.ts';
import type { Policy } from '../../shared/policy/schema.ts';
import { ApplicationRecord, type ScoreRecord, SheetRecord } from '../../shared/schemas/records.ts';
import type { PilotRow } from '../../shared/schemas/registers.ts';
import { loadAuto } from '../../shared/store/auto.ts';
import { leaveAction, passIfDone } from '../../shared/store/gates.ts';
import { keys } from '../../shared/store/keys.ts';
import { registerRow, servedPilots } from '../../shared/store/registers.ts';
import { loadPinned } from '../../shared/store/rounds.ts';
import { sheetsWaitId } from '../../shared/store/seats.ts';
import { ConditionFailed } from '../../shared/store/table.ts';
import { ensureWait, loadWait } from '../../shared/store/waits.ts';
import { askAgain, awaitedLooks, type Spread } from './second-look.ts';

const DAY_MS = 86_400_000;
interface Request {
  roundId: string;
  applicationId: string;
  accept?: boolean | undefined;
}
type Aggregated =
  | { decision: 'aggregated' | 'withdrawn' }
  | Spread
  | { decision: 'under-minimum'; waitId: string; deadline: string };

/**
 * Adds an application's sheets up by the policy's rule and takes it out of the stage. With fewer sheets than the
 * minimum a person decides first; without any there is nothing to accept. Sheets far apart go to their panel once more
 * before they count. Who has withdrawn gets no total.
 */
export async function total(deps: Deps, { roundId, applicationId, accept = false }: Request): Promise<Aggregated> {
  const { table } = deps;
  const { policy } = await loadPinned(table, deps.evidence, roundId);
  // Looked at before the sheets are: what is settled by now stands on them.
  const looks = await awaitedLooks(table, applicationId);
  const [application, sheets, items] = await Promise.all([
    table.get(keys.application(applicationId), ApplicationRecord),
    table.all(keys.applicationPk(applicationId), SheetRecord, 'SHEET#'),
    loadAuto(table, applicationId),
  ]);
  if (application === null) throw new NotFound(`application ${applicationId}`);
  if (application.status === 'withdrawn') return { decision: 'withdrawn' };
  if (looks !== null && looks.length > 0) return { decision: 'spread', looks };
  // Asked for a second look, they were enough.
  if (looks === null && sheets.length < policy.panel.value.minimum && !(accept && sheets.length > 0))
    return underMinimum(deps, policy, application, accept);

  const { category } = application;
  const result = aggregate(
    policy,
    category,
    items,
    sheets.map(({ seat, pointsByItem }) => ({ seat, items: pointsByItem })),
  );
  const again = looks === null ? await askAgain(table, policy, application, result) : null;
  if (again !== null) return again;
  await write(deps, await scoreOf(deps, application, items, result), application.status);
  return { decision: 'aggregated' };
}

/** The total with what may separate it from equal ones. */
async function scoreOf(
  { table, evidence }: Deps,
  application: ApplicationRecord,
  items: ScoreRecord['auto'],
  result: Aggregate,
): Promise<ScoreRecord> {
  const { applicationId, roundId, category, uscc } = application;
  const { policy, registers } = await loadPinned(table, evidence, roundId);
  const [pilot, served] = await Promise.all([
    category === 'benchmark-enterprise' ? registerRow(table, 'pilots', registers.pilots, uscc) : null,
    category === 'benchmark-enterprise' ? [] : servedPilots(table, registers.pilots, uscc),
  ]);
  return {
    entity: 'Score',
    applicationId,
    roundId,
    category,
    uscc,
    auto: items,
    ...result,
    resultsPoints: result.byIndicator[policy.categories[category].resultsIndicator] ?? '0',
    ...tieFacts(policy, application, items, pilot, served),
    aggregatedAt: nowUtc(),
  };
}

/** What may separate equal totals, by the policy's chain. */
function tieFacts(
  policy: Policy,
  { category }: ApplicationRecord,
  auto: ScoreRecord['auto'],
  pilot: PilotRow | null,
  served: PilotRow[],
) {
  const rubric = policy.categories[category].indicators.flatMap((indicator) => indicator.items);
  const digital = rubric.find((item) => item.by === 'auto' && item.formula === 'digital-level');
  return {
    digitalPoints: auto.find((item) => item.code === digital?.code)?.points ?? null,
    servedCount: category === 'benchmark-enterprise' ? null : servedCount(policy, served),
    acceptedOn: pilot?.acceptedOn ?? null,
  };
}

/** @param status of the application when it was looked at: one that was taken back meanwhile gets no total */
async function write({ table }: Deps, score: ScoreRecord, status: ApplicationRecord['status']): Promise<void> {
  const { roundId, applicationId } = score;
  try {
    await table.transact([
      { put: keys.score(applicationId), item: score },
      { check: keys.application(applicationId), when: { status } },
      leaveAction(roundId, 'experts', applicationId),
    ]);
  } catch (error) {
    // Added up in an earlier try: the first score stands.
    if (!(error instanceof ConditionFailed)) throw error;
  }
  await passIfDone(table, roundId, 'experts', nowUtc());
}

/** Asks the bureau: once until its answer was carried out, however often the panel is looked at meanwhile. */
async function underMinimum(
  { table }: Deps,
  policy: Policy,
  application: ApplicationRecord,
  accepted: boolean,
): Promise<Aggregated> {
  const { applicationId, roundId, shortages = 0, shortagesAnswered = 0 } = application;
  const no = shortages > shortagesAnswered && !accepted ? shortages : shortages + 1;
  const waitId = sheetsWaitId(applicationId, no);
  const deadline = new Date(nowMs() + policy.bureauTask.value.days * DAY_MS).toISOString();
  await ensureWait(table, waitId, roundId, deadline);
  // Without a single sheet there was nothing to accept: that answer is used up.
  const set = { shortages: no, shortagesAnswered: no - 1 };
  try {
    await table.update(keys.application(applicationId), { set, when: { status: application.status } });
  } catch (error) {
    if (!(error instanceof ConditionFailed)) throw error;
    return { decision: 'withdrawn' };
  }
  return { decision: 'under-minimum', waitId, deadline: (await loadWait(table, waitId))?.deadline ?? deadline };
}
