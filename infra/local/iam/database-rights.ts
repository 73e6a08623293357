import type { DatabaseRights } from '../lambda/protocol.ts';
import { arn, type Place } from '../template/names.ts';
import type { FunctionPlan, Plan } from '../template/plan.ts';
import type { Access } from './access.ts';
import { accessKeyOf } from './callers.ts';
import { INDEX_ACTIONS, TABLE_ACTIONS } from './database.ts';

interface Index {
  IndexName: string;
}

/** What a function may ask of the database: judged here, so that its own environment only has to look it up. */
export function databaseRights(
  access: Access,
  plan: Plan,
  place: Place,
  { name, roleArn }: FunctionPlan,
): DatabaseRights {
  const tables = arn(place, 'dynamodb', 'table/');
  const needs = plan.tables.flatMap((table) => {
    const indexes = (table.create.GlobalSecondaryIndexes ?? []) as Index[];
    const tableArn = tables + table.name;
    return [
      ...TABLE_ACTIONS.map((action) => ({ action, resource: tableArn })),
      ...indexes.flatMap(({ IndexName }) =>
        INDEX_ACTIONS.map((action) => ({ action, resource: `${tableArn}/index/${IndexName}` })),
      ),
    ];
  });
  const allowed = needs.filter((need) => access.allows(roleArn, need));
  return { accessKey: accessKeyOf(name), tables, allowed: allowed.map((one) => `${one.action} ${one.resource}`) };
}
