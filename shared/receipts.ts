import { sha256Hex } from './canonical.ts';

/**
 * Number of an upload's receipt: follows from application and upload, so that it can be told before the upload is examined,
 * and is the same however often it is asked for. `7F3A-92C1-04BD`
 */
export const receiptNumber = (applicationId: string, uploadId: string): string =>
  (sha256Hex(`receipt|${applicationId}|${uploadId}`).slice(0, 12).toUpperCase().match(/.{4}/g) ?? []).join('-');
