import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App, DefaultStackSynthesizer, type IReusableStackSynthesizer, Validations } from 'aws-cdk-lib';
import { bundleFunctions } from './bundle.ts';
import { checksOf } from './checks/index.ts';
import { DataStack } from './stacks/data.ts';
import { ServiceStack } from './stacks/service.ts';
import { checkedStage, STAGE_NAMES, type Stage, stageNamed } from './stages.ts';

/** The library's newer behaviour where it touches us; here and not in cdk.json, so that every way to synthesize gives the same. */
const featureFlags = {
  '@aws-cdk/core:target-partitions': ['aws', 'aws-cn'],
  '@aws-cdk/core:enablePartitionLiterals': true,
  '@aws-cdk/core:checkSecretUsage': true,
  '@aws-cdk/core:includePrefixInUniqueNameGeneration': true,
  '@aws-cdk/core:validateAgainstDefaultRules': true,
  '@aws-cdk/aws-iam:minimizePolicies': true,
  '@aws-cdk/aws-events:eventsTargetQueueSameAccount': true,
  '@aws-cdk/aws-apigateway:logGroupDestinationArnWithoutWildcard': true,
  '@aws-cdk/aws-s3:publicAccessBlockedByDefault': true,
  '@aws-cdk/aws-s3:serverAccessLogsUseBucketPolicy': true,
};

/**
 * The app of one stage: what must outlive deployments, and the rest. Its synthesis fails with what the checks of
 * `infra/checks` have against it.
 * @param bundles the folder with `<name>/index.mjs` for every function
 * @throws Error for settings that do not fit together
 */
export function createApp(options: { stage: Stage; bundles: string; outdir?: string }): App {
  const { bundles, outdir } = options;
  const stage = checkedStage(options.stage);
  const app = new App({
    ...(outdir === undefined ? {} : { outdir }),
    postCliContext: featureFlags,
    analyticsReporting: false,
    treeMetadata: false,
    // The bootstrap's version is checked by `cdk deploy`; a rule for it would put an SSM parameter into every template.
    // The cast: the library's class and interface disagree about `undefined` under exactOptionalPropertyTypes.
    defaultStackSynthesizer: new DefaultStackSynthesizer({
      generateBootstrapVersionRule: false,
    }) as IReusableStackSynthesizer,
  });
  const env = stage.region === undefined ? {} : { env: { region: stage.region } };
  const data = new DataStack(app, `Awards-${stage.name}-Data`, { ...env, stage });
  new ServiceStack(app, `Awards-${stage.name}-Service`, { ...env, context: { stage, data, bundles } });
  Validations.of(app).addPlugins(...checksOf(stage));
  return app;
}

/** An ordinary region, and one of China's. */
const REGIONS = ['eu-west-1', 'cn-north-1'];

/**
 * Bundles the functions and writes the cloud assembly of one stage; or of `all`, in an ordinary region and in China, each into a
 * folder of its own, to see that none is refused.
 * @throws Error for an unknown stage, one that does not fit its region, a function that does not build, or a template that is not valid
 */
export async function synthesize(options: {
  stage: string;
  region?: string | undefined;
  outdir: string;
}): Promise<void> {
  const { stage, region, outdir } = options;
  const regions = region === undefined ? REGIONS : [region];
  const wanted =
    stage === 'all'
      ? STAGE_NAMES.flatMap((name) => regions.map((at) => ({ name, at, outdir: join(outdir, `${name}-${at}`) })))
      : [{ name: stage, at: region, outdir }];
  const settings = wanted.map(({ name, at, ...into }) => ({
    ...into,
    stage: stageNamed(name, at ? { region: at } : {}),
  }));
  const bundles = await mkdtemp(join(tmpdir(), 'awards-bundles-'));
  try {
    await bundleFunctions(bundles);
    for (const one of settings) createApp({ ...one, bundles }).synth();
  } finally {
    await rm(bundles, { recursive: true, force: true });
  }
}
