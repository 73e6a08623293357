import { canonicalJson, sha256Hex } from '../../shared/canonical.ts';
import { nowMs, nowUtc } from '../../shared/clock.ts';
import type { Deps } from '../../shared/deps.ts';
import { type AutoItem, autoScores } from '../../shared/domain/auto-scores.ts';
import { drawPanels, type Shortage } from '../../shared/domain/panels.ts';
import { loadLegalPersons, panelApplication } from '../../shared/panels/facts.ts';
import type { Policy } from '../../shared/policy/schema.ts';
import { type ApplicationRecord, DrawRecord, type RoundRecord, type SeatRecord } from '../../shared/schemas/records.ts';
import type { AutoSheet } from '../../shared/store/auto.ts';
import { openAction } from '../../shared/store/gates.ts';
import { keys } from '../../shared/store/keys.ts';
import { registerRow, registerRows, servedPilots } from '../../shared/store/registers.ts';
import { forEachId, loadApplications } from '../../shared/store/roster.ts';
import { loadPinned, loadRound, setStage } from '../../shared/store/rounds.ts';
import { seatWaitId } from '../../shared/store/seats.ts';
import { pendingShortage, shortageWaitId } from '../../shared/store/shortages.ts';
import { ConditionFailed, type Table } from '../../shared/store/table.ts';
import { ensureWait, newWaitAction } from '../../shared/store/waits.ts';

const DAY_MS = 86_400_000;
type Drawn = { decision: 'drawn' } | { decision: 'short'; waitId: string; deadline: string; shortages: number };

/**
 * 五(三): draws the expert groups of all recommended applications, by a seed that nobody could steer: the secret committed
 * at the opening, the root of what was recommended, and the expert register. The same again gives the same panels.
 */
export async function drawRound(deps: Deps, roundId: string): Promise<Drawn> {
  const { table } = deps;
  // The record is the draw's last write: with it every panel is there.
  if ((await table.get(keys.draw(roundId), DrawRecord)) !== null) return { decision: 'drawn' };
  const { policy, registers } = await loadPinned(table, deps.evidence, roundId);
  const recommended = (await loadApplications(table, roundId)).filter(
    (application) => application.status === 'recommended',
  );
  const applications = await forEachApplication(recommended, (application) =>
    panelApplication(deps, application, registers),
  );
  const seed = await seedOf(table, roundId, recommended, registers.experts);
  const draw = drawPanels({
    policy,
    roundId,
    seed,
    applications,
    experts: await registerRows(table, 'experts', registers.experts),
    legalPersons: await loadLegalPersons(table, registers),
  });
  if (!draw.ok) return shortOf(table, roundId, policy, draw.shortages);

  const deadline = new Date(nowMs() + policy.expertStage.value.days * DAY_MS).toISOString();
  const asked = new Map(applications.map((one) => [one.applicationId, one]));
  await forEachApplication(recommended, async (application) => {
    const { industry = null, fields = [] } = asked.get(application.applicationId) ?? {};
    const items = await formulaItems(table, policy, registers, application);
    const panel = draw.panels[application.applicationId] ?? [];
    await seat(table, application, panel, deadline, { items, industry, fields });
  });
  const record: DrawRecord = {
    entity: 'Draw',
    roundId,
    seed,
    drawnAt: nowUtc(),
    applications: recommended.length,
    seats: recommended.length * policy.panel.value.size,
    loads: draw.loads,
    prices: draw.prices,
  };
  await setStage(table, roundId, 'experts');
  await table.put(keys.draw(roundId), record, { replace: true });
  return { decision: 'drawn' };
}

const forEachApplication = <T>(
  applications: ApplicationRecord[],
  each: (application: ApplicationRecord) => Promise<T>,
): Promise<T[]> => {
  const byId = new Map(applications.map((application) => [application.applicationId, application]));
  const all = forEachId([...byId.keys()], async (id) => {
    const application = byId.get(id);
    return application === undefined ? [] : [await each(application)];
  });
  return all.then((lists) => lists.flat());
};

async function seedOf(
  table: Table,
  roundId: string,
  recommended: ApplicationRecord[],
  expertsVersion: string,
): Promise<string> {
  const { secret } = await loadRound(table, roundId);
  const root = sha256Hex(
    canonicalJson(recommended.map(({ applicationId, packageSha256 }) => [applicationId, packageSha256])),
  );
  return sha256Hex(`${secret}|${root}|${expertsVersion}`);
}

/** Panels that cannot be drawn: the bureau is told why, application by application, and has it drawn again. */
async function shortOf(table: Table, roundId: string, policy: Policy, shortages: Shortage[]): Promise<Drawn> {
  const pending = await pendingShortage(table, roundId);
  if (pending !== null) {
    const { waitId, deadline } = pending;
    return { decision: 'short', waitId, deadline, shortages: shortages.length };
  }
  const asked = await table.update(keys.shortage(roundId), {
    set: { entity: 'Shortage', shortages: shortages.slice(0, 50) },
    add: { turn: 1 },
    upsert: true,
  });
  const waitId = shortageWaitId(roundId, Number(asked['turn']));
  const deadline = new Date(nowMs() + policy.bureauTask.value.days * DAY_MS).toISOString();
  await ensureWait(table, waitId, roundId, deadline);
  return { decision: 'short', waitId, deadline, shortages: shortages.length };
}

/** Seats, waits, formula points and the open row of one application, all or nothing; seated before is left as it is. */
async function seat(
  table: Table,
  { applicationId, roundId }: ApplicationRecord,
  panel: string[],
  deadline: string,
  known: Pick<AutoSheet, 'items' | 'industry' | 'fields'>,
): Promise<void> {
  const seats = panel.flatMap((expertId, i) => {
    const record: SeatRecord = {
      entity: 'Seat',
      applicationId,
      roundId,
      seat: i + 1,
      status: 'assigned',
      expertId,
      turn: 1,
      past: [],
    };
    return [
      { put: keys.seat(applicationId, record.seat), item: record },
      newWaitAction(seatWaitId(applicationId, record.seat, 1), roundId, deadline),
    ];
  });
  try {
    await table.transact([
      ...seats,
      { put: keys.auto(applicationId), item: { entity: 'Auto', applicationId, ...known } },
      openAction(roundId, 'experts', applicationId),
    ]);
  } catch (error) {
    if (!(error instanceof ConditionFailed)) throw error;
  }
}

/** What formulas give from the pinned registers: worked out once, shown to the experts, counted in the total. */
async function formulaItems(
  table: Table,
  policy: Policy,
  registers: RoundRecord['registers'],
  { category, uscc }: ApplicationRecord,
): Promise<AutoItem[]> {
  const [pilot, participation, served] = await Promise.all([
    category === 'benchmark-enterprise' ? registerRow(table, 'pilots', registers.pilots, uscc) : null,
    registerRow(table, 'participation', registers.participation, uscc),
    category === 'benchmark-enterprise' ? [] : servedPilots(table, registers.pilots, uscc),
  ]);
  return autoScores(policy, category, { pilot, participation, servedPilots: served });
}
