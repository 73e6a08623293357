/**
 * Drives the executions. Each execution has its own queue, so its steps never overlap; different executions go on
 * side by side. In memory is only what moves: an execution whose threads all wait for a time or a callback lives
 * in the journal alone.
 */
import type { Definition } from './definition.ts';
import { enter } from './enter.ts';
import { RUNTIME, TIMEOUT } from './errors.ts';
import type { Change, Journal } from './journal.ts';
import type { Branch, Execution, Run } from './model.ts';
import { type Answer, dueReached, invoked, join } from './proceed.ts';
import { beginTurn, type Context, endExecution, type Turn } from './turn.ts';

/** AWS's hard limit of one execution. */
const HISTORY_LIMIT = 25_000;

interface Hot {
  run: Run;
  queue: Promise<void>;
  /** Jobs queued or running; at 0 the execution is forgotten. */
  jobs: number;
  ready: Set<number>;
}

export interface EngineOptions {
  journal: Journal;
  context: Context;
  definition: (hash: string) => Definition;
  invoke: (functionArn: string, payload: unknown, machineArn: string) => Promise<Answer<unknown>>;
  /** Functions called at once. */
  maxInvocations: number;
  onTransitions: (count: number, machine: string) => void;
  onDueChanged: () => void;
  onEnded: (execution: Execution) => void;
}

export type Engine = ReturnType<typeof createEngine>;

export function createEngine(o: EngineOptions) {
  const { journal, context } = o;
  const hots = new Map<number, Hot>();
  const timers = new Map<number, NodeJS.Timeout>();
  /** Invocations by thread, with the step they belong to; dropped threads leave it and their answers are ignored. */
  const calls = new Map<number, number>();
  /** Threads whose due time is queued: a clock may ask again before it was their turn. */
  const firing = new Set<number>();
  const waitingCalls: (() => void)[] = [];
  let running = 0;
  let stopped = false;

  function load(id: number): Hot {
    const execution = journal.executionById(id);
    if (execution === undefined) throw new Error(`no execution ${id}`);
    const branches = new Map(journal.branches(id).map((b) => [b.id, b]));
    const ready = new Set(
      [...branches.values()].filter((b) => b.phase === 'enter' || b.phase === 'join').map((b) => b.id),
    );
    const run: Run = { execution, definition: o.definition(execution.hash), branches };
    const hot: Hot = { run, queue: Promise.resolve(), jobs: 0, ready };
    hots.set(id, hot);
    return hot;
  }

  /** Runs a job when the execution's earlier jobs are through. */
  function withExecution<T>(id: number, job: (hot: Hot) => Promise<T> | T): Promise<T> {
    const hot = hots.get(id) ?? load(id);
    hot.jobs += 1;
    const result = hot.queue.then(() => job(hot));
    const after = () => {
      if (hot.ready.size > 0 && hot.jobs === 1 && !stopped) void withExecution(id, step);
      hot.jobs -= 1;
      if (hot.jobs === 0) hots.delete(id);
    };
    hot.queue = result.then(after, after);
    return result;
  }

  /** Makes one turn of an execution durable, then real. */
  async function turn(hot: Hot, work: (turn: Turn) => Promise<void> | void): Promise<void> {
    const t = beginTurn(context, hot.run);
    await work(t);
    if (t.change.put.length + t.change.drop.length === 0) return;
    if (journal.commit(t.change) > HISTORY_LIMIT && t.change.execution.status === 'RUNNING') {
      apply(hot, t.change);
      const cause = `The execution has more than ${HISTORY_LIMIT} events.`;
      return turn(hot, (last) => endExecution(last, { status: 'FAILED', error: RUNTIME, cause }));
    }
    apply(hot, t.change);
    if (t.transitions > 0) o.onTransitions(t.transitions, hot.run.execution.machineName);
  }

  function apply(hot: Hot, change: Change): void {
    const { run, ready } = hot;
    let dueChanged = run.execution.due !== change.execution.due;
    if (run.execution.status === 'RUNNING' && change.execution.status !== 'RUNNING') o.onEnded(change.execution);
    run.execution = change.execution;
    for (const id of change.drop) {
      dueChanged ||= run.branches.get(id)?.due !== undefined;
      forget(id);
      run.branches.delete(id);
      ready.delete(id);
    }
    for (const b of change.put) {
      const before = run.branches.get(b.id);
      dueChanged ||= before?.due !== b.due;
      run.branches.set(b.id, b);
      if (before?.step !== b.step) forget(b.id);
      if (b.phase === 'enter' || b.phase === 'join') ready.add(b.id);
      if (b.phase === 'done' && b.parent !== undefined) ready.add(b.parent);
      if (b.phase === 'invoke' && calls.get(b.id) !== b.step) startCall(run.execution, b);
      if (b.phase === 'retry') startTimer(run.execution.id, b);
    }
    if (dueChanged) o.onDueChanged();
  }

  function forget(branch: number): void {
    clearTimeout(timers.get(branch));
    timers.delete(branch);
    calls.delete(branch);
  }

  async function step(hot: Hot): Promise<void> {
    // Lets the outside in between two steps: a machine that loops must not hold up the process.
    await new Promise((resolve) => setImmediate(resolve));
    const [id] = hot.ready;
    if (id === undefined) return;
    hot.ready.delete(id);
    const branch = hot.run.branches.get(id);
    if (branch?.phase === 'enter') await turn(hot, (t) => enter(t, branch));
    if (branch?.phase === 'join') await turn(hot, (t) => join(t, branch));
  }

  function startTimer(execution: number, branch: Branch): void {
    const fire = () => {
      void withExecution(execution, async (hot) => {
        timers.delete(branch.id);
        const now = hot.run.branches.get(branch.id);
        if (now?.phase !== 'retry' || now.step !== branch.step) return;
        await turn(hot, (t) => {
          t.change.put.push({ ...now, phase: 'enter', retryAt: undefined, step: now.step + 1 });
        });
      });
    };
    timers.set(branch.id, setTimeout(fire, Math.max(0, (branch.retryAt ?? 0) - Date.now())));
  }

  function startCall({ id: execution, machineArn }: Execution, branch: Branch): void {
    const { call, step: at } = branch;
    if (call === undefined) throw new Error(`${branch.state} has nothing to call`);
    calls.set(branch.id, at);
    waitingCalls.push(() => {
      if (stopped || calls.get(branch.id) !== at) return;
      running += 1;
      void answerOf((...args) => o.invoke(...args, machineArn), call).then((answer) => {
        running -= 1;
        if (stopped) return;
        startWaitingCalls();
        return withExecution(execution, async (hot) => {
          if (calls.get(branch.id) === at) calls.delete(branch.id);
          const now = hot.run.branches.get(branch.id);
          if (now?.phase === 'invoke' && now.step === at) await turn(hot, (t) => invoked(t, now, answer));
        });
      });
    });
    startWaitingCalls();
  }

  function startWaitingCalls(): void {
    while (running < o.maxInvocations) {
      const start = waitingCalls.shift();
      if (start === undefined) return;
      start();
    }
  }

  function fire(now: number): void {
    for (const due of journal.branchesDue(now)) {
      if (firing.has(due.branch)) continue;
      firing.add(due.branch);
      void withExecution(due.execution, async (hot) => {
        firing.delete(due.branch);
        const branch = hot.run.branches.get(due.branch);
        if (branch?.due !== undefined && branch.due <= now) await turn(hot, (t) => dueReached(t, branch, now));
      });
    }
    for (const id of journal.executionsDue(now)) {
      void withExecution(id, async (hot) => {
        if (hot.run.execution.status !== 'RUNNING') return;
        await turn(hot, (t) => endExecution(t, { status: 'TIMED_OUT', error: TIMEOUT }));
      });
    }
  }

  return {
    withExecution,
    turn,
    fire,
    nextDue: (): number | undefined => (stopped ? undefined : journal.nextDue()),
    /** Takes up a new execution. */
    wake: (execution: Execution): void => {
      if (execution.due !== undefined) o.onDueChanged();
      void withExecution(execution.id, () => undefined);
    },
    resume(): void {
      for (const id of journal.runnableExecutions()) {
        void withExecution(id, ({ run }) => {
          for (const b of run.branches.values()) {
            if (b.phase === 'invoke' && calls.get(b.id) !== b.step) startCall(run.execution, b);
            if (b.phase === 'retry' && !timers.has(b.id)) startTimer(id, b);
          }
        });
      }
      fire(context.now());
    },
    idle: (): boolean => hots.size === 0 && calls.size === 0 && running === 0 && timers.size === 0,
    async stop(): Promise<void> {
      if (stopped) return;
      stopped = true;
      for (const timer of timers.values()) clearTimeout(timer);
      while (hots.size > 0) await Promise.all([...hots.values()].map((hot) => hot.queue));
      journal.close();
    },
  };
}

async function answerOf(
  invoke: (functionArn: string, payload: unknown) => Promise<Answer<unknown>>,
  call: NonNullable<Branch['call']>,
): Promise<Answer> {
  try {
    const answer = await invoke(call.functionName, call.payload);
    // Lambda answers with JSON: undefined is null, a date is a string.
    return answer.ok ? { ok: true, payload: JSON.parse(JSON.stringify(answer.payload ?? null)) } : answer;
  } catch (error) {
    return { ok: false, errorType: 'Lambda.ServiceException', errorMessage: String(error) };
  }
}
