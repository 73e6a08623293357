import type { Context } from 'hono';
import type { SlotRecord } from '../../shared/schemas/records.ts';
import type { WebDeps } from './deps.ts';
import { loadSlot } from './load/slot.ts';
import { needSession, type Session } from './session.ts';

/** The slot that the address names, for whoever came by its link. @throws HttpProblem */
export async function needSlot(c: Context, deps: WebDeps): Promise<{ slot: SlotRecord; session: Session }> {
  const applicationId = c.req.param('applicationId') ?? '';
  const session = await needSession(c, deps, { kind: 'slot', applicationId });
  return { slot: await loadSlot(deps, applicationId), session };
}
