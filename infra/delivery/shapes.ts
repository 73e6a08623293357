/**
 * What is stored, or leaves and comes back, by its shape: `shared/schemas/shapes.json` has a version of each and a hash of each
 * of its members. A member that may be missing can be added; every other change makes another version, which
 * needs a migration (`shared/store/migrations`) or a reader of the older one. See `docs/upgrading.md`.
 */
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod';
import { canonicalJson, sha256Hex } from '../../shared/canonical.ts';
import { AuditExport } from '../../shared/export/audit.ts';
import { RoundExport } from '../../shared/export/schema.ts';
import { Policy } from '../../shared/policy/schema.ts';
import { Certificate } from '../../shared/schemas/certificate.ts';
import { DecisionsDocument } from '../../shared/schemas/decision-log.ts';
import { EVENT_CATALOGUE } from '../../shared/schemas/event-catalogue.ts';
import { MailRequest } from '../../shared/schemas/events.ts';
import { NoticeDocument } from '../../shared/schemas/notice-records.ts';
import { PackageManifest } from '../../shared/schemas/package.ts';
import { Awaited, EscalateRequest, StartRequest } from '../../shared/schemas/workflow.ts';

const SHARED = join(import.meta.dirname, '..', '..', 'shared');

export const Shape = z.strictObject({
  /** Of records: what their `entity` says. */
  entity: z.string().optional(),
  version: z.int().min(1),
  /** Of each member, the beginning of the SHA-256 of its JSON Schema as it is read; `?` behind it where it may be missing. */
  members: z.record(z.string(), z.string().regex(/^[0-9a-f]{12}\??$/)),
});
export type Shape = z.infer<typeof Shape>;
export const Shapes = z.record(z.string(), Shape);
export type Shapes = z.infer<typeof Shapes>;

/** Only what a schema says of its input: refinements and what is made of it are rules, no shape. */
export function membersOf(schema: z.ZodType): Shape['members'] {
  const { properties, required = [], ...whole } = z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' });
  if (properties === undefined) return Object.fromEntries(optionsOf(whole).sort(([a], [b]) => (a < b ? -1 : 1)));
  // What a document calls itself says its version already.
  const { schema: _, ...others } = properties;
  const members = Object.entries(others).map(([name, member]) => {
    return [name, `${hashOf(member)}${required.includes(name) ? '' : '?'}`] as const;
  });
  return Object.fromEntries(members.sort(([a], [b]) => (a < b ? -1 : 1)));
}

const Option = z.looseObject({
  properties: z.record(z.string(), z.looseObject({ const: z.unknown().optional() })).optional(),
  oneOf: z.array(z.unknown()).optional(),
  anyOf: z.array(z.unknown()).optional(),
});

/** What tells one of several apart. */
const TOLD_BY = ['kind', 'op', 'category'];

/** Of what may be one of several, each by the member that tells it apart; one more of them breaks nothing. */
function optionsOf(schema: unknown): [name: string, hash: string][] {
  const { oneOf, anyOf = oneOf, properties = {} } = Option.parse(schema);
  if (anyOf !== undefined) return anyOf.flatMap(optionsOf);
  const told = TOLD_BY.find((name) => typeof properties[name]?.const === 'string');
  return [[told === undefined ? 'whole' : `${told}=${properties[told]?.const}`, `${hashOf(schema)}?`]];
}

const hashOf = (value: unknown): string => sha256Hex(canonicalJson(value)).slice(0, 12);

/** What stands in the code, by name; a new one, and one that was changed so that older ones are still read, has the version it had. */
export async function shapesOfCode(before: Shapes): Promise<Shapes> {
  const found = [...(await records()), ...documents()].map(([name, schema, entity]): [string, Shape] => {
    const members = membersOf(schema);
    const { version = 1 } = before[name] ?? {};
    const changed = before[name] !== undefined && breaks(before[name].members, members);
    return [name, { ...(entity === undefined ? {} : { entity }), version: changed ? version + 1 : version, members }];
  });
  return Object.fromEntries(found.sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** Whether something of the older shape may not be read by the newer, or mean another thing to it. */
export const breaks = (older: Shape['members'], newer: Shape['members']): boolean =>
  Object.entries(older).some(([name, hash]) => newer[name] !== hash) ||
  Object.entries(newer).some(([name, hash]) => older[name] === undefined && !hash.endsWith('?'));

type Found = [name: string, schema: z.ZodType, entity?: string];

/** Every schema of a record, wherever it is exported: whoever adds one cannot forget it. */
async function records(): Promise<Found[]> {
  const files = ['schemas', 'store'].flatMap((dir) =>
    readdirSync(join(SHARED, dir))
      .filter((file) => file.endsWith('.ts'))
      .map((file) => join(SHARED, dir, file)),
  );
  const modules = await Promise.all(files.map((file) => import(file) as Promise<Record<string, unknown>>));
  const all = modules
    .flatMap((module) => Object.entries(module))
    .flatMap(([name, value]): Found[] => {
      const entity = entityOf(value);
      return entity === undefined ? [] : [[name, value as z.ZodType, entity]];
    });
  return [...new Map(all.map((one) => [one[0], one])).values()];
}

function entityOf(value: unknown): string | undefined {
  if (!(value instanceof z.ZodObject)) return undefined;
  const { entity } = value.shape as { entity?: unknown };
  return entity instanceof z.ZodLiteral ? String(entity.value) : undefined;
}

/** What others keep, what waits in queues, what definitions that are running send to the functions that open and escalate tasks, and what other systems are sent and send. */
const documents = (): Found[] => [
  ...Object.entries({
    ...{ Awaited, Certificate, DecisionsDocument, EscalateRequest, MailRequest, NoticeDocument, PackageManifest },
    ...{ AuditExport, Policy, RoundExport, StartRequest },
  }).map(([name, schema]): Found => [name, schema]),
  ...EVENT_CATALOGUE.map(({ name, version, schema }): Found => [`event ${name} v${version}`, schema]),
];
