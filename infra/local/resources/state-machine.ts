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
    return { ref: machineArn, arn: machineArn, attributes: { Arn: machineArn, Name: name } };
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
