import type { ByteReader } from './byte-reader.ts';
import { S3Error } from './errors.ts';

/** S3's limit for everything in a form but the file. */
const MAX_FIELD_BYTES = 20 * 1024;

export interface UploadForm {
  /** Lower-case names. */
  fields: Map<string, string>;
  /** The file's own name, without folders. */
  fileName: string;
  file: AsyncIterable<Buffer>;
}

function malformed(reason: string): S3Error {
  return new S3Error(
    'MalformedPOSTRequest',
    `The body of your POST request is not well-formed multipart/form-data: ${reason}`,
  );
}

/** @throws S3Error MalformedPOSTRequest */
async function partHeader(reader: ByteReader): Promise<{ name: string; fileName: string | undefined }> {
  let disposition = '';
  for (;;) {
    const line = await reader.line();
    if (line === undefined) throw malformed('it ends within a header');
    if (line === '') break;
    if (/^content-disposition:/i.test(line)) disposition = line;
  }
  const name = /[;\s]name="([^"]*)"/i.exec(disposition)?.[1];
  if (name === undefined) throw malformed('a part has no name');
  // Browsers write a quotation mark in a name as %22.
  const fileName = /[;\s]filename="([^"]*)"/i.exec(disposition)?.[1]?.replaceAll('%22', '"');
  return { name: name.toLowerCase(), fileName };
}

/**
 * Reads a form up to its file, which S3 wants last: what comes after is ignored.
 * @throws S3Error MalformedPOSTRequest, InvalidArgument (no file), IncompleteBody
 */
export async function readForm(contentType: string, reader: ByteReader): Promise<UploadForm> {
  const boundary = /boundary=(?:"([^"]+)"|([^;\s]+))/i.exec(contentType);
  const marker = `--${boundary?.[1] ?? boundary?.[2] ?? ''}`;
  if (!boundary) throw malformed('it names no boundary');
  const delimiter = Buffer.from(`\r\n${marker}`);
  if ((await reader.line()) !== marker) throw malformed('it does not begin with the boundary');
  const fields = new Map<string, string>();
  let size = 0;
  for (;;) {
    const { name, fileName } = await partHeader(reader);
    const content = reader.until(delimiter);
    if (name === 'file') return { fields, fileName: fileName?.split(/[\\/]/).at(-1) ?? '', file: content };
    const chunks: Buffer[] = [];
    for await (const chunk of content) {
      size += chunk.length;
      if (size > MAX_FIELD_BYTES) throw malformed('the fields before the file are too large');
      chunks.push(chunk);
    }
    if (fields.has(name)) throw malformed(`the field ${name} comes twice`);
    fields.set(name, Buffer.concat(chunks).toString('utf8'));
    const rest = await reader.line();
    if (rest === '--' || rest === undefined) break;
  }
  throw new S3Error('InvalidArgument', 'POST requires exactly one file upload per request.');
}
