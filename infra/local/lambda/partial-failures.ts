import type { InvocationResult } from './invocation.ts';

/**
 * Which items of a batch have failed, as Lambda reads the answer of a function that reports them.
 * @param ids the identifiers of the batch: message ids or sequence numbers.
 * @param reports whether the mapping has ReportBatchItemFailures; without it the answer does not matter.
 * @returns all of them when the invocation failed, or when its report cannot be understood.
 */
export function partialFailures(result: InvocationResult, ids: string[], reports: boolean): Set<string> {
  const all = new Set(ids);
  if (!result.ok) return all;
  if (!reports) return new Set();
  const answer = parse(result.payload);
  if (answer === undefined) return all;
  const list = answer?.batchItemFailures;
  if (list === undefined || list === null) return new Set();
  if (!Array.isArray(list)) return all;
  const failed = list.map((item: unknown) => (item as { itemIdentifier?: unknown } | null)?.itemIdentifier);
  return failed.every((id) => typeof id === 'string' && all.has(id)) ? new Set(failed as string[]) : all;
}

/** Null for an empty answer, undefined for one that is no object. */
function parse(payload: string): Record<string, unknown> | null | undefined {
  const value: unknown = JSON.parse(payload);
  if (value === null || value === '') return null;
  return typeof value === 'object' ? (value as Record<string, unknown>) : undefined;
}
