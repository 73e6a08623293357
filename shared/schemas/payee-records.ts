import * as z from 'zod';
import { ApplicationId, Instant, RoundId, Text } from './basics.ts';

/** A winner's account: bank data, which stands nowhere in the clear. */
export const Account = z.strictObject({ accountName: z.string(), bank: z.string(), accountNumber: z.string() });
export type Account = z.infer<typeof Account>;

/**
 * An account under a data key of its own (AES-256-GCM), which KMS encrypted; both are bound to round, award and reference. Base64.
 * `key`: the ARN of the KMS key.
 */
export const SealedAccount = z.strictObject({
  key: z.string(),
  dataKey: z.base64(),
  iv: z.base64(),
  tag: z.base64(),
  data: z.base64(),
});
export type SealedAccount = z.infer<typeof SealedAccount>;

/** Account of a winner, by separate consent. Opened for nobody but finance; not exported. */
export const PayeeRecord = z.object({
  entity: z.literal('Payee'),
  payeeRef: z.string(),
  roundId: RoundId,
  awardId: ApplicationId,
  sealed: SealedAccount,
  consentAt: Instant,
});
export type PayeeRecord = z.infer<typeof PayeeRecord>;

/** As accounts were kept before they were sealed. */
export const PlainPayeeRecord = Account.extend(PayeeRecord.omit({ sealed: true, roundId: true }).shape).loose();

/** Finance asked for the account behind a reference: who, when, for which instruction and why; whether it was told. */
export const PayeeLookupRecord = z.object({
  entity: z.literal('PayeeLookup'),
  roundId: RoundId,
  disbursementId: z.string(),
  payeeRef: z.string(),
  by: Text(50).min(1),
  reason: Text(200).min(1),
  at: Instant,
  told: z.boolean(),
});
export type PayeeLookupRecord = z.infer<typeof PayeeLookupRecord>;

/** How many accounts one request asks for at most. */
export const MOST_LOOKUPS = 100;

/** What finance asks: each reference together with the instruction that holds it. */
export const PayeeRequest = z.strictObject({
  roundId: RoundId,
  by: Text(50).min(1),
  reason: Text(200).min(1),
  payees: z
    .array(z.strictObject({ disbursementId: z.string().max(120), payeeRef: z.string().max(60) }))
    .min(1)
    .max(MOST_LOOKUPS),
});
export type PayeeRequest = z.infer<typeof PayeeRequest>;

/** What it is told; `unknown`: instructions that do not exist, or hold another reference. */
export const PayeeAnswer = z.strictObject({
  accounts: z.array(Account.extend({ disbursementId: z.string(), payeeRef: z.string() })),
  unknown: z.array(z.string()),
});
export type PayeeAnswer = z.infer<typeof PayeeAnswer>;
