/**
 * What `cdk` and `npm run synth` run. The stage and, where the stage leaves it open or another one is meant, the region:
 * `npm run synth -- --stage prod --region eu-west-1`, or `cdk synth -c stage=prod -c region=eu-west-1`, or AWARDS_STAGE and
 * AWARDS_REGION; else the stage dev, for any region. `--stage all` is every stage in both partitions.
 */
import { parseArgs } from 'node:util';
import { synthesize } from './app-synth.ts';

interface Choice {
  stage?: string;
  region?: string;
}
const { values }: { values: Choice } = parseArgs({
  options: { stage: { type: 'string' }, region: { type: 'string' } },
});
const context: Choice = JSON.parse(process.env['CDK_CONTEXT_JSON'] ?? '{}');

await synthesize({
  stage: values.stage ?? context.stage ?? process.env['AWARDS_STAGE'] ?? 'dev',
  region: (values.region ?? context.region ?? process.env['AWARDS_REGION']) || undefined,
  outdir: process.env['CDK_OUTDIR'] ?? 'cdk.out',
});
