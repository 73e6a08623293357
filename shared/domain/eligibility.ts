import type { Finding } from '../schemas/findings.ts';
import { accidentFree, creditCode, enteredOnce, notDishonest, withinWindow } from './eligibility/common.ts';
import {
  computedLevel,
  declaredInvestment,
  declaredLevel,
  isPilot,
  passedAcceptance,
  reachedLevel,
  withinPeriod,
} from './eligibility/enterprise.ts';
import type { EligibilityInput } from './eligibility/finding.ts';
import { invoicesInPeriod, invoicesOnce, invoicesTotal } from './eligibility/invoices.ts';
import { coversScenarios, hasPartners, landedAtPilots, landedByApplicant } from './eligibility/landed.ts';
import { claimedServed, inPool, localPresence, servedEnough } from './eligibility/provider.ts';

export type { ClaimedPilot, EligibilityInput } from './eligibility/finding.ts';

/**
 * Every condition of section 二 for the application's category, one finding each, always the same rules in the same order.
 * A finding flags with evidence; nothing is rejected here, a person decides.
 */
export function assessEligibility(input: EligibilityInput): Finding[] {
  return [
    ...ofCategory(input),
    ...enteredOnce(input),
    accidentFree(input),
    notDishonest(input),
    withinWindow(input),
    creditCode(input),
  ];
}

function ofCategory(input: EligibilityInput): Finding[] {
  const { manifest } = input;
  switch (manifest.category) {
    case 'benchmark-enterprise': {
      const own = { ...input, manifest };
      const qualified = [isPilot, passedAcceptance, reachedLevel, withinPeriod];
      const compared = [
        computedLevel,
        declaredLevel,
        declaredInvestment,
        invoicesTotal,
        invoicesInPeriod,
        invoicesOnce,
      ];
      return [...qualified, ...compared].map((rule) => rule(own));
    }
    case 'service-provider': {
      const own = { ...input, manifest };
      return [inPool, localPresence, servedEnough, claimedServed].map((rule) => rule(own));
    }
    case 'solution-product': {
      const own = { ...input, manifest };
      return [inPool, coversScenarios, landedAtPilots, landedByApplicant].map((rule) => rule(own));
    }
    case 'chain-case': {
      const own = { ...input, manifest };
      return [inPool, landedAtPilots, landedByApplicant, hasPartners].map((rule) => rule(own));
    }
  }
}
