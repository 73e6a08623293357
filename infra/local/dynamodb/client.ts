import { Agent, request } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';

/** Calls one operation of a DynamoDB endpoint, such as `DynamoDB_20120810.CreateTable`. */
export interface DynamoDbClient {
  /**
   * Asks again for a while when nobody answers, as an SDK does: a database that was killed is back soon. So what changes
   * something must be such that doing it twice does no harm.
   * @throws DynamoDbError with the service's own code.
   */
  call(operation: string, input: Record<string, unknown>): Promise<Record<string, unknown>>;
  close(): void;
}

export class DynamoDbError extends Error {
  readonly code: string;

  constructor(code: string, message: string) {
    super(message);
    this.code = code;
  }
}

const TRIES = 6;
const FIRST_PAUSE_MS = 10;

/** Nobody checks signatures here; emulators take region and account from this header. */
const AUTHORIZATION =
  'AWS4-HMAC-SHA256 Credential=local/20260101/us-east-1/dynamodb/aws4_request, SignedHeaders=host, Signature=0';

/** A client of our own for the few calls that the local cloud makes itself: plain JSON, without the SDK's weight. */
export function createDynamoDbClient(endpoint: string, tries = TRIES): DynamoDbClient {
  const agent = new Agent({ keepAlive: true });
  const post = (operation: string, body: string): Promise<{ status: number; text: string }> =>
    new Promise((resolve, reject) => {
      const headers = {
        'content-type': 'application/x-amz-json-1.0',
        'content-length': Buffer.byteLength(body),
        'x-amz-target': operation,
        'x-amz-date': '20260101T000000Z',
        authorization: AUTHORIZATION,
      };
      const outgoing = request(endpoint, { method: 'POST', agent, headers }, (response) => {
        const chunks: Buffer[] = [];
        response.on('data', (chunk: Buffer) => chunks.push(chunk));
        response.on('error', reject);
        response.on('end', () => {
          resolve({ status: response.statusCode ?? 0, text: Buffer.concat(chunks).toString('utf8') });
        });
      });
      outgoing.on('error', reject);
      outgoing.end(body);
    });
  const insist = async (operation: string, body: string): ReturnType<typeof post> => {
    for (let failures = 1; ; failures += 1) {
      try {
        return await post(operation, body);
      } catch (error) {
        if (failures >= tries) throw error;
        await sleep(FIRST_PAUSE_MS * 2 ** failures);
      }
    }
  };
  return {
    call: async (operation, input) => {
      const { status, text } = await insist(operation, JSON.stringify(input));
      const output = JSON.parse(text) as Record<string, unknown>;
      if (status === 200) return output;
      const code =
        String(output.__type ?? status)
          .split('#')
          .at(-1) ?? '';
      throw new DynamoDbError(code, String(output.message ?? output.Message ?? text));
    },
    close: () => agent.destroy(),
  };
}
