import { channel } from 'node:diagnostics_channel';
import type { IncomingMessage, ServerResponse } from 'node:http';

/** A call that the application, or who drives it, made to a part of the local cloud, published when it was answered. */
export interface RecordedCall {
  service: 'dynamodb' | 's3' | 'sqs' | 'mail';
  /** The service's name of the operation; for S3 the HTTP method. */
  operation: string;
  /** As JSON: the request as it came; for S3 its line and what shapes its cost, without the bytes. */
  input: string;
  /** HTTP status; 250 for an accepted mail. */
  status: number;
  /** Real time, ms of performance.now(). */
  begin: number;
  end: number;
}

/** The diagnostics channel on which the calls are published. A benchmark subscribes; without subscribers nothing is built. */
export const CALLS_CHANNEL = 'awards.local-cloud.calls';

const calls = channel(CALLS_CHANNEL);

/** Whether somebody wants to know the calls. */
export const isRecording = (): boolean => calls.hasSubscribers;

export const publishCall = (call: RecordedCall): void => calls.publish(call);

type Answered = (status: number) => void;

/**
 * Begins a record, if somebody wants it.
 * @param input is asked when the answer is known, and only then.
 * @returns what to call when the answer is known.
 */
export function recordCall(
  service: RecordedCall['service'],
  operation: string,
  input: () => string,
): Answered | undefined {
  if (!isRecording()) return undefined;
  const begin = performance.now();
  return (status) => {
    const call: RecordedCall = { service, operation, input: input(), status, begin, end: performance.now() };
    publishCall(call);
  };
}

/** Records what `action` does: 200, or 400 when it throws. */
export async function recordAction<T>(
  service: RecordedCall['service'],
  operation: string,
  input: unknown,
  action: () => T | Promise<T>,
): Promise<T> {
  const answered = recordCall(service, operation, () => JSON.stringify(input));
  try {
    const result = await action();
    answered?.(200);
    return result;
  } catch (error) {
    answered?.(400);
    throw error;
  }
}

const SHAPING_HEADERS = [
  'range',
  'if-match',
  'if-none-match',
  'content-type',
  'content-length',
  'x-amz-decoded-content-length',
  'x-amz-copy-source',
  'x-amz-checksum-algorithm',
  'x-amz-sdk-checksum-algorithm',
];

/**
 * An S3 handler whose requests are recorded: method, path with query, the headers that shape the work, and for a form's
 * upload, whose key stands in the form, the location that the answer gives.
 */
export function recordRequests(handle: (request: IncomingMessage, response: ServerResponse) => void): typeof handle {
  return (request, response) => {
    const answered = recordCall('s3', request.method ?? '', () => {
      const headers = SHAPING_HEADERS.map((name) => [name, request.headers[name]]);
      const location = response.getHeader('location');
      return JSON.stringify({ url: request.url, headers: Object.fromEntries(headers), location });
    });
    if (answered) response.once('close', () => answered(response.statusCode));
    handle(request, response);
  };
}
