import { ArnFormat, RemovalPolicy, Stack } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as logs from 'aws-cdk-lib/aws-logs';
import * as sfn from 'aws-cdk-lib/aws-stepfunctions';
import { Construct } from 'constructs';
import type { Definition } from '../workflow/asl.ts';
import type { Platform, StepFunction } from '../workflow/steps.ts';
import { type AwardsFunction, type FunctionContext, LIVE, logRetention } from './function.ts';

/** A state machine that may call the functions of its definition, and nothing else. */
export class Machine<Name extends string = string> extends Construct {
  readonly machine: sfn.StateMachine;
  /** By what executions are started: the alias of the published version. What runs already goes on with the definition it began with. */
  readonly liveArn: string;

  constructor(
    scope: Construct,
    name: string,
    context: FunctionContext,
    functions: Record<Name, AwardsFunction>,
    define: (platform: Platform<Name>) => Definition,
  ) {
    super(scope, name);
    const stack = Stack.of(this);
    const invoke = stack.formatArn({
      service: 'states',
      region: '',
      account: '',
      resource: 'lambda',
      resourceName: 'invoke',
      arnFormat: ArnFormat.COLON_RESOURCE_NAME,
    });
    const called = Object.values<AwardsFunction>(functions);
    const definition = define({ invoke, functions: stepFunctions(functions) });
    this.machine = new sfn.StateMachine(this, 'Machine', {
      definitionBody: sfn.DefinitionBody.fromString(stack.toJsonString(definition)),
      stateMachineType: sfn.StateMachineType.STANDARD,
      // Every step, so that a way can be read after the history is gone; and no data: what a state carries may name a person's task.
      logs: { destination: this.logGroup(context, name), level: sfn.LogLevel.ALL, includeExecutionData: false },
      tracingEnabled: context.stage.tracing === 'active',
    });
    this.machine.addToRolePolicy(
      new iam.PolicyStatement({
        actions: ['lambda:InvokeFunction'],
        resources: called.map((fn) => fn.live.functionArn),
      }),
    );
    this.liveArn = this.publish();
  }

  private publish(): string {
    const { stateMachineArn, stateMachineRevisionId } = this.machine;
    const version = new sfn.CfnStateMachineVersion(this, 'Version', { stateMachineArn, stateMachineRevisionId });
    // An older version stays, to go back to.
    version.applyRemovalPolicy(RemovalPolicy.RETAIN);
    const routingConfiguration = [{ stateMachineVersionArn: version.attrArn, weight: 100 }];
    return new sfn.CfnStateMachineAlias(this, 'Live', { name: LIVE, routingConfiguration }).attrArn;
  }

  /** Under `vendedlogs`, where log delivery needs no resource policy, of which an account has few. */
  private logGroup({ stage }: FunctionContext, name: string): logs.LogGroup {
    return new logs.LogGroup(this, 'Logs', {
      logGroupName: `/aws/vendedlogs/states/awards-${stage.name}-${name}`,
      retention: logRetention(stage),
      removalPolicy: RemovalPolicy.DESTROY,
    });
  }
}

function stepFunctions<Name extends string>(functions: Record<Name, AwardsFunction>): Record<Name, StepFunction> {
  const steps: Partial<Record<Name, StepFunction>> = {};
  for (const name in functions) {
    const fn = functions[name];
    steps[name] = { arn: fn.live.functionArn, timeoutSeconds: fn.timeoutSeconds };
  }
  return steps as Record<Name, StepFunction>; // every key was visited
}
