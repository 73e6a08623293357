import { Readable } from 'node:stream';
import {
  CopyObjectCommand,
  GetObjectCommand,
  GetObjectTaggingCommand,
  HeadObjectCommand,
  PutObjectCommand,
  paginateListObjectsV2,
  S3Client,
  S3ServiceException,
} from '@aws-sdk/client-s3';

/** The object is not (or no longer) the one that was looked at. */
export class ObjectChanged extends Error {
  override name = 'ObjectChanged';
}

const isStatus = (error: unknown, ...codes: number[]) =>
  error instanceof S3ServiceException && codes.includes(error.$metadata.httpStatusCode ?? 0);

/**
 * Streams a body into memory that is there already. Each piece off the network is given back at once: left to the garbage
 * collection, which counts objects and not what they hold, tens of megabytes pile up.
 */
async function fill(into: Uint8Array, body: AsyncIterable<Uint8Array>): Promise<Uint8Array> {
  let filled = 0;
  for await (const chunk of body) {
    into.set(chunk, filled);
    filled += chunk.length;
    const { buffer } = chunk;
    // A piece of memory that it shares with others stays.
    if (buffer instanceof ArrayBuffer && buffer.byteLength === chunk.byteLength) buffer.transfer(0);
  }
  return into.subarray(0, filled);
}

/** One bucket. Local endpoints want path-style addresses; AWS takes both. */
export class Bucket {
  readonly #client: S3Client;
  readonly name: string;

  constructor(
    name: string,
    client = new S3Client({ forcePathStyle: process.env['AWS_ENDPOINT_URL_S3'] !== undefined, maxAttempts: 5 }),
  ) {
    this.name = name;
    this.#client = client;
  }

  async head(key: string): Promise<{ size: number; etag: string } | null> {
    try {
      const found = await this.#client.send(new HeadObjectCommand({ Bucket: this.name, Key: key }));
      return { size: found.ContentLength ?? 0, etag: found.ETag ?? '' };
    } catch (error) {
      if (isStatus(error, 404)) return null;
      throw error;
    }
  }

  /**
   * Bytes `start` … `start + length − 1`; the object must still have `etag`, if one is given.
   * @param into filled instead of new memory, where they fit
   * @throws ObjectChanged
   */
  async read(
    key: string,
    range?: { start: number; length: number },
    etag?: string,
    into?: Uint8Array,
  ): Promise<Uint8Array> {
    try {
      const { Body } = await this.#client.send(
        new GetObjectCommand({
          Bucket: this.name,
          Key: key,
          ...(range === undefined ? {} : { Range: `bytes=${range.start}-${range.start + range.length - 1}` }),
          ...(etag === undefined ? {} : { IfMatch: etag }),
        }),
      );
      if (into !== undefined && Body !== undefined) return await fill(into, Body as AsyncIterable<Uint8Array>);
      return (await Body?.transformToByteArray()) ?? new Uint8Array();
    } catch (error) {
      if (isStatus(error, 412)) throw new ObjectChanged(key);
      throw error;
    }
  }

  /** The tags of the object that has this key now. */
  async tags(key: string): Promise<Map<string, string>> {
    const { TagSet = [] } = await this.#client.send(new GetObjectTaggingCommand({ Bucket: this.name, Key: key }));
    return new Map(TagSet.map(({ Key = '', Value = '' }) => [Key, Value]));
  }

  async readJson(key: string): Promise<unknown> {
    return JSON.parse(new TextDecoder().decode(await this.read(key)));
  }

  /** Writes with a checksum: a bucket with object lock asks for one. */
  async write(key: string, body: Uint8Array | string, contentType: string): Promise<void> {
    await this.#client.send(
      new PutObjectCommand({
        Bucket: this.name,
        Key: key,
        Body: body,
        ContentType: contentType,
        ChecksumAlgorithm: 'SHA256',
      }),
    );
  }

  /**
   * Writes what must have this hash: the storage itself refuses anything else, so that nothing incomplete or wrong is ever
   * there to be read. One request whatever the size (5 GB at most), and nothing to clean up where it breaks off.
   * @param body read once, piece by piece
   */
  async writeVerified(
    key: string,
    body: Uint8Array | AsyncIterable<Uint8Array>,
    { size, sha256, contentType }: { size: number; sha256: string; contentType: string },
  ): Promise<void> {
    await this.#client.send(
      new PutObjectCommand({
        Bucket: this.name,
        Key: key,
        Body: body instanceof Uint8Array ? body : Readable.from(body, { objectMode: false }),
        ContentLength: size,
        ContentType: contentType,
        ChecksumSHA256: Buffer.from(sha256, 'hex').toString('base64'),
      }),
    );
  }

  /**
   * Copies within the storage, only if the source is still the one that was verified. What a scanner wrote on it stays behind: it
   * was read already, and to write tags is a right of its own. @throws ObjectChanged
   */
  async copyFrom(source: { bucket: string; key: string; etag: string }, key: string): Promise<void> {
    try {
      await this.#client.send(
        new CopyObjectCommand({
          Bucket: this.name,
          Key: key,
          CopySource: `${source.bucket}/${source.key.split('/').map(encodeURIComponent).join('/')}`,
          CopySourceIfMatch: source.etag,
          ChecksumAlgorithm: 'SHA256',
          TaggingDirective: 'REPLACE',
        }),
      );
    } catch (error) {
      if (isStatus(error, 412)) throw new ObjectChanged(source.key);
      throw error;
    }
  }

  /** Every object under a prefix, page by page. `modified`: UTC milliseconds. */
  async *list(prefix: string): AsyncGenerator<{ key: string; size: number; etag: string; modified: number }> {
    for await (const { Contents = [] } of paginateListObjectsV2(
      { client: this.#client },
      { Bucket: this.name, Prefix: prefix },
    )) {
      for (const { Key, Size, ETag, LastModified } of Contents) {
        if (Key !== undefined)
          yield { key: Key, size: Size ?? 0, etag: ETag ?? '', modified: LastModified?.getTime() ?? 0 };
      }
    }
  }
}
