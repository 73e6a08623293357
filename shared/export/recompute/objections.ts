import { answerDueAt, rulingDueAt } from '../../domain/objections.ts';
import type { RoundExport } from '../schema.ts';
import { differ } from './differ.ts';

type Objection = RoundExport['objections'][number];

/** 五(四): until when an objection had to be ruled on, and until when objector and applicant were waited for. */
export function checkPeriods(objection: Objection, policy: RoundExport['policy']): string[] {
  const { objectionId, filedAt, dueAt, steps, status, ruling } = objection;
  const name = `异议 ${objectionId}`;
  const untils = steps.flatMap(({ kind, at, until }) => {
    const asks = kind === 'supplement-asked' || kind === 'hearing-asked';
    return differ(`${name} 的${kind}期限`, until, asks ? answerDueAt(policy, kind, at, dueAt) : null);
  });
  const last = steps.at(-1);
  return [
    ...differ(`${name} 的裁定期限`, dueAt, rulingDueAt(policy, filedAt)),
    ...differ(`${name} 的提出时间`, filedAt, steps[0]?.at ?? null),
    ...untils,
    ...(ruling === null || status === 'open' ? [] : differ(`${name} 的裁定时间`, ruling.at, last?.at ?? null)),
  ];
}
