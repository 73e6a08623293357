import { Agent, request } from 'node:http';

/** Calls one operation of a DynamoDB endpoint, such as `DynamoDB_20120810.CreateTable`. */
export interface DynamoDbClient {
  /** @throws DynamoDbError with the service's own code. */
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

/** Nobody checks signatures here; emulators take region and account from this header. */
const AUTHORIZATION =
  'AWS4-HMAC-SHA256 Credential=local/20260101/us-east-1/dynamodb/aws4_request, SignedHeaders=host, Signature=0';

/** A client of our own for the few calls that the local cloud makes itself: plain JSON, without the SDK's weight. */
export function createDynamoDbClient(endpoint: string): DynamoDbClient {
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
  return {
    call: async (operation, input) => {
      const { status, text } = await post(operation, JSON.stringify(input));
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
