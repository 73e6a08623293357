import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { stageNamed } from '../../../infra/stages.ts';
import { QINGDAO, readPolicy } from '../../demo/policy.ts';
import { synthesized } from '../../infra/templates.ts';
import { designOf, type Quota, quotasOf } from './quotas.ts';
import { quotasText } from './render.ts';

export const FILE = join(import.meta.dirname, '..', '..', '..', 'docs', 'quotas.md');

export const quotas = (): Quota[] => quotasOf(designOf(synthesized(stageNamed('prod')).service, readPolicy(QINGDAO)));

/** Writes `docs/quotas.md`. */
export async function writeQuotas(): Promise<[]> {
  writeFileSync(FILE, quotasText(quotas()));
  return [];
}
