/** Templates of a stage as the deployment would get them, synthesized around empty functions. */
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import aslValidator from 'asl-validator';
import type { App } from 'aws-cdk-lib';
import { createApp } from '../../infra/app-synth.ts';
import type { Stage } from '../../infra/stages.ts';

export type Properties = Record<string, unknown>;
export interface Resource {
  Type: string;
  Properties: Properties;
  DeletionPolicy?: string;
  UpdateReplacePolicy?: string;
}
export interface Template {
  Resources: Record<string, Resource>;
  Outputs: Record<string, { Value: unknown }>;
  Parameters?: Record<string, { Type: string; Default?: string; NoEcho?: boolean }>;
}
export interface Templates {
  data: Template;
  service: Template;
  dataIsProtected: boolean;
}

export const functionNames = readdirSync(join(import.meta.dirname, '..', '..', 'functions'));

/**
 * What the templates say does not depend on what is in the functions, so each gets an empty one, outside the repository.
 * @param change what is to be different in the app
 * @throws Error with everything that the checks have against the templates
 */
export function synthesized(stage: Stage, change?: (app: App) => void): Templates {
  const dir = mkdtempSync(join(tmpdir(), 'templates-'));
  try {
    for (const name of functionNames) {
      mkdirSync(join(dir, 'bundles', name), { recursive: true });
      writeFileSync(join(dir, 'bundles', name, 'index.mjs'), `export const handler = '${name}';`);
    }
    const app = createApp({ stage, bundles: join(dir, 'bundles'), outdir: join(dir, 'out') });
    change?.(app);
    const assembly = app.synth();
    const data = assembly.getStackByName(`Awards-${stage.name}-Data`);
    const service = assembly.getStackByName(`Awards-${stage.name}-Service`);
    return {
      data: data.template as Template,
      service: service.template as Template,
      dataIsProtected: data.terminationProtection === true,
    };
  } finally {
    rmSync(dir, { recursive: true });
  }
}

export function ofType(template: Template, type: string): (Resource & { id: string })[] {
  return Object.entries(template.Resources).flatMap(([id, r]) => (r.Type === type ? [{ id, ...r }] : []));
}

/** The properties of the functions, by the name of their folder. */
export function functionsOf(template: Template): Map<string, Resource & { id: string }> {
  return new Map(
    ofType(template, 'AWS::Lambda::Function').map((fn) => [
      String(fn.Properties['Description']).split(' ')[0] ?? '',
      fn,
    ]),
  );
}

/**
 * What a value would be after deployment, near enough: a reference becomes the resource's logical id, an attribute
 * `<logical id>.<attribute>`, an import the export's name.
 */
export function resolved(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(resolved);
  if (typeof value !== 'object' || value === null) return value;
  const [[key, inner] = ['', undefined], ...others] = Object.entries(value);
  if (others.length === 0) {
    if (key === 'Ref') return inner === 'AWS::Partition' ? 'aws' : inner;
    if (key === 'Fn::GetAtt' && Array.isArray(inner)) return inner.join('.');
    if (key === 'Fn::ImportValue') return String(inner).split(':').at(-1);
    // The name in an alias's ARN is its function's; which function that is, the alias says.
    if (key === 'Fn::Select' && Array.isArray(inner)) return splitOf(inner[1]);
    if (key === 'Fn::Join' && Array.isArray(inner)) {
      const [separator, parts] = inner as [string, unknown[]];
      return parts.map((part) => String(resolved(part))).join(separator);
    }
  }
  return Object.fromEntries(Object.entries(value).map(([k, v]) => [k, resolved(v)]));
}

function splitOf(value: unknown): unknown {
  const { 'Fn::Split': [, whole] = [] } = value as { 'Fn::Split'?: [string, unknown] };
  return resolved(whole);
}

/** The logical ids of functions, by that of the alias that they are called by. */
export function aliases(template: Template): Map<string, string> {
  return new Map(
    ofType(template, 'AWS::Lambda::Alias').map(({ id, Properties }) => [
      id,
      String(resolved(Properties['FunctionName'])),
    ]),
  );
}

/** What AWS's own schema of the language has against a definition; empty when nothing. */
export function aslFaults(definition: unknown): string {
  const { isValid, errorsText } = aslValidator(definition);
  return isValid ? '' : errorsText('\n');
}

/** The definition of a state machine, its functions called by their folder's names. */
export function definitionOf(template: Template, machine: 'round' | 'application' | 'scoring'): string {
  const found = ofType(template, 'AWS::StepFunctions::StateMachine').find((m) =>
    m.id.startsWith(`Workflow${machine}Machine`),
  );
  let text = String(resolved(found?.Properties['DefinitionString']));
  const functions = new Map([...functionsOf(template)].map(([name, fn]) => [fn.id, name]));
  for (const [alias, fn] of aliases(template)) text = text.replaceAll(`"${alias}"`, JSON.stringify(functions.get(fn)));
  return text;
}
