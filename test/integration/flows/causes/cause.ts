/** What makes an alarm ring, and what ends that. */
import { join } from 'node:path';
import {
  DeleteFunctionConcurrencyCommand,
  ListEventSourceMappingsCommand,
  PutFunctionConcurrencyCommand,
  UpdateEventSourceMappingCommand,
} from '@aws-sdk/client-lambda';
import { openDesk } from '../../cli/desk.ts';
import { functionNames, resources } from '../../garbage/senders.ts';
import { type Applicant, type City, makeCity } from '../city.ts';
import { type Flows, openFlows } from '../harness.ts';
import { issuedAward } from '../issued.ts';
import { submitAll } from '../rounds.ts';

const MINUTES = 60_000;

export interface Cause {
  title: string;
  /** All that ring while it lasts, by their names without what all begin with; the first is one of the kind. */
  rings: [string, ...string[]];
  make(world: World): Promise<unknown>;
  mend(world: World): Promise<unknown>;
}

export type World = Awaited<ReturnType<typeof openWorld>>;

/** Who is there for what: one cause must not be in the way of another. */
type People = Record<'paid' | 'poisoned' | 'hopeless' | 'winner' | 'late' | 'later', Applicant>;

function peopleOf({ one }: City): People {
  const [paid, poisoned, hopeless, winner, late, later] = [0, 1, 2, 3, 4, 5].map((n) => one('benchmark-enterprise', n));
  if (!paid || !poisoned || !hopeless || !winner || !late || !later) throw new Error('too few applicants');
  return { paid, poisoned, hopeless, winner, late, later };
}

/** A round in which four of six have applied. */
export async function openWorld() {
  const city = makeCity({ roundId: 'flow-alarms', invite: { 'benchmark-enterprise': 6 } });
  const people = peopleOf(city);
  const flows = await openFlows({ bundled: true });
  await flows.openRound(city);
  await submitAll(flows, [people.paid, people.poisoned, people.hopeless, people.winner]);
  const desk = openDesk();
  const functions = functionNames(await resources());
  const named = (name: string) => functions[name] ?? '';
  const at = (ms = 0) => new Date(flows.cloud.clock.now() + ms).toISOString();
  let disbursementId: Promise<string> | undefined;
  return {
    ...{ city, roundId: city.roundId, people, flows, named, at },
    awards: (...args: string[]) => desk.awards([...args, '--outputs', join(flows.dataDir, 'endpoints.json')]),
    wait: (minutes: number) => flows.jump(flows.cloud.clock.now() + minutes * MINUTES),
    /** Names of the alarms that ring, without what all begin with. */
    ringing: () =>
      flows.cloud
        .alarms()
        .filter(({ state }) => state === 'ALARM')
        .map(({ name }) => name.replace('awards-local-', ''))
        .sort(),
    ...operator(flows, named),
    /** An award that finance was told to pay. */
    issued: () => {
      disbursementId ??= issuedAward(flows.table, city.roundId, people.paid, at());
      return disbursementId;
    },
    close: async (broken: Parameters<Flows['close']>[0]) => {
      desk.close();
      await flows.close(broken);
    },
  };
}

/** What an operator does, by mistake or to find a fault, to what runs. */
function operator({ lambda }: Flows, named: (name: string) => string) {
  const FunctionName = (name: string) => named(name).split(':')[0];
  const switchMapping = async (name: string, Enabled: boolean): Promise<void> => {
    const { EventSourceMappings = [] } = await lambda.send(new ListEventSourceMappingsCommand({}));
    const UUID = EventSourceMappings.find(({ FunctionArn }) => FunctionArn === named(name))?.UUID;
    await lambda.send(new UpdateEventSourceMappingCommand({ UUID, Enabled }));
  };
  return {
    /** Nothing may run of the function any more; it is refused as what is over the account's limit is. */
    refuseCalls: (name: string) =>
      lambda.send(
        new PutFunctionConcurrencyCommand({ FunctionName: FunctionName(name), ReservedConcurrentExecutions: 0 }),
      ),
    letCalls: (name: string) => lambda.send(new DeleteFunctionConcurrencyCommand({ FunctionName: FunctionName(name) })),
    /** The function is fed no more. */
    unplug: (name: string) => switchMapping(name, false),
    plug: (name: string) => switchMapping(name, true),
  };
}
