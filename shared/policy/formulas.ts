import * as z from 'zod';
import { Fen } from '../schemas/basics.ts';

/**
 * The formulas by which `auto` sub-items are scored from a register, each with the shape of its `params`.
 * All points in params are tenths of points (6 points = 60), so that they stay integers.
 */
const Tenths = z.int().min(0).max(1000);

/** Score of the on-site acceptance /100 × scoreTenths, plus scenarios graded `minGrade` or above /16 × scenarioTenths. */
const DigitalLevel = z.strictObject({
  scoreTenths: Tenths,
  scenarioTenths: Tenths,
  minGrade: z.int().min(1).max(4),
});

/** Verified investment: the points of the highest band whose `fromFen` is reached, none below the first. */
const InvestmentBands = z.strictObject({ bands: z.array(z.strictObject({ fromFen: Fen, tenths: Tenths })).min(1) });

/** Level at acceptance minus level before: the points of the highest step reached, none below the first. */
const LevelGain = z.strictObject({
  steps: z.array(z.strictObject({ gain: z.int().min(1).max(4), tenths: Tenths })).min(1),
});

/** Batch of acceptance: `byBatchTenths[0]` for the first batch and so on, `laterTenths` after the listed ones. */
const AcceptanceBatch = z.strictObject({ byBatchTenths: z.array(Tenths).min(1), laterTenths: Tenths });

/** Served pilots that passed: `baseTenths` from `from` on, `eachMoreTenths` for each more, up to the item's points. */
const ServedCount = z.strictObject({ from: z.int().min(1), baseTenths: Tenths, eachMoreTenths: Tenths });

/** A share of 100% times the item's points: nothing to set. */
const Share = z.strictObject({});

export const FORMULA_PARAMS = {
  'digital-level': DigitalLevel,
  'investment-bands': InvestmentBands,
  'level-gain': LevelGain,
  'acceptance-batch': AcceptanceBatch,
  'activity-share': Share,
  'material-share': Share,
  'served-count': ServedCount,
  'acceptance-pass-rate': Share,
} as const;

export type FormulaName = keyof typeof FORMULA_PARAMS;
export type FormulaParams<F extends FormulaName> = z.infer<(typeof FORMULA_PARAMS)[F]>;
