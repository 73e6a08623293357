import * as z from 'zod';
import { arn } from '../template/names.ts';
import { defineResource } from './resource.ts';

export const stateMachine = defineResource({
  type: 'AWS::StepFunctions::StateMachine',
  name: { property: 'StateMachineName', limit: 80 },
  accepted: ['Tags', 'LoggingConfiguration', 'TracingConfiguration', 'EncryptionConfiguration'],
  properties: z.strictObject({
    StateMachineName: z.string().optional(),
    StateMachineType: z.literal('STANDARD').optional(),
    RoleArn: z.string(),
    DefinitionString: z.string(),
    DefinitionSubstitutions: z.record(z.string(), z.coerce.string()).default({}),
  }),
  identity: (name, world) => {
    const machineArn = arn(world.place, 'states', `stateMachine:${name}`);
    return {
      ref: machineArn,
      arn: machineArn,
      attributes: { Arn: machineArn, Name: name, StateMachineRevisionId: 'local' },
    };
  },
  plan: ({ name, arn: machineArn, properties }, plan) => {
    const definition = properties.DefinitionString.replace(
      /\$\{([A-Za-z0-9_]+)\}/g,
      (all, key: string) => properties.DefinitionSubstitutions[key] ?? all,
    );
    plan.stateMachines.push({ name, arn: machineArn, definition, roleArn: properties.RoleArn });
    return [];
  },
});

/** The only version there is here: what the template says now. Executions keep the definition they began with. */
export const machineVersion = defineResource({
  type: 'AWS::StepFunctions::StateMachineVersion',
  accepted: ['Description', 'StateMachineRevisionId'],
  properties: z.strictObject({ StateMachineArn: z.string() }),
  identity: (_name, _world, property) => {
    const versionArn = `${property('StateMachineArn')}:1`;
    return { ref: versionArn, arn: versionArn, attributes: { Arn: versionArn } };
  },
  plan: () => [],
});

const ROUTING = z.tuple([
  z.strictObject({ StateMachineVersionArn: z.string().endsWith(':1'), Weight: z.coerce.number().pipe(z.literal(100)) }),
]);

/** Of a version's ARN, `…:stateMachine:name:1`. */
const machineOf = (routing: unknown): string => ROUTING.parse(routing)[0].StateMachineVersionArn.slice(0, -2);

export const machineAlias = defineResource({
  type: 'AWS::StepFunctions::StateMachineAlias',
  name: { property: 'Name', limit: 80 },
  accepted: ['Description'],
  properties: z.strictObject({ Name: z.string(), RoutingConfiguration: ROUTING }),
  identity: (name, _world, property) => {
    const aliasArn = `${machineOf(property('RoutingConfiguration'))}:${name}`;
    return { ref: aliasArn, arn: aliasArn, attributes: { Arn: aliasArn } };
  },
  plan: ({ arn: aliasArn, properties }, plan) => {
    plan.machineAliases.push({ arn: aliasArn, machineArn: machineOf(properties.RoutingConfiguration) });
    return [];
  },
});
