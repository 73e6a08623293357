import { GetObjectCommand } from '@aws-sdk/client-s3';
import { getSignedUrl } from '@aws-sdk/s3-request-presigner';
import { isShown } from '../../shared/http/pages/application.ts';
import type { VersionRecord } from '../../shared/schemas/records.ts';
import type { WebDeps } from './deps.ts';

/** Long enough to open it, too short to be passed on. */
const ADDRESS_SECONDS = 300;

type File = VersionRecord['files'][number];

/** RFC 5987: the name in Chinese for browsers, a plain one for the rest. */
function disposition(file: File, how: 'inline' | 'attachment'): string {
  const name = file.path.split('/').at(-1) ?? 'attachment';
  const encoded = encodeURIComponent(name).replaceAll(
    /['()*]/g,
    (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`,
  );
  return `${how}; filename="attachment${/\.[a-z0-9]{1,5}$/i.exec(name)?.[0] ?? ''}"; filename*=UTF-8''${encoded}`;
}

/** A short-lived address of one file, with the type that was verified; what browsers do not show by themselves is handed over as a file. */
export function addressOf({ s3, evidence }: WebDeps, Key: string, file: File): Promise<string> {
  const command = new GetObjectCommand({
    Bucket: evidence.name,
    Key,
    ResponseContentType: file.contentType,
    ResponseContentDisposition: disposition(file, isShown(file.contentType) ? 'inline' : 'attachment'),
  });
  return getSignedUrl(s3, command, { expiresIn: ADDRESS_SECONDS });
}

/** Where the papers come from: the only other origin that a task's page may have in a frame. */
export async function evidenceOrigin({ s3, evidence }: Pick<WebDeps, 's3' | 'evidence'>): Promise<string> {
  return new URL(await getSignedUrl(s3, new GetObjectCommand({ Bucket: evidence.name, Key: 'none' }))).origin;
}
