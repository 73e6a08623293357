import type { ServerResponse } from 'node:http';
import { accessKeyIn } from '../iam/callers.ts';
import { createdHeaders, refuseUnknownHeaders, storedHeaders } from './attributes.ts';
import { ByteReader } from './byte-reader.ts';
import { notImplemented, S3Error } from './errors.ts';
import { readForm, type UploadForm } from './form.ts';
import { requestedLock } from './lock.ts';
import { assertChecked, bodyOf, headerChecksum, verifyDigests } from './payload.ts';
import { checkPolicy, type Fields } from './policy.ts';
import type { S3Request } from './request.ts';
import { send, sendXml } from './respond.ts';
import { rightsOf } from './rights.ts';
import { bucketConfig, createFrom, type Store } from './store.ts';
import type { StoredVersion } from './types.ts';
import { document, element } from './xml.ts';

/** Fields that only the form itself is made of; the others are headers in another guise. */
const FORM_ONLY = ['x-amz-algorithm', 'x-amz-credential', 'x-amz-date', 'x-amz-signature', 'x-amz-security-token'];

/** The form's fields seen as the headers of a put. */
function asHeaders(request: S3Request, fields: Fields): S3Request {
  const names = [...fields.keys()].filter((name) => !FORM_ONLY.includes(name));
  return {
    ...request,
    header: (name) => fields.get(name),
    headerNames: (prefix) => names.filter((name) => name.startsWith(prefix)),
  };
}

function answer(res: ServerResponse, request: S3Request, fields: Fields, version: StoredVersion): void {
  const { bucket, key } = version;
  const etag = `"${version.etag}"`;
  const location = `http://${request.message.headers.host}/${bucket}/${key.split('/').map(encodeURIComponent).join('/')}`;
  const headers = { ...createdHeaders(version), location };
  const redirect = fields.get('success_action_redirect');
  if (redirect !== undefined && URL.canParse(redirect)) {
    const target = new URL(redirect);
    for (const [name, value] of Object.entries({ bucket, key, etag })) target.searchParams.append(name, value);
    send(res, 303, { ...headers, location: target.href });
    return;
  }
  const status = fields.get('success_action_status');
  if (status !== '201') {
    send(res, status === '200' ? 200 : 204, headers);
    return;
  }
  const children = { Location: location, Bucket: bucket, Key: key, ETag: etag };
  const body = document(
    'PostResponse',
    Object.entries(children).map(([name, value]) => element(name, value)),
  );
  sendXml(res, 201, body, headers);
}

/**
 * An upload from a browser's form. It carries its own authority, the signed policy, which is checked before a byte of
 * the file is stored; the size while it streams.
 */
export async function postObject(store: Store, request: S3Request, res: ServerResponse): Promise<void> {
  bucketConfig(store, request.bucket);
  const reader = new ByteReader(bodyOf(request));
  try {
    const { version, fields } = await storeForm(
      store,
      request,
      await readForm(request.header('content-type') ?? '', reader),
    );
    answer(res, request, fields, version);
  } finally {
    await reader.close();
  }
}

async function storeForm(
  store: Store,
  request: S3Request,
  form: UploadForm,
): Promise<{ version: StoredVersion; fields: Fields }> {
  const config = bucketConfig(store, request.bucket);
  const pattern = form.fields.get('key');
  if (!pattern) throw new S3Error('InvalidArgument', "Bucket POST must contain a field named 'key'.");
  const key = pattern.replace(/\$\{filename\}/g, () => form.fileName);
  if (Buffer.byteLength(key) > 1024) throw new S3Error('KeyTooLongError', 'Your key is too long');
  const fields = new Map([...form.fields, ['key', key], ['bucket', request.bucket]] as const);
  const range = checkPolicy(fields, form.fields.keys(), store.options);
  const signedWith = fields.get('x-amz-credential')?.split('/')[0];
  rightsOf(store.options, accessKeyIn({}, signedWith)).check('PostObject', { ...asHeaders(request, fields), key });
  store.options.count('PostObject', `${request.bucket}/${key.split('/')[0]}`);
  for (const name of ['tagging', 'acl']) if (fields.has(name)) throw notImplemented(`form field ${name}`);
  const headers = asHeaders(request, fields);
  refuseUnknownHeaders(headers);
  const draft = {
    bucket: request.bucket,
    key,
    headers: storedHeaders(headers),
    ...requestedLock(headers, config, store.options.now()),
  };
  const sent = headerChecksum(headers);
  assertChecked(config.objectLock !== undefined, sent !== undefined, 'Post Object');
  const received = await store.blobs.receive(form.file, sent ? [sent.algorithm] : [], range.max);
  try {
    if (received.size < range.min) {
      throw new S3Error('EntityTooSmall', 'Your proposed upload is smaller than the minimum allowed size');
    }
    verifyDigests(received, undefined, sent);
  } catch (error) {
    await store.blobs.discard(received);
    throw error;
  }
  const checksum = sent ? { checksum: { ...sent, type: 'FULL_OBJECT' as const } } : {};
  const version = await createFrom(store, received, { ...draft, ...checksum }, 'PostObject', () => undefined);
  return { version, fields };
}
