import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod';
import { LocalCloudError } from '../errors.ts';

const RESOURCE = z.object({
  Type: z.string(),
  Properties: z.record(z.string(), z.unknown()).default({}),
  Condition: z.string().optional(),
  Metadata: z.record(z.string(), z.unknown()).default({}),
});

const OUTPUT = z.object({
  Value: z.unknown(),
  Condition: z.string().optional(),
  Export: z.object({ Name: z.unknown() }).optional(),
});

const TEMPLATE = z.object({
  Parameters: z.record(z.string(), z.object({ Type: z.string(), Default: z.unknown().optional() })).default({}),
  Mappings: z.record(z.string(), z.record(z.string(), z.record(z.string(), z.unknown()))).default({}),
  Conditions: z.record(z.string(), z.unknown()).default({}),
  Resources: z.record(z.string(), RESOURCE).default({}),
  Outputs: z.record(z.string(), OUTPUT).default({}),
  Transform: z.unknown().optional(),
});

const MANIFEST = z.object({
  artifacts: z.record(
    z.string(),
    z.object({
      type: z.string(),
      environment: z.string().optional(),
      displayName: z.string().optional(),
      dependencies: z.array(z.string()).default([]),
      properties: z.object({ templateFile: z.string().optional(), stackName: z.string().optional() }).optional(),
    }),
  ),
});

const ASSETS = z.object({
  files: z
    .record(
      z.string(),
      z.object({
        source: z.object({ path: z.string().optional() }),
        destinations: z.record(z.string(), z.object({ objectKey: z.string() })),
      }),
    )
    .default({}),
});

export type Template = z.infer<typeof TEMPLATE>;
export type TemplateResource = z.infer<typeof RESOURCE>;

export interface Stack {
  name: string;
  template: Template;
}

export interface Assembly {
  /** In the order in which they would be deployed. */
  stacks: Stack[];
  region: string;
  /** Folder (or file) of a file asset by the object key under which a template refers to it. */
  assets: ReadonlyMap<string, string>;
}

const DEFAULT_REGION = 'us-east-1';

/**
 * Reads a synthesized CDK app.
 * @throws LocalCloudError ASSEMBLY_MISSING when the folder holds none.
 */
export function readAssembly(dir: string): Assembly {
  const manifestFile = join(dir, 'manifest.json');
  if (!existsSync(manifestFile)) {
    throw new LocalCloudError(
      'ASSEMBLY_MISSING',
      `There is no synthesized CDK app in ${dir}. Run "npm run synth" first.`,
    );
  }
  const { artifacts } = MANIFEST.parse(readJson(manifestFile));
  const ids = Object.keys(artifacts).filter((id) => artifacts[id]?.type === 'aws:cloudformation:stack');
  const ordered = inOrder(ids, (id) => artifacts[id]?.dependencies ?? []);
  const stacks = ordered.map((id) => {
    const { properties } = artifacts[id] ?? {};
    const template = TEMPLATE.parse(readJson(join(dir, properties?.templateFile ?? `${id}.template.json`)));
    return { name: properties?.stackName ?? id, template };
  });
  const regions = ids.map((id) => artifacts[id]?.environment?.split('/').at(-1));
  const region = regions.find((name) => name !== undefined && name !== 'unknown-region') ?? DEFAULT_REGION;
  return { stacks, region, assets: readAssets(dir, artifacts) };
}

function readAssets(dir: string, artifacts: z.infer<typeof MANIFEST>['artifacts']): Map<string, string> {
  const assets = new Map<string, string>();
  for (const [id, artifact] of Object.entries(artifacts)) {
    const file = join(dir, `${id}.json`);
    if (artifact.type !== 'cdk:asset-manifest' || !existsSync(file)) continue;
    for (const { source, destinations } of Object.values(ASSETS.parse(readJson(file)).files)) {
      for (const { objectKey } of Object.values(destinations)) {
        if (source.path !== undefined) assets.set(objectKey, join(dir, source.path));
      }
    }
  }
  return assets;
}

function inOrder(ids: string[], dependencies: (id: string) => string[]): string[] {
  const done = new Set<string>();
  const visit = (id: string): void => {
    if (done.has(id) || !ids.includes(id)) return;
    done.add(id);
    for (const dependency of dependencies(id)) visit(dependency);
    ordered.push(id);
  };
  const ordered: string[] = [];
  for (const id of [...ids].sort()) visit(id);
  return ordered;
}

function readJson(file: string): unknown {
  return JSON.parse(readFileSync(file, 'utf8'));
}
