import type { RoundExport } from '../../export/schema.ts';
import { openTasks } from '../tasks.ts';

type Objection = RoundExport['objections'][number];
type Step = Objection['steps'][number];

/** Who takes a step: the objector, the applicant, or else an officer. */
const OUTSIDE: Partial<Record<Step['kind'], string>> = {
  filed: 'objector',
  supplemented: 'objector',
  withdrawn: 'objector',
  heard: 'applicant',
};
const LAST: Record<Exclude<Objection['status'], 'open'>, Step['kind']> = {
  upheld: 'ruled',
  rejected: 'ruled',
  declined: 'declined',
  withdrawn: 'withdrawn',
};

/** 五(四): every step in its turn, by whom it is for, and an end that is its last step; nobody is heard about what has ended. */
export function objectionsByStep({ objections, tasks, registers }: RoundExport): string[] {
  const officers = new Set(registers.staff.filter(({ role }) => role === 'bureau').map(({ staff }) => staff));
  const asked = new Set(openTasks(tasks, 'objection-hearing').map(({ subject }) => subject['objectionId']));
  return objections.flatMap((objection) => {
    const { objectionId, status, steps } = objection;
    const name = `异议 ${objectionId}`;
    const wrong = steps.filter(({ kind, by }) => {
      const outside = OUTSIDE[kind];
      return outside === undefined ? !officers.has(by) : by !== outside;
    });
    const ended = status === 'open' || steps.at(-1)?.kind === LAST[status];
    return [
      ...wrong.map(({ kind, by }) => `${name} 的步骤 ${kind} 由 ${by} 作出`),
      ...(inOrder(steps) ? [] : [`${name} 的步骤先后有误`]),
      ...(ended ? [] : [`${name} 的结果与最后一步不一致`]),
      ...(status !== 'open' && asked.has(objectionId) ? [`${name} 已办结，仍在听取申报单位意见`] : []),
      ...(status === 'declined' && objection.declined === null ? [`${name} 不予受理而没有载明情形`] : []),
    ];
  });
}

/** Clocks of two machines may be apart by as much. */
const APART_MS = 60_000;

/** Filed first, answers after what they answer, times never back. */
function inOrder(steps: Step[]): boolean {
  const firstOf = (kind: Step['kind']) => steps.findIndex((step) => step.kind === kind);
  const follows = (answer: Step['kind'], question: Step['kind']) =>
    firstOf(answer) < 0 || (firstOf(question) >= 0 && firstOf(question) < firstOf(answer));
  return (
    steps[0]?.kind === 'filed' &&
    steps.every(({ at }, i) => Date.parse(at) + APART_MS >= Date.parse(steps[i - 1]?.at ?? at)) &&
    follows('heard', 'hearing-asked') &&
    follows('ruled', 'accepted') &&
    follows('hearing-asked', 'accepted')
  );
}
