import { alarm } from './alarm.ts';
import { bucket } from './bucket.ts';
import { eventSourceMapping } from './event-source-mapping.ts';
import { eventBus, rule } from './events.ts';
import { alias, eventInvokeConfig, lambdaFunction, version } from './function.ts';
import { httpApi, integration, route, stage } from './http-api.ts';
import { bucketPolicy, permission, policy, queuePolicy, role } from './iam.ts';
import { key } from './key.ts';
import { metricFilter } from './metric-filter.ts';
import { queue } from './queue.ts';
import type { ResourceType } from './resource.ts';
import { secret } from './secret.ts';
import { machineAlias, machineVersion, stateMachine } from './state-machine.ts';
import { table } from './table.ts';

/** Every type of resource that has local behaviour. */
export const RESOURCE_TYPES: ReadonlyMap<string, ResourceType> = new Map(
  [
    alarm,
    alias,
    bucket,
    bucketPolicy,
    eventBus,
    eventInvokeConfig,
    eventSourceMapping,
    httpApi,
    integration,
    key,
    lambdaFunction,
    permission,
    policy,
    machineAlias,
    machineVersion,
    metricFilter,
    queue,
    queuePolicy,
    role,
    route,
    rule,
    secret,
    stage,
    stateMachine,
    table,
    version,
  ].map((resource) => [resource.type, resource]),
);
