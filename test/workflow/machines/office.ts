/**
 * The people and functions around a state machine: the synthesized definition in the interpreter, functions that
 * answer as scripted, and tasks that wait until a test decides.
 */
import { SendTaskSuccessCommand } from '@aws-sdk/client-sfn';
import { stageNamed } from '../../../infra/stages.ts';
import { definitionOf, synthesized } from '../../infra/templates.ts';
import { type Bench, createBench, type TestFunction } from '../interpreter/harness.ts';

export type Answer = Record<string, unknown>;
/** A task that a machine opened; `token` as the function task-open got it. */
export type Task = { kind: string; waitId: string; token: string } & Record<string, unknown>;
/** An answer, a function of the payload, or several to be used up one after the other; the last one stays. */
export type Script = Answer | Answer[] | ((payload: never) => Answer | Promise<Answer>);

const templates = synthesized(stageNamed('prod'));

export const start = Date.UTC(2026, 10, 1);
/** A deadline so many days after the clock's start. */
export const day = (n: number) => new Date(start + n * 86_400_000).toISOString();

export interface Office {
  bench: Bench;
  /** Calls of functions in order, as `name` with what tells one call from another. */
  log(): string[];
  /** The payloads that a function was called with. */
  payloads(name: string): unknown[];
  begin(input: Answer): Promise<void>;
  /** The last task of this kind, or with this waitId. */
  task(which: string): Task;
  /** How often a task of this kind, or with this waitId, was opened. */
  opened(which: string): number;
  /** Completes a wait as the function task-settle does; `late` when nobody waits any more. */
  settle(token: string, output: Answer): Promise<'taken' | 'late'>;
  /** Decides the task and lets everything happen that follows from it. */
  decide(which: string | Task, output: Answer): Promise<'taken' | 'late'>;
  /** Decides every task that opens, until the machine ends; `people` is asked by kind. */
  decideAll(people: Record<string, (task: Task) => Answer>): Promise<void>;
  toDay(n: number): Promise<void>;
  outcome(): ReturnType<Bench['describe']>;
  close(): Promise<void>;
}

export async function openOffice(
  machine: 'round' | 'application' | 'scoring',
  scripts: Record<string, Script>,
): Promise<Office> {
  const tasks: Task[] = [];
  const functions: Record<string, TestFunction> = { 'task-open': (task: Task) => void tasks.push(task) };
  for (const [name, script] of Object.entries(scripts)) functions[name] = scripted(script);
  const bench = await createBench(functions);
  bench.define(machine, definitionOf(templates.service, machine));
  let execution = '';

  const matching = (which: string) => tasks.filter((t) => t.kind === which || t.waitId === which);
  const office: Office = {
    bench,
    log: () => bench.calls.map(({ name, payload }) => [name, ...marks(payload)].join(' ')),
    payloads: (name) => bench.calls.filter((c) => c.name === name).map((c) => c.payload),
    async begin(input) {
      execution = await bench.start(machine, input);
      await bench.settled();
    },
    task(which) {
      const found = matching(which).at(-1);
      if (found === undefined) throw new Error(`no task ${which} among ${tasks.map((t) => t.waitId)}`);
      return found;
    },
    opened: (which) => matching(which).length,
    async settle(token, output) {
      try {
        await bench.client.send(new SendTaskSuccessCommand({ taskToken: token, output: JSON.stringify(output) }));
        return 'taken';
      } catch (error) {
        const { name } = error as Error;
        if (name === 'TaskDoesNotExist' || name === 'TaskTimedOut') return 'late';
        throw error;
      }
    },
    async decide(which, output) {
      const answer = await office.settle((typeof which === 'string' ? office.task(which) : which).token, output);
      await bench.settled();
      return answer;
    },
    async decideAll(people) {
      for (let next = tasks.shift(); next !== undefined; next = tasks.shift()) {
        const person = people[next.kind];
        if (person === undefined) throw new Error(`nobody for ${next.kind} ${next.waitId}`);
        await office.decide(next, person(next));
      }
    },
    toDay: (n) => bench.advance((start + n * 86_400_000 - bench.clock.now()) / 1000),
    outcome: () => bench.describe(execution),
    close: () => bench.close(),
  };
  return office;
}

function scripted(script: Script): TestFunction {
  if (typeof script === 'function') return script;
  if (!Array.isArray(script)) return () => script;
  const left = [...script];
  return () => (left.length > 1 ? left.shift() : left[0]);
}

function marks(payload: unknown): unknown[] {
  const { op, kind, stage, task, cursor, gate, no, listNo, planNo, accept, signed, seat } = payload as Answer;
  const numbered = { no, listNo, planNo, accept, signed, seat };
  const shown = Object.entries(numbered).flatMap(([key, value]) => (value === undefined ? [] : [`${key}=${value}`]));
  return [op, kind, stage, gate, task, cursor, ...shown].filter((mark) => mark !== undefined && mark !== null);
}
