import type { TablePlan } from '../template/plan.ts';
import { type DynamoDbClient, DynamoDbError } from './client.ts';

const API = 'DynamoDB_20120810.';

/**
 * Creates the tables that are not there yet.
 * @param expire whether rows whose TTL has passed are deleted. The database looks at the machine's clock, so this only
 *   makes sense while domain time is that clock. (AWS promises no more than "within days" either.)
 */
export async function ensureTables(client: DynamoDbClient, tables: TablePlan[], expire: boolean): Promise<void> {
  for (const { name, create, ttlAttribute } of tables) {
    await tolerate('ResourceInUseException', client.call(`${API}CreateTable`, { TableName: name, ...create }));
    if (ttlAttribute === undefined) continue;
    // Turning on what is on (or off what is off) is an error of its own, after a restart.
    await tolerate(
      'ValidationException',
      client.call(`${API}UpdateTimeToLive`, {
        TableName: name,
        TimeToLiveSpecification: { Enabled: expire, AttributeName: ttlAttribute },
      }),
    );
  }
}

async function tolerate(code: string, call: Promise<unknown>): Promise<void> {
  try {
    await call;
  } catch (error) {
    if (!(error instanceof DynamoDbError && error.code === code)) throw error;
  }
}
