/** Stable codes of everything the local cloud refuses; callers print them and choose the exit code by them. */
export type LocalCloudErrorCode =
  | 'PORT_IN_USE'
  | 'DATA_DIR_IN_USE'
  | 'ASSEMBLY_MISSING'
  | 'TEMPLATE_UNSUPPORTED'
  | 'DATABASE_MISSING'
  | 'DATABASE_FAILED'
  | 'NOT_IDLE';

/** An error whose message says what is wrong and what to do about it. */
export class LocalCloudError extends Error {
  readonly code: LocalCloudErrorCode;

  constructor(code: LocalCloudErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'LocalCloudError';
    this.code = code;
  }
}

/** The message of anything that was thrown. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
