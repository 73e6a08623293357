/** Judges calls by the roles' and the resources' policies of the template, and keeps what was used and what was denied. */
import { runUnsafeSimulation } from '@cloud-copilot/iam-simulate';
import type { Place } from '../template/names.ts';
import { nameOfArn } from '../template/names.ts';
import type { Plan } from '../template/plan.ts';
import type { Need } from './need.ts';
import { covers, many, type Statement } from './policy.ts';

/** A role's ARN, or a service by its principal's name. */
export type Principal = string;

/** One action on one resource that a policy allows; `source` is what a service may do it for. */
export interface Permission {
  principal: string;
  action: string;
  resource: string;
  source?: string;
}

export interface PermissionReport {
  used: Permission[];
  unused: Permission[];
  /** Each once. */
  denied: Permission[];
}

export interface Access {
  /** Why the call is not allowed; undefined when it is. Either is kept. */
  refusal(principal: Principal, need: Need): string | undefined;
  /** Whether it would be allowed; kept nowhere. */
  allows(principal: Principal, need: Need): boolean;
  /** A service did this by itself, with the role's right on all that the role names for it. */
  exercised(principal: Principal, actions: readonly string[]): void;
  report(): PermissionReport;
}

interface Verdict {
  allowed: boolean;
  /** Ids of the permissions that it rests on. */
  by: string[];
}

const ROLE = ':role/';

export const describe = ({ principal, action, resource, source }: Permission): string =>
  `${principal}: ${action} on ${resource}${source === undefined ? '' : ` from ${source}`}`;

export function createAccess(plan: Pick<Plan, 'roles' | 'resourcePolicies'>, place: Place): Access {
  const granted = new Map([...ofRoles(plan), ...ofServices(plan)].map((one) => [describe(one), one]));
  const verdicts = new Map<string, Verdict>();
  const used = new Set<string>();
  const denied = new Map<string, Permission>();

  const statementsOf = (principal: Principal): Statement[] =>
    principal.includes(ROLE) ? (plan.roles.get(nameOfArn(principal)) ?? []) : [];
  const policyOf = (resource: string): Statement[] =>
    plan.resourcePolicies.get(resource) ?? plan.resourcePolicies.get(resource.split('/')[0] ?? '') ?? [];

  const judge = (principal: Principal, need: Need): Verdict => {
    const own = statementsOf(principal);
    const resourcePolicy = policyOf(need.resource);
    const key = [principal, need.action, shapeOf(need, [...own, ...resourcePolicy]), JSON.stringify(need.context)];
    const known = verdicts.get(key.join('|'));
    if (known !== undefined) return known;
    const allowed = simulate(principal, need, own, resourcePolicy, place.account);
    const by = allowed ? [...granted].filter(([, one]) => restsOn(one, principal, need)).map(([id]) => id) : [];
    const verdict = { allowed, by };
    verdicts.set(key.join('|'), verdict);
    return verdict;
  };
  const refusal = (principal: Principal, need: Need): string | undefined => {
    const { allowed, by } = judge(principal, need);
    for (const id of by) used.add(id);
    if (allowed) return undefined;
    const source = need.context?.['aws:SourceArn'];
    const call = {
      ...{ principal: nameOfArn(principal), action: need.action, resource: need.resource },
      ...(source !== undefined && { source: String(source) }),
    };
    if (!denied.has(describe(call))) console.error(`Not allowed: ${describe(call)}`);
    denied.set(describe(call), call);
    return `User: ${principal} is not authorized to perform: ${need.action} on resource: ${need.resource}`;
  };
  return {
    refusal,
    allows: (principal, need) => judge(principal, need).allowed,
    exercised: (principal, actions) => {
      const name = nameOfArn(principal);
      for (const [id, one] of granted) if (one.principal === name && actions.includes(one.action)) used.add(id);
    },
    report: () => ({
      used: [...granted].filter(([id]) => used.has(id)).map(([, one]) => one),
      unused: [...granted].filter(([id]) => !used.has(id)).map(([, one]) => one),
      denied: [...denied.values()],
    }),
  };
}

/** Objects and executions come by the thousand: those that the same patterns mean are judged once. */
function shapeOf({ action, resource }: Need, statements: Statement[]): string {
  const meant = statements.flatMap((statement, i) =>
    many(statement.Action).some((one) => covers(one, action))
      ? many(statement.Resource).flatMap((pattern) => (covers(pattern, resource) ? [`${i}:${pattern}`] : []))
      : [],
  );
  return `${resource.split('/')[0]}~${meant.join(',')}`;
}

function simulate(
  principal: Principal,
  { action, resource, context }: Need,
  own: Statement[],
  resourcePolicy: Statement[],
  accountId: string,
): boolean {
  const documentOf = (Statement: Statement[]) => ({ Version: '2012-10-17', Statement });
  const result = runUnsafeSimulation(
    {
      request: {
        ...{ principal, action, resource: { resource, accountId } },
        contextVariables: {
          // What is called on this machine counts as if it were called over TLS.
          'aws:SecureTransport': 'true',
          's3:TlsVersion': '1.3',
          'aws:SourceAccount': accountId,
          ...(principal.includes(ROLE) && { 'aws:PrincipalArn': principal, 'aws:PrincipalAccount': accountId }),
          ...context,
        },
      },
      identityPolicies: own.length === 0 ? [] : [{ name: principal, policy: documentOf(own) }],
      serviceControlPolicies: [],
      resourceControlPolicies: [],
      // In the shape that the simulator takes for a policy with a name: without one it fails on every statement. Its checked
      // variant (runSimulation) gives policies a name, but drops the keys of KMS' encryption context as unknown.
      ...(resourcePolicy.length > 0 && {
        resourcePolicy: {
          ...{ __validated: true, errors: [], metadata: { name: resource } },
          policyDocument: documentOf(resourcePolicy),
        },
      }),
    },
    {},
  );
  return result === 'Allowed';
}

/** Whether a permission is one that allows this call. */
function restsOn(permission: Permission, principal: Principal, { action, resource, context }: Need): boolean {
  const who = principal.includes(ROLE) ? nameOfArn(principal) : principal;
  const source = String(context?.['aws:SourceArn'] ?? '');
  return (
    permission.principal === who &&
    covers(permission.action, action) &&
    covers(permission.resource, resource) &&
    (permission.source === undefined || covers(permission.source, source))
  );
}

function ofRoles({ roles }: Pick<Plan, 'roles'>): Permission[] {
  return [...roles].flatMap(([principal, statements]) =>
    statements.filter((one) => one.Effect === 'Allow').flatMap((one) => each(principal, one)),
  );
}

/** What resources allow services; what they allow the account's own principals rests on these' own policies. */
function ofServices({ resourcePolicies }: Pick<Plan, 'resourcePolicies'>): Permission[] {
  return [...resourcePolicies.values()].flat().flatMap((statement) => {
    if (statement.Effect !== 'Allow' || typeof statement.Principal !== 'object') return [];
    return many(statement.Principal['Service']).flatMap((service) => each(service, statement));
  });
}

function each(principal: string, statement: Statement): Permission[] {
  const sources = Object.values(statement.Condition ?? {}).flatMap((keys) => many(keys['aws:SourceArn']));
  const from = sources.length === 0 ? [{}] : sources.map((source) => ({ source }));
  return many(statement.Action).flatMap((action) =>
    many(statement.Resource).flatMap((resource) => from.map((source) => ({ principal, action, resource, ...source }))),
  );
}
