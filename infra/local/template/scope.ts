import { RESOURCE_TYPES } from '../resources/index.ts';
import { INERT_TYPES } from '../resources/inert.ts';
import type { Identity, World } from '../resources/resource.ts';
import type { Stack } from './assembly.ts';
import { IntrinsicError, NO_VALUE, resolve, type Scope } from './intrinsics.ts';
import { arn, generatedName } from './names.ts';

export interface Named {
  name: string;
  identity: Identity;
}

export interface Scopes {
  of(stack: Stack): Scope;
  identityOf(stack: Stack, logicalId: string): Named;
}

/** The names of all stacks; everything is worked out when it is first asked for, so order does not matter. */
export function createScopes(stacks: Stack[], parameters: Record<string, string>, world: World): Scopes {
  const identities = new Map<string, Named>();
  const scopes = new Map<string, Scope>();
  // CDK builds an API's address from its id and the region; locally that is the address of our own listener.
  const { region, urlSuffix } = world.place;
  const remoteApi = new RegExp(
    `https://[a-z0-9]{10}\\.execute-api\\.${region}\\.${urlSuffix.replaceAll('.', '\\.')}`,
    'g',
  );

  const of = (stack: Stack): Scope => {
    const known = scopes.get(stack.name);
    if (known !== undefined) return known;
    const scope = createScope(stack);
    scopes.set(stack.name, scope);
    return scope;
  };

  const identityOf = (stack: Stack, logicalId: string): Named => {
    const key = `${stack.name}/${logicalId}`;
    const known = identities.get(key) ?? identify(stack, logicalId, of(stack), world);
    identities.set(key, known);
    return known;
  };

  function createScope(stack: Stack): Scope {
    const { template } = stack;
    const scope: Scope = {
      ref: (name) => pseudo(name, stack, world) ?? parameter(stack, name, parameters) ?? refOf(stack, name),
      attribute: (logicalId, name) => {
        if (template.Resources[logicalId] === undefined) return undefined;
        return identityOf(stack, logicalId).identity.attributes[name];
      },
      condition: (name) => {
        const condition = template.Conditions[name];
        if (condition === undefined) throw new IntrinsicError(`the condition ${name} is not known`);
        return resolve(condition, scope) === true;
      },
      mapping: (map, top, second) => template.Mappings[map]?.[top]?.[second],
      imported,
      rewrite: (text) => text.replaceAll(remoteApi, world.endpoints.http),
    };
    return scope;
  }

  const refOf = (stack: Stack, name: string): unknown =>
    stack.template.Resources[name] && identityOf(stack, name).identity.ref;

  function imported(name: string): unknown {
    for (const stack of stacks) {
      for (const output of Object.values(stack.template.Outputs)) {
        if (output.Export !== undefined && resolve(output.Export.Name, of(stack)) === name) {
          return resolve(output.Value, of(stack));
        }
      }
    }
    return undefined;
  }

  return { of, identityOf };
}

function pseudo(name: string, stack: Stack, { place }: World): unknown {
  switch (name) {
    case 'AWS::AccountId':
      return place.account;
    case 'AWS::Region':
      return place.region;
    case 'AWS::Partition':
      return place.partition;
    case 'AWS::URLSuffix':
      return place.urlSuffix;
    case 'AWS::StackName':
      return stack.name;
    case 'AWS::StackId':
      return arn(place, 'cloudformation', `stack/${stack.name}/local`);
    case 'AWS::NoValue':
      return NO_VALUE;
    case 'AWS::NotificationARNs':
      return [];
    default:
      return undefined;
  }
}

function parameter(stack: Stack, name: string, values: Record<string, string>): unknown {
  const declared = stack.template.Parameters[name];
  if (declared === undefined) return undefined;
  const value = values[name] ?? declared.Default;
  if (value === undefined) throw new IntrinsicError(`the parameter ${name} has no value`);
  if (declared.Type === 'CommaDelimitedList' || declared.Type.startsWith('List<')) {
    return String(value).split(',');
  }
  return value;
}

function identify(stack: Stack, logicalId: string, scope: Scope, world: World): Named {
  const resource = stack.template.Resources[logicalId];
  const type = RESOURCE_TYPES.get(resource?.Type ?? '');
  if (resource === undefined || type === undefined) return inert(stack, logicalId, resource?.Type ?? '', world);
  const { property, limit, lowerCase, suffix } = type.name ?? { property: '', limit: 64 };
  const given = resource.Properties[property];
  const ending = suffix?.(resource.Properties) ?? '';
  const generated = generatedName(stack.name, logicalId, limit) + ending;
  const resolved = given === undefined ? NO_VALUE : resolve(given, scope);
  const name = typeof resolved === 'string' ? resolved : lowerCase ? generated.toLowerCase() : generated;
  return { name, identity: type.identity(name, world, (key) => resolve(resource.Properties[key], scope)) };
}

/** Log groups, topics and the like: others only pass their ARN or name on, nobody looks behind it. */
function inert(stack: Stack, logicalId: string, type: string, { place }: World): Named {
  if (!INERT_TYPES.has(type)) throw new IntrinsicError(`${logicalId} has a type that is not known (${type})`);
  const name = generatedName(stack.name, logicalId, 64);
  const service = type.split('::')[1]?.toLowerCase() ?? 'local';
  const own = arn(place, service, name);
  const attributes = new Proxy<Record<string, string>>(
    {},
    { get: (_target, attribute) => (String(attribute).endsWith('Arn') ? own : name) },
  );
  return { name, identity: { ref: service === 'sns' ? own : name, arn: own, attributes } };
}
