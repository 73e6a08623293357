import * as z from 'zod';
import { RoundId } from '../schemas/basics.ts';
import { UndeliveredRecord } from '../schemas/records.ts';

/** What a bounce says of a letter of ours. */
export type Bounce = Pick<UndeliveredRecord, 'roundId' | 'about' | 'kind' | 'person' | 'code'>;

export type BounceRead = { ok: true; bounce: Bounce } | { ok: false; why: 'no-report' | 'not-final' | 'not-ours' };

const Kind = UndeliveredRecord.shape.kind;
const Role = UndeliveredRecord.shape.person.shape.role;
const Id = z.string().regex(/^[\w.~-]{1,200}$/);

/** The last of a field in the text as it came: the letter that came back stands behind the report. Folded lines are joined. */
const fieldOf = (raw: string, name: string): string | undefined =>
  [...raw.matchAll(new RegExp(`^${name}:[ \\t]*(.*)$`, 'gim'))].at(-1)?.[1]?.trim();

/**
 * Reads a delivery status notification (RFC 3464) about one of our letters: by the headers that each of them carries, which
 * come back with it. Nothing else in it is believed, and no address is taken over.
 * @param source the mail as it came, with its headers
 */
export function readBounce(source: string): BounceRead {
  const raw = source.replaceAll('\r\n', '\n').replaceAll(/\n[ \t]+/g, ' ');
  const action = /^Action:[ \t]*(\w+)/im.exec(raw)?.[1]?.toLowerCase();
  const code = /^Status:[ \t]*([245]\.\d{1,3}\.\d{1,3})/im.exec(raw)?.[1];
  if (action === undefined || code === undefined) return { ok: false, why: 'no-report' };
  if (action !== 'failed' || !code.startsWith('5')) return { ok: false, why: 'not-final' };
  const [role = '', ...id] = (fieldOf(raw, 'X-Awards-Person') ?? '').split('.');
  const parsed = z
    .object({ roundId: RoundId, about: Id, kind: Kind, person: z.object({ role: Role, id: Id }) })
    .safeParse({
      roundId: fieldOf(raw, 'X-Awards-Round'),
      about: fieldOf(raw, 'X-Awards-Subject'),
      kind: fieldOf(raw, 'X-Awards-Kind'),
      person: { role, id: id.join('.') },
    });
  return parsed.success ? { ok: true, bounce: { ...parsed.data, code } } : { ok: false, why: 'not-ours' };
}
