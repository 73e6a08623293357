import type { IPolicyValidationPlugin } from 'aws-cdk-lib';
import { partitionOf, type Stage } from '../stages.ts';
import { acknowledged } from './acknowledged.ts';
import { ChinaCheck } from './china.ts';
import { cloudFormation } from './cloudformation.ts';
import { RulePacks } from './rule-packs.ts';

/** What every synthesis is checked by; one finding, and there is no template. */
export function checksOf(stage: Stage): IPolicyValidationPlugin[] {
  const china = partitionOf(stage.region) === 'aws-cn' ? [new ChinaCheck()] : [];
  // The cast: the library's class and interface disagree about `undefined` under exactOptionalPropertyTypes.
  return [cloudFormation() as IPolicyValidationPlugin, new RulePacks(stage, acknowledged(stage)), ...china];
}
