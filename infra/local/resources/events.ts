import * as z from 'zod';
import { checkPattern } from '../events/pattern.ts';
import { checkSchedule } from '../events/schedule.ts';
import { arn, nameOfArn } from '../template/names.ts';
import { DEFAULT_BUS } from '../template/plan.ts';
import { defineResource } from './resource.ts';

export const eventBus = defineResource({
  type: 'AWS::Events::EventBus',
  name: { property: 'Name', limit: 200 },
  accepted: ['Tags', 'Description', 'KmsKeyIdentifier', 'Policy', 'LogConfig'],
  properties: z.strictObject({ Name: z.string() }),
  identity: (name, world) => {
    const busArn = arn(world.place, 'events', `event-bus/${name}`);
    return { ref: name, arn: busArn, attributes: { Arn: busArn, Name: name } };
  },
  plan: ({ name }, plan) => {
    plan.buses.push(name);
    return [];
  },
});

const TARGET = z.strictObject({
  Id: z.string(),
  Arn: z.string(),
  // Roles are not played, and a delivery to a part of this process does not fail and come again.
  RoleArn: z.string().optional(),
  RetryPolicy: z.unknown().optional(),
  Input: z.string().optional(),
  SqsParameters: z.strictObject({ MessageGroupId: z.string() }).optional(),
  DeadLetterConfig: z.strictObject({ Arn: z.string() }).optional(),
});

export const rule = defineResource({
  type: 'AWS::Events::Rule',
  name: { property: 'Name', limit: 64 },
  accepted: ['Tags', 'Description', 'RoleArn'],
  properties: z.strictObject({
    Name: z.string().optional(),
    EventBusName: z.string().default(DEFAULT_BUS),
    EventPattern: z.record(z.string(), z.unknown()).optional(),
    ScheduleExpression: z.string().optional(),
    State: z.enum(['ENABLED', 'DISABLED']).default('ENABLED'),
    Targets: z.array(TARGET).default([]),
  }),
  identity: (name, world) => {
    const ruleArn = arn(world.place, 'events', `rule/${name}`);
    return { ref: name, arn: ruleArn, attributes: { Arn: ruleArn } };
  },
  plan: ({ name, arn: ruleArn, properties }, plan) => {
    const { EventPattern: pattern, ScheduleExpression: schedule } = properties;
    const faults = [
      ...(pattern ? checkPattern(pattern).map((fault) => `EventPattern: ${fault}`) : []),
      ...(schedule ? checkSchedule(schedule).map((fault) => `ScheduleExpression: ${fault}`) : []),
      ...properties.Targets.filter((target) => !/^arn:[^:]+:(sqs|lambda):/.test(target.Arn)).map(
        (target) => `Targets: ${target.Arn} is neither a queue nor a function`,
      ),
    ];
    if (properties.State === 'DISABLED' || faults.length > 0) return faults;
    plan.rules.push({
      name,
      arn: ruleArn,
      bus: nameOfArn(properties.EventBusName),
      ...(pattern && { pattern }),
      ...(schedule !== undefined && { schedule }),
      targets: properties.Targets.map((target) => ({
        arn: target.Arn,
        ...(target.Input !== undefined && { input: target.Input }),
        ...(target.SqsParameters && { messageGroupId: target.SqsParameters.MessageGroupId }),
        ...(target.DeadLetterConfig && { deadLetterArn: target.DeadLetterConfig.Arn }),
      })),
    });
    return [];
  },
});
