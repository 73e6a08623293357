import { nowMs, nowUtc } from '../../shared/clock.ts';
import type { Deps } from '../../shared/deps.ts';
import { hiddenOrder } from '../../shared/domain/panels/hidden-order.ts';
import { seedOf } from '../../shared/domain/panels/seed.ts';
import { drawPanels, type Shortage } from '../../shared/domain/panels.ts';
import { type DrawInput, drawInput } from '../../shared/panels/facts.ts';
import { conflictsCounted, loadPlan, settlePlan } from '../../shared/panels/plan.ts';
import type { Policy } from '../../shared/policy/schema.ts';
import { Retryable } from '../../shared/runtime/handler.ts';
import { type DrawPlan, DrawRecord } from '../../shared/schemas/records.ts';
import { keys } from '../../shared/store/keys.ts';
import { loadPinned, loadRound, setStage } from '../../shared/store/rounds.ts';
import { pendingShortage, shortageWaitId } from '../../shared/store/shortages.ts';
import type { Table } from '../../shared/store/table.ts';
import { ensureWait } from '../../shared/store/waits.ts';
import { seatAll } from './seats.ts';

const DAY_MS = 86_400_000;
type Drawn = { decision: 'drawn' } | { decision: 'short'; waitId: string; deadline: string; shortages: number };

/**
 * 五(三): draws the expert groups of all recommended applications, by a seed that nobody could steer: the secret committed
 * at the opening, the root of what was recommended, and the expert register. The whole draw is kept as a plan before anybody
 * has a seat; whoever goes on after a crash seats by the plan, whatever has changed since.
 */
export async function drawRound(deps: Deps, roundId: string): Promise<Drawn> {
  const { table } = deps;
  // The record is the draw's last write: with it every panel is there.
  if ((await table.get(keys.draw(roundId), DrawRecord)) !== null) return { decision: 'drawn' };
  const { policy } = await loadPinned(table, deps.evidence, roundId);
  if ((await loadPlan(deps, roundId)) === null) {
    // Counted before it is worked out: one that is recorded meanwhile is not missed.
    const conflicts = await conflictsCounted(table, roundId);
    const drawn = await plan(deps, roundId);
    if ('shortages' in drawn) return shortOf(table, roundId, policy, drawn.shortages);
    await settlePlan(deps, drawn, nowUtc(), conflicts);
  }
  const settled = await loadPlan(deps, roundId);
  if (settled === null) throw new Retryable('a conflict was recorded while panels were drawn');
  await seatAll(deps, settled, new Date(nowMs() + policy.expertStage.value.days * DAY_MS).toISOString());
  const { seed, panels, loads, prices } = settled;
  const record: DrawRecord = {
    entity: 'Draw',
    roundId,
    seed,
    drawnAt: nowUtc(),
    applications: panels.length,
    seats: panels.reduce((sum, { experts }) => sum + experts.length, 0),
    loads,
    prices,
  };
  await setStage(table, roundId, 'experts');
  await table.put(keys.draw(roundId), record, { replace: true });
  return { decision: 'drawn' };
}

/** The draw as it is worked out now, or why it cannot be. Nothing is written. */
async function plan(deps: Deps, roundId: string): Promise<DrawPlan | { shortages: Shortage[] }> {
  const input = await drawInput(deps, roundId);
  const seed = await seedFor(deps.table, roundId, input);
  const draw = drawPanels({ ...input, roundId, seed });
  if (!draw.ok) return { shortages: draw.shortages };
  const panels = input.applications.map(({ applicationId, industry, fields }) => ({
    applicationId,
    experts: draw.panels[applicationId] ?? [],
    industry,
    fields,
  }));
  return { roundId, seed, panels, loads: draw.loads, prices: draw.prices };
}

async function seedFor(table: Table, roundId: string, input: DrawInput): Promise<string> {
  const { secret } = await loadRound(table, roundId);
  const number = new Map(hiddenOrder(roundId, 'expert', input.experts).map(({ expertId }, e) => [expertId, e]));
  const recorded = input.applications.flatMap(({ applicationId, recorded: ids = [] }) =>
    ids.map((id): [string, number] => [applicationId, number.get(id) ?? -1]),
  );
  return seedOf({ secret, recommended: input.recommended, experts: input.registers.experts, recorded });
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
