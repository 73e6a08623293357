import { functionOf, nameOfArn } from './names.ts';
import type { Plan } from './plan.ts';

/** References that lead nowhere: a queue, function, table or bus that no stack defines. One line each. */
export function checkReferences(plan: Plan): string[] {
  const queues = new Set(plan.queues.map((queue) => queue.name));
  const functions = new Set([
    ...plan.functions.map(({ name }) => name),
    ...plan.functionAliases.map(({ calledAs }) => calledAs),
  ]);
  const tables = new Set(plan.tables.filter((table) => table.streaming).map((table) => table.name));
  const buses = new Set(['default', ...plan.buses]);
  const faults: string[] = [];
  const need = (known: Set<string>, name: string, what: string, who: string): void => {
    if (!known.has(name)) faults.push(`${who}: no stack defines the ${what} ${name}`);
  };
  const needTarget = (arn: string, who: string): void => {
    const queue = arn.split(':')[2] === 'sqs';
    need(queue ? queues : functions, queue ? nameOfArn(arn) : functionOf(arn), queue ? 'queue' : 'function', who);
  };
  for (const { name, redrive } of plan.queues) if (redrive) needTarget(redrive.deadLetterArn, `queue ${name}`);
  for (const { name, deadLetterArn } of plan.functions)
    if (deadLetterArn) needTarget(deadLetterArn, `function ${name}`);
  for (const { functionName, calledAs } of plan.functionAliases) need(functions, functionName, 'function', calledAs);
  const machines = new Set(plan.stateMachines.map((machine) => machine.arn));
  for (const { arn, machineArn } of plan.machineAliases) need(machines, machineArn, 'state machine', arn);
  for (const { functionName, onFailureArn } of plan.invokeConfigs) {
    need(functions, functionName, 'function', `invocations of ${functionName}`);
    if (onFailureArn) needTarget(onFailureArn, `failures of ${functionName}`);
  }
  for (const mapping of plan.mappings) {
    const who = `event source of ${mapping.functionName}`;
    need(functions, mapping.functionName, 'function', who);
    if (mapping.kind === 'queue') needTarget(mapping.queueArn, who);
    else need(tables, mapping.tableName, 'table with a stream', who);
    if (mapping.kind === 'stream' && mapping.onFailureArn) needTarget(mapping.onFailureArn, who);
  }
  for (const { name, bus, targets } of plan.rules) {
    need(buses, bus, 'event bus', `rule ${name}`);
    for (const { arn, deadLetterArn } of targets) {
      needTarget(arn, `rule ${name}`);
      if (deadLetterArn) needTarget(deadLetterArn, `rule ${name}`);
    }
  }
  for (const { key, integration } of plan.routes) {
    const target = plan.integrations.get(integration);
    if (target === undefined) faults.push(`route ${key}: no stack defines its integration`);
    else need(functions, target.functionName, 'function', `route ${key}`);
  }
  return faults;
}

/** Names of queues that only take what failed: they may keep messages while all else is idle. */
export function deadLetterQueues(plan: Plan): Set<string> {
  const arns = [
    ...plan.queues.map((queue) => queue.redrive?.deadLetterArn),
    ...plan.functions.map((entry) => entry.deadLetterArn),
    ...plan.invokeConfigs.map((config) => config.onFailureArn),
    ...plan.mappings.map((mapping) => (mapping.kind === 'stream' ? mapping.onFailureArn : undefined)),
    ...plan.rules.flatMap((rule) => rule.targets.map((target) => target.deadLetterArn)),
  ];
  return new Set(arns.filter((arn) => arn !== undefined).map(nameOfArn));
}
