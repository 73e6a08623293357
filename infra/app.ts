/** What `cdk` runs. The stage: `cdk synth -c stage=prod`, or AWARDS_STAGE=prod; else dev. */
import { synthesize } from './app-synth.ts';

const context: { stage?: string } = JSON.parse(process.env['CDK_CONTEXT_JSON'] ?? '{}');

await synthesize({
  stage: context.stage ?? process.env['AWARDS_STAGE'] ?? 'dev',
  outdir: process.env['CDK_OUTDIR'] ?? 'cdk.out',
});
