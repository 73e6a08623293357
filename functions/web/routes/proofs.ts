import type { Hono } from 'hono';
import { proofPage } from '../../../shared/http/pages/proof.ts';
import { HttpProblem } from '../../../shared/http/problems.ts';
import { SealedGate } from '../../../shared/schemas/proofs.ts';
import { findProof } from '../../../shared/store/roots.ts';
import { loadPinned } from '../../../shared/store/rounds.ts';
import type { WebDeps } from '../deps.ts';
import { loadPublicRoots } from '../load/round.ts';
import { needSlot } from '../need-slot.ts';
import { pathOf } from '../session.ts';

/** 存证凭证, for whoever came by the slot's own link: as a page to print, and as the file that is checked (`….json`). */
export function proofRoutes(app: Hono, deps: WebDeps): void {
  app.get('/slots/:applicationId/proofs/:name', async (c) => {
    const { slot, session } = await needSlot(c, deps);
    const [name = '', ending] = c.req.param('name').split('.');
    const gate = SealedGate.safeParse(name);
    if (!gate.success || (ending !== undefined && ending !== 'json')) throw new HttpProblem('page.not-found');
    const roots = (await loadPublicRoots(deps, slot.roundId)).filter((root) => root.gate === gate.data);
    if (roots.length === 0) throw new HttpProblem('proof.not-yet');
    const proof = await findProof(deps, roots, gate.data, slot.applicationId);
    if (proof === null) throw new HttpProblem('proof.not-listed');
    if (ending === 'json')
      return c.json(proof, 200, { 'Content-Disposition': `attachment; filename="proof-${gate.data}.json"` });
    const { policy } = await loadPinned(deps.table, deps.evidence, slot.roundId);
    return c.html(proofPage({ policy, proof, home: pathOf(session.link.opens) }));
  });
}
