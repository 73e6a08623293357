/** Who makes a call: each function has an access key of its own, everybody else is the operator. */
import type { IncomingHttpHeaders } from 'node:http';

const PREFIX = 'local.';

/** By this header a function that runs in this very process is known: it has no credentials of its own there. */
export const CALLER_HEADER = 'x-local-caller';

export const accessKeyOf = (functionName: string): string => PREFIX + functionName;

/** The function that an access key is of; undefined for the operator's. */
export const functionOf = (accessKeyId: string): string | undefined =>
  accessKeyId.startsWith(PREFIX) ? accessKeyId.slice(PREFIX.length) : undefined;

/** The access key that a request is signed with, or that its header tells. */
export function accessKeyIn(headers: IncomingHttpHeaders, signedWith?: string): string {
  const told = headers[CALLER_HEADER];
  if (typeof told === 'string') return told;
  return signedWith ?? /\bCredential=([^/,\s]+)/.exec(headers.authorization ?? '')?.[1] ?? '';
}
