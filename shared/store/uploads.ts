import * as z from 'zod';
import { UploadRecord } from '../schemas/records.ts';
import { keys } from './keys.ts';
import type { Table } from './table.ts';

/** With the object that it is about: a form posted a second time puts another object under the same name. */
const StoredUpload = UploadRecord.extend({ etag: z.string() });

const bare = (etag: string) => etag.replaceAll('"', '');
/** Mail requests and addresses take ids of up to 64 characters: 47 of the name, a hyphen, 16 of the content's hash. */
const idOfAnother = (name: string, etag: string) => `${name.slice(0, 47)}-${bare(etag).slice(0, 16)}`;

/**
 * The record of an object that arrived under a name in the slot's place, or null; and the id that it has or will have.
 * The first object of a name is recorded under the name, any other under an id of its own: none hides behind another.
 */
export async function findUpload(
  table: Table,
  applicationId: string,
  name: string,
  etag: string,
): Promise<{ uploadId: string; known: UploadRecord | null }> {
  const first = await table.get(keys.upload(applicationId, name), StoredUpload);
  if (first === null || first.etag === bare(etag)) return { uploadId: name, known: first };
  const uploadId = idOfAnother(name, etag);
  return { uploadId, known: await table.get(keys.upload(applicationId, uploadId), StoredUpload) };
}

export const uploadItem = (upload: UploadRecord, etag: string): Record<string, unknown> => ({
  ...upload,
  etag: bare(etag),
});
