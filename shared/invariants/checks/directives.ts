import { recoveryFaults } from '../../domain/recoveries.ts';
import type { RoundExport } from '../../export/schema.ts';
import { decidedTasks, isExplained } from '../tasks.ts';

type Directive = RoundExport['directives'][number];

/** Whatever was said about an instruction says who, when and why; money is asked back by two persons. */
export function directivesExplained({ directives, disbursements, tasks }: RoundExport): string[] {
  const said = Map.groupBy(directives, ({ disbursementId }) => disbursementId);
  const agreed = new Map(
    decidedTasks(tasks, 'revocation', 'revoke').map(({ subject, assignee }) => [
      `${subject['disbursementId']}.d${subject['no']}`,
      assignee,
    ]),
  );
  const calledOff = new Set(directives.filter(isCalledOff).map(({ disbursementId }) => disbursementId));
  return [
    ...directives.flatMap((one) => ofOne(one, agreed)),
    ...[...said]
      .filter(([, own]) => !own.map(({ no }) => no).every((no, i) => no === i + 1))
      .map(([id]) => `拨付 ${id} 的后续要求编号不连续`),
    ...disbursements
      .filter(({ status, disbursementId }) => status === 'cancelled' && !calledOff.has(disbursementId))
      .map(({ disbursementId }) => `拨付 ${disbursementId} 已撤销，没有人要求撤销`),
  ];
}

const isCalledOff = ({ kind, answer }: Directive): boolean => kind === 'cancel' && answer === 'cancelled';

function ofOne(one: Directive, agreed: Map<string, string>): string[] {
  const { directiveId, disbursementId, no, kind, by, at, reason, confirmedBy } = one;
  if (directiveId !== `${disbursementId}.d${no}`) return [`${directiveId} 的编号与其拨付不符`];
  if (!isExplained(by, at, reason)) return [`${directiveId} 没有载明何人、何时、为何`];
  if (kind !== 'recover' || confirmedBy === null) return [];
  if (confirmedBy === by) return [`${directiveId} 的提出和复核是同一人`];
  return agreed.get(directiveId) === confirmedBy ? [] : [`${directiveId} 没有载明理由的复核`];
}

/** An award that was revoked is asked back in whole, and what came back is counted once and is never more. */
export function recoveriesAddUp({ awards, directives, disbursements, recoveries }: RoundExport): string[] {
  const asked = directives.filter(({ kind, confirmedAt }) => kind === 'recover' && confirmedAt !== null);
  const back = new Map(asked.map(({ awardId, directiveId }) => [awardId, directiveId]));
  const parts = Map.groupBy(recoveries, ({ recoveryId }) => recoveryId);
  const ended = new Set(directives.filter(({ next }) => next === 'end').map(({ awardId }) => awardId));
  return [
    ...awards
      .filter(({ awardId, status }) => (status === 'revoked') !== back.has(awardId))
      .map(({ awardId }) => `${awardId} 的撤销与追回不符`),
    ...awards
      .filter(({ awardId, status }) => status === 'cancelled' && !ended.has(awardId))
      .map(({ awardId }) => `${awardId} 已终止，没有人要求终止`),
    ...recoveryFaults(
      asked,
      disbursements.filter(({ status }) => status === 'paid'),
    ),
    ...asked
      .filter(({ directiveId, recoveredFen }) => sumOf(parts.get(directiveId) ?? []) !== recoveredFen)
      .map(({ directiveId }) => `追回 ${directiveId} 的合计与逐笔之和不符`),
    ...[...parts.keys()]
      .filter((id) => !asked.some(({ directiveId }) => directiveId === id))
      .map((id) => `追回 ${id} 有入账，没有要求追回`),
  ];
}

const sumOf = (parts: { amountFen: number }[]): number => parts.reduce((sum, { amountFen }) => sum + amountFen, 0);
