import type { TaskRecord } from '../../../schemas/records.ts';
import { DECISION_LABELS } from '../../labels.ts';
import { t } from '../../language.ts';

type Decided = Pick<TaskRecord, 'kind'> & { decision: NonNullable<TaskRecord['decision']> };

/** What was decided, in words, and why. What experts wrote or gave stays with them. */
export function decisionWords({ kind, decision }: Decided): { what: string; why: string } {
  const label =
    kind === 'correction' ? undefined : new Map(Object.entries(DECISION_LABELS[kind])).get(decision.decision);
  const why = [decision['opinion'], decision['reason']].find((text) => typeof text === 'string') ?? '';
  return {
    what: label === undefined ? decision.decision : t(label),
    why: kind === 'score' || kind === 'second-look' ? '' : why,
  };
}
