import type { Need } from '../iam/need.ts';
import { needsOfStorage, needToMiss } from '../iam/storage.ts';
import { placeOf } from '../template/names.ts';
import { S3Error } from './errors.ts';
import type { S3Request } from './request.ts';
import type { S3Options } from './types.ts';

type Asked = Parameters<typeof needsOfStorage>[1];

export interface Rights {
  /** @throws S3Error AccessDenied */
  check(operation: string, request: Asked): void;
  /** What the caller is told instead of an error: who may not list a bucket does not learn what is not in it. */
  mayMiss(request: S3Request, error: unknown): unknown;
}

/** What the holder of an access key may do. */
export function rightsOf({ gate, region }: Pick<S3Options, 'gate' | 'region'>, accessKey: string): Rights {
  const { partition } = placeOf(region);
  const refusal = (needs: Need[]): S3Error | undefined => {
    const reason = gate?.(accessKey, needs);
    return reason === undefined ? undefined : new S3Error('AccessDenied', reason);
  };
  return {
    check: (operation, request) => {
      const error = refusal(needsOfStorage(operation, request, partition));
      if (error !== undefined) throw error;
    },
    mayMiss: (request, error) => {
      if (!(error instanceof S3Error) || !['NoSuchKey', 'NoSuchVersion'].includes(error.code)) return error;
      return refusal([needToMiss(request, partition)]) ?? error;
    },
  };
}
