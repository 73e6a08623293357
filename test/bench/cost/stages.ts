/** Which stage of an application's way an operation was for. */
import type { Counted } from '../../../infra/local/operations.ts';
import type { ROUND_STAGES } from '../../../shared/schemas/records.ts';

export const STAGES = ['intake', 'eligibility', 'district', 'panels', 'scoring', 'ranking', 'notice', 'money'] as const;
export type Stage = (typeof STAGES)[number];

/** Functions that serve one stage only; the others (pages, tasks, mails, publishing) serve the stage that people act in. */
const OF_FUNCTION: Record<string, Stage> = {
  ...{ call: 'intake', invite: 'intake', intake: 'intake', eligibility: 'eligibility' },
  ...{ panels: 'panels', 'fan-out': 'panels', starter: 'panels', aggregate: 'scoring', rank: 'ranking' },
  notice: 'notice',
  ...{ confirm: 'money', plan: 'money', issue: 'money', close: 'money', settlement: 'money', payee: 'money' },
};

/** The same of queues and machines, by the beginning of their logical ids. */
const OF_RESOURCE: [RegExp, Stage][] = [
  [/-Service-IntakeInbox/, 'intake'],
  [/-Service-WorkflowStart/, 'panels'],
  [/-Data-Finance|-Service-PublishingSettlement/, 'money'],
  [/-Service-Workflowapplication/, 'district'],
  [/-Service-Workflowscoring/, 'scoring'],
];

const OF_WAVE: Record<(typeof ROUND_STAGES)[number], Stage> = {
  ...{ call: 'intake', intake: 'intake', district: 'district', experts: 'scoring', ranking: 'ranking' },
  ...{ notice: 'notice', lists: 'money', settlement: 'money', closed: 'money' },
};

const FUNCTION = /-Service-(?:Web|Workflow|Intake|Publishing|Operations)([a-z-]+)Function/;
const FOLDERS = [
  ...Object.keys(OF_FUNCTION),
  ...['web', 'task-open', 'task-escalate', 'task-settle', 'publisher', 'notify', 'due', 'reconciler', 'seal'],
];
/** Logical ids have no hyphens. */
const FOLDER_OF = new Map(FOLDERS.map((name) => [name.replaceAll('-', ''), name]));

/** The folder of a function from the name that it has in the local cloud; undefined when it is none. */
export const functionOf = (by: string): string | undefined => FOLDER_OF.get(FUNCTION.exec(by)?.[1] ?? '');

/**
 * Tells for each operation, in the order in which they happen, which stage it was for. What serves one stage only says so
 * itself, and also that the round has come so far; the rest is of the stage that the round has come to.
 */
export class Attribution {
  #reached: Stage = 'intake';

  /** People begin to act in a stage. */
  begins(wave: (typeof ROUND_STAGES)[number]): void {
    this.#reached = OF_WAVE[wave];
  }

  stageOf({ by }: Pick<Counted, 'by'>): Stage {
    const ofFunction = OF_FUNCTION[functionOf(by) ?? ''];
    const own = ofFunction ?? OF_RESOURCE.find(([pattern]) => pattern.test(by))?.[1];
    if (own === undefined) return this.#reached;
    // Finance asks its queue all the time, and districts begin while packages still come in: these do not say that the round
    // has come further.
    const works = ofFunction !== undefined || /-Service-Workflowscoring/.test(by);
    if (works && STAGES.indexOf(own) > STAGES.indexOf(this.#reached)) this.#reached = later(own);
    return own;
  }
}

/** While packages come in, their qualification is looked at and districts are asked: the round has not left that stage. */
const later = (own: Stage): Stage => (own === 'eligibility' ? 'intake' : own);
