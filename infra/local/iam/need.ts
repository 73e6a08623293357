import type { IncomingHttpHeaders } from 'node:http';

/** What somebody needs to be allowed. */
export interface Need {
  /** Such as `s3:GetObject`. */
  action: string;
  /** An ARN. */
  resource: string;
  /** Condition keys besides those of every call. */
  context?: Record<string, string | string[]>;
}

/** Why a call is not allowed; undefined when it is. `accessKey` is what the caller signs with. */
export type Gate = (accessKey: string, needs: readonly Need[]) => string | undefined;

/** The same for a service that speaks JSON. */
export type Guard = (
  headers: IncomingHttpHeaders,
  operation: string,
  input: Record<string, unknown>,
) => string | undefined;
