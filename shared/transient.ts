/** What Node calls a connection that could not be made, or broke. */
const BROKEN = new Set(['ECONNREFUSED', 'ECONNRESET', 'EPIPE', 'ETIMEDOUT', 'EHOSTUNREACH', 'ENOTFOUND', 'EAI_AGAIN']);
/**
 * Names of errors that say "later": the services' own, and ours for a message that was not taken and for a write that
 * somebody else was faster with (also ourselves, when an answer was lost): who reads again sees what was written.
 */
const LATER =
  /Throttl|LimitExceeded|ThroughputExceeded|TooManyRequests|SlowDown|Transaction(InProgress|Conflict|Canceled)|TimeoutError|MessageNotTaken|ConditionFailed/;

/**
 * Whether an error that an AWS client gave up on may pass: nobody answered, the service was busy or ill. The client has
 * tried a few times within a second or so; who called us can wait longer.
 */
export function isTransient(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const { code, $metadata: { httpStatusCode = 0 } = {} } = error as Error & {
    code?: unknown;
    $metadata?: { httpStatusCode?: number };
  };
  return BROKEN.has(String(code)) || LATER.test(error.name) || httpStatusCode >= 500 || httpStatusCode === 429;
}
