import type * as z from 'zod';
import { LocalCloudError, messageOf } from '../errors.ts';
import { RESOURCE_TYPES } from '../resources/index.ts';
import { INERT_TYPES } from '../resources/inert.ts';
import type { ResourceType, World } from '../resources/resource.ts';
import type { Assembly, Stack, TemplateResource } from './assembly.ts';
import { checkReferences } from './check.ts';
import { resolve, type Scope } from './intrinsics.ts';
import { emptyPlan, type Plan } from './plan.ts';
import { createScopes } from './scope.ts';

/**
 * Turns an assembly into what is to be run.
 * @param parameters values of CloudFormation parameters, by name.
 * @throws LocalCloudError TEMPLATE_UNSUPPORTED listing every resource, property or function that is not known.
 */
export function loadPlan(assembly: Assembly, parameters: Record<string, string>, world: World): Plan {
  const plan = emptyPlan();
  const faults: string[] = [];
  const scopes = createScopes(assembly.stacks, parameters, world);
  for (const stack of assembly.stacks) {
    const scope = scopes.of(stack);
    if (stack.template.Transform !== undefined) faults.push(`${stack.name}: Transform is not known to the local cloud`);
    for (const [logicalId, resource] of Object.entries(stack.template.Resources)) {
      const path = pathOf(stack, logicalId, resource);
      faults.push(...attempt(path, () => planResource(stack, logicalId, resource, scope)));
    }
    faults.push(...attempt(`${stack.name} Outputs`, () => readOutputs(stack, scope)));
  }
  // References of resources that were refused would only repeat the fault.
  if (faults.length === 0) faults.push(...checkReferences(plan));
  if (faults.length > 0) throw unsupported(faults);
  return plan;

  function planResource(stack: Stack, logicalId: string, resource: TemplateResource, scope: Scope): string[] {
    if (INERT_TYPES.has(resource.Type)) return [];
    const type = RESOURCE_TYPES.get(resource.Type);
    if (type === undefined) return [`the resource type ${resource.Type} is not known to the local cloud`];
    if (resource.Condition !== undefined && !scope.condition(resource.Condition)) return [];
    const { properties, faults: unresolved } = resolveProperties(resource, type, scope);
    const checked = type.properties.safeParse(properties);
    const invalid = checked.success ? [] : checked.error.issues.flatMap(describe);
    // A property that could not be resolved is missing for the schema: that is told once, by its cause.
    const own = invalid.filter((line) => !unresolved.some((fault) => line.split(/[.:[]/)[0] === fault.split(':')[0]));
    if (unresolved.length + own.length > 0) return [...unresolved, ...own].map((line) => `(${resource.Type}) ${line}`);
    const { name, identity } = scopes.identityOf(stack, logicalId);
    const known = { logicalId, name, arn: identity.arn, ref: identity.ref, properties, world };
    return type.plan(known, plan).map((line) => `(${resource.Type}) ${line}`);
  }

  function readOutputs(stack: Stack, scope: Scope): string[] {
    const outputs = Object.entries(stack.template.Outputs);
    return outputs.flatMap(([id, output]) => {
      if (output.Condition !== undefined && !scope.condition(output.Condition)) return [];
      return attempt(id, () => {
        const value = String(resolve(output.Value, scope));
        plan.outputs[`${stack.name}.${id}`] = value;
        // What CDK exports from stack to stack has no meaning outside.
        if (!id.startsWith('ExportsOutput')) plan.outputs[id] = value;
        return [];
      });
    });
  }
}

function resolveProperties(
  resource: TemplateResource,
  type: ResourceType,
  scope: Scope,
): { properties: Record<string, unknown>; faults: string[] } {
  const properties: Record<string, unknown> = {};
  const faults: string[] = [];
  for (const [key, value] of Object.entries(resource.Properties)) {
    if (type.accepted.includes(key)) continue;
    faults.push(
      ...attempt(key, () => {
        // As a list, so that a property that comes out as AWS::NoValue disappears.
        const [resolved] = resolve([value], scope) as unknown[];
        if (resolved !== undefined) properties[key] = resolved;
        return [];
      }),
    );
  }
  return { properties, faults };
}

function attempt(where: string, work: () => string[]): string[] {
  try {
    return work().map((line) => `${where} ${line}`);
  } catch (error) {
    return [`${where}: ${messageOf(error)}`];
  }
}

function describe(issue: z.core.$ZodIssue): string[] {
  const path = issue.path.map(String);
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => `${[...path, key].join('.')}: not known to the local cloud`);
  }
  return [`${path.join('.')}: ${issue.message}`];
}

/** Where the construct stands in the CDK app: that is what its author looks for. */
function pathOf(stack: Stack, logicalId: string, resource: TemplateResource): string {
  const path = resource.Metadata['aws:cdk:path'];
  return typeof path === 'string' ? path : `${stack.name}/${logicalId}`;
}

function unsupported(faults: string[]): LocalCloudError {
  return new LocalCloudError(
    'TEMPLATE_UNSUPPORTED',
    [
      `The template asks for ${faults.length === 1 ? 'something' : `${faults.length} things`} that the local cloud does not do:`,
      ...faults.map((fault) => `  - ${fault}`),
      'Teach it in infra/local/resources/ (a property without local behaviour belongs into the list "accepted"), or leave it out.',
    ].join('\n'),
  );
}
