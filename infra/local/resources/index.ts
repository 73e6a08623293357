import { bucket } from './bucket.ts';
import { eventSourceMapping } from './event-source-mapping.ts';
import { eventBus, rule } from './events.ts';
import { eventInvokeConfig, lambdaFunction } from './function.ts';
import { httpApi, integration, route, stage } from './http-api.ts';
import { key } from './key.ts';
import { queue } from './queue.ts';
import type { ResourceType } from './resource.ts';
import { secret } from './secret.ts';
import { stateMachine } from './state-machine.ts';
import { table } from './table.ts';

/** Every type of resource that has local behaviour. */
export const RESOURCE_TYPES: ReadonlyMap<string, ResourceType> = new Map(
  [
    bucket,
    eventBus,
    eventInvokeConfig,
    eventSourceMapping,
    httpApi,
    integration,
    key,
    lambdaFunction,
    queue,
    route,
    rule,
    secret,
    stage,
    stateMachine,
    table,
  ].map((resource) => [resource.type, resource]),
);
