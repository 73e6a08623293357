import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { DynamoDBClient, ListTablesCommand } from '@aws-sdk/client-dynamodb';
import type { Context } from 'aws-lambda';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import * as z from 'zod';
import { BadInput } from '../../shared/bad-input.ts';
import { invoked } from '../../shared/runtime/handler.ts';
import { ConditionFailed } from '../../shared/store/table.ts';
import { isTransient } from '../../shared/transient.ts';

/** Answers as it is told by the path: `/400/ThrottlingException`; `/0/hang-up` does not. */
let server: Server;
let port: number;
beforeAll(async () => {
  server = createServer((request, response) => {
    const [, status = '', code = ''] = (request.url ?? '').split('/');
    if (status === '0') request.socket.destroy();
    else response.writeHead(Number(status)).end(JSON.stringify({ __type: `com.amazonaws#${code}`, message: 'no' }));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  port = (server.address() as AddressInfo).port;
});
afterAll(() => server.close());

/** What a client of AWS throws that meets this answer. */
async function errorOf(endpoint: string): Promise<unknown> {
  const credentials = { accessKeyId: 'x', secretAccessKey: 'x' };
  const client = new DynamoDBClient({ endpoint, region: 'us-east-1', credentials, maxAttempts: 1 });
  try {
    return await client.send(new ListTablesCommand({}));
  } catch (error) {
    return error;
  } finally {
    client.destroy();
  }
}

/** Nothing listens on the port of a server that is gone. */
async function refused(): Promise<unknown> {
  const gone = createServer();
  await new Promise<void>((resolve) => gone.listen(0, '127.0.0.1', resolve));
  const { port: free } = gone.address() as AddressInfo;
  await new Promise((resolve) => gone.close(resolve));
  return errorOf(`http://127.0.0.1:${free}`);
}

describe('an error of a service', () => {
  test.each([
    ['500/InternalServerError', true],
    ['503/ServiceUnavailable', true],
    ['400/ThrottlingException', true],
    ['400/ProvisionedThroughputExceededException', true],
    ['400/RequestLimitExceeded', true],
    ['0/hang-up', true],
    ['400/ResourceNotFoundException', false],
    ['400/ValidationException', false],
    ['400/AccessDeniedException', false],
  ])('%s may pass: %s', async (answer, passes) => {
    expect(isTransient(await errorOf(`http://127.0.0.1:${port}/${answer}`))).toBe(passes);
  });

  test('that nobody answers may pass; what our own code says stays', async () => {
    expect(isTransient(await refused())).toBe(true);
    expect([new TypeError('x'), new BadInput('input.malformed', 'x'), 'ECONNREFUSED'].map(isTransient)).toEqual([
      false,
      false,
      false,
    ]);
  });

  test('somebody else who was faster has written what is read the next time', () => {
    expect(isTransient(new ConditionFailed([0]))).toBe(true);
  });

  test('is for the state machine to try again, and nothing else is', async () => {
    const down = await refused();
    const throwing = (error: unknown) =>
      invoked(z.object({}), () => Promise.reject(error))({}, { functionName: 'any' } as Context);
    await expect(throwing(down)).rejects.toMatchObject({ name: 'Retryable', cause: down });
    await expect(throwing(new TypeError('x'))).rejects.toMatchObject({ name: 'TypeError' });
  });
});
