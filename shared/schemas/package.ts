import * as z from 'zod';
import { ChainLink, Fen, LocalDate, RoundId, Scenario, Sha256, Text, UsccShape } from './basics.ts';

/** Version of the package format; another one is refused with a pointer to this. */
export const PACKAGE_FORMAT = 'awards-package/1';

export const ATTACHMENT_KINDS = [
  'business-licence',
  'credit-report',
  'truth-undertaking',
  'no-accident-undertaking',
  'acceptance-report',
  'investment-details',
  'vouchers',
  'past-subsidies',
  'effect-evidence',
  'special-audit',
  'local-presence',
  'served-enterprises',
  'acceptance-evidence',
  'team-evidence',
  'satisfaction',
  'landing-evidence',
  'intellectual-property',
  'scenario-map',
  'chain-enterprises',
  'drive-evidence',
  'case-text',
] as const;
export const AttachmentKind = z.enum(ATTACHMENT_KINDS);
export type AttachmentKind = z.infer<typeof AttachmentKind>;

export const AttachmentEntry = z.strictObject({
  kind: AttachmentKind,
  /** Path inside the zip, below `attachments/`. */
  path: z
    .string()
    .regex(/^attachments\/[^\\]+$/)
    .max(200),
  sha256: Sha256,
});

const Narrative = Text(4000).min(1);
const Honour = z.strictObject({
  title: Text(200).min(1),
  level: z.enum(['national', 'provincial', 'municipal', 'other']),
  awardedOn: LocalDate,
});
const Served = z.strictObject({ uscc: UsccShape, name: Text(100).min(1) });

const common = {
  format: z.literal(PACKAGE_FORMAT),
  roundId: RoundId,
  uscc: UsccShape,
  name: Text(100).min(1),
  applicationNo: z.int().min(1).max(99),
  contact: z.strictObject({ name: Text(50).min(1), phone: z.string().regex(/^[0-9+\- ]{6,20}$/) }),
  /** For publicity after the announcement, by consent. */
  publicSummary: Text(500),
  attachments: z.array(AttachmentEntry).min(1).max(200),
};

/** What 三(一) asks of an enterprise and no register holds. Declared figures are only compared, never scored. */
const Enterprise = z.strictObject({
  ...common,
  category: z.literal('benchmark-enterprise'),
  declaredLevel: z.int().min(0).max(4),
  declaredInvestmentFen: Fen,
  foundation: z.strictObject({
    planning: Narrative,
    keyProcesses: Narrative,
    dataExchange: Narrative,
    newTechnology: Narrative,
    promotion: Narrative,
    honours: z.array(Honour).max(50),
  }),
  effects: z.strictObject({ economic: Narrative, quality: Narrative, cost: Narrative, efficiency: Narrative }),
});

const Provider = z.strictObject({
  ...common,
  category: z.literal('service-provider'),
  served: z.array(Served).min(1).max(500),
  effects: Narrative,
  team: z.strictObject({ size: z.int().min(1), narrative: Narrative }),
  honours: z.array(Honour).max(50),
  training: Narrative,
  products: z
    .array(z.strictObject({ name: Text(100).min(1), scenarios: z.array(Scenario).max(16) }))
    .min(1)
    .max(100),
  operations: Narrative,
});

const Solution = z.strictObject({
  ...common,
  category: z.literal('solution-product'),
  title: Text(100).min(1),
  links: z.array(ChainLink).min(1),
  scenarios: z.array(Scenario).min(1).max(16),
  industries: z.array(z.string().max(60)).max(10),
  landed: z.array(Served).min(1).max(500),
  technology: Narrative,
  painPoints: Narrative,
  effects: Narrative,
  demonstration: Narrative,
  intellectualProperty: z.array(Text(200)).max(100),
  honours: z.array(Honour).max(50),
});

const ChainCase = z.strictObject({
  ...common,
  category: z.literal('chain-case'),
  title: Text(100).min(1),
  landed: z.array(Served).min(1).max(500),
  partners: z
    .array(
      z.strictObject({ uscc: UsccShape, name: Text(100).min(1), relation: z.enum(['upstream', 'downstream', 'park']) }),
    )
    .max(500),
  measures: Narrative,
  technology: Narrative,
  effects: z.strictObject({
    cost: Narrative,
    efficiency: Narrative,
    revenue: Narrative,
    energy: Narrative,
    quality: Narrative,
  }),
  replication: Narrative,
});

/** `application.json` at the root of the package. */
export const PackageManifest = z.discriminatedUnion('category', [Enterprise, Provider, Solution, ChainCase]);
export type PackageManifest = z.infer<typeof PackageManifest>;
