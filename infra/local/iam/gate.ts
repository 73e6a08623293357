/** Stands before the services: who is no operator may only do what the policies allow. */
import type { FunctionPlan } from '../template/plan.ts';
import type { Access } from './access.ts';
import { accessKeyIn, functionOf } from './callers.ts';
import type { Gate, Guard, Need } from './need.ts';

export function gateOf(access: Access, functions: readonly FunctionPlan[]): Gate {
  const roles = new Map(functions.map(({ name, roleArn }) => [name, roleArn]));
  return (accessKey, needs) => {
    const name = functionOf(accessKey);
    if (name === undefined) return undefined;
    const role = roles.get(name);
    if (role === undefined) return `There is no function ${name}`;
    // Every part is judged, so that one run tells all that is missing.
    return needs.map((need) => access.refusal(role, need)).find((reason) => reason !== undefined);
  };
}

export const guardBy =
  (gate: Gate, needsOf: (operation: string, input: Record<string, unknown>) => Need[]): Guard =>
  (headers, operation, input) => {
    const key = accessKeyIn(headers);
    return functionOf(key) === undefined ? undefined : gate(key, needsOf(operation, input));
  };
