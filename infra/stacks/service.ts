import { CfnCondition, CfnOutput, CfnParameter, Fn, Stack, type StackProps, Token } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { Alarms } from '../constructs/alarms.ts';
import { Dashboard } from '../constructs/dashboard.ts';
import type { FunctionContext } from '../constructs/function.ts';
import { Intake } from '../constructs/intake.ts';
import { Operations } from '../constructs/operations.ts';
import { type MailSettings, Publishing } from '../constructs/publishing.ts';
import { DeadLetterQueue } from '../constructs/queues.ts';
import { Web } from '../constructs/web.ts';
import { Workflow } from '../constructs/workflow.ts';

/** Everything that can be thrown away and deployed again. */
export class ServiceStack extends Stack {
  constructor(scope: Construct, id: string, props: StackProps & { context: Omit<FunctionContext, 'failed'> }) {
    super(scope, id, props);
    const context = { ...props.context, failed: this.failedInvocations() };
    const web = new Web(this, 'Web', context);
    const workflow = new Workflow(this, 'Workflow', context);
    const intake = new Intake(this, 'Intake', context, workflow.application);
    const publishing = new Publishing(this, 'Publishing', context, this.mailSettings(web));
    const operations = new Operations(this, 'Operations', context, { workflow, intake, publishing });
    const alarms = new Alarms(this, 'Alarms', context.stage, { web, data: context.data });
    new Dashboard(this, 'Dashboard', context.stage, { alarms, web, data: context.data });

    this.output('ApiUrl', web.url);
    this.output('BusName', publishing.bus.eventBusName);
    this.output('CallFunctionName', operations.call.calledAs);
    this.output('NotifyFunctionName', publishing.notify.calledAs);
    this.output('PayeeFunctionName', operations.payee.calledAs);
    this.output('ReconcilerFunctionName', operations.reconciler.calledAs);
    this.output('RoundMachineArn', workflow.round.machine.stateMachineArn);
    this.output('ApplicationMachineArn', workflow.application.machine.stateMachineArn);
    this.output('ScoringMachineArn', workflow.scoring.machine.stateMachineArn);
    this.output('InboxQueueUrl', intake.inboxQueue.queue.queueUrl);
    this.output('MailQueueUrl', publishing.mailQueue.queue.queueUrl);
    const dead = this.deadLetterQueues();
    this.output(
      'DlqUrls',
      Fn.join(
        ',',
        dead.map((queue) => queue.queueUrl),
      ),
    );
    this.output(
      'DeadLetters',
      this.toJsonString(
        dead.map(({ shownName, queueUrl, origin }) => ({ name: shownName, dead: queueUrl, ...origin })),
      ),
    );
  }

  private failedInvocations(): DeadLetterQueue {
    const failed = new DeadLetterQueue(this, 'FailedInvocations');
    failed.comesFrom({ kind: 'invocation' });
    return failed;
  }

  private mailSettings(web: Web): MailSettings {
    const from = new CfnParameter(this, 'MailFrom', {
      description: 'The sender of all mails',
      default: 'awards@smtp.invalid',
    });
    const publicUrl = new CfnParameter(this, 'PublicUrl', {
      description: 'What links in mails begin with, for a domain of your own; empty means the address of the API',
      default: '',
    });
    const channelHosts = new CfnParameter(this, 'ChannelHosts', {
      description: 'Hosts that messages may be posted to, with commas between; empty means the known robots only',
      default: '',
    });
    const ownUrl = new CfnCondition(this, 'NoPublicUrl', { expression: Fn.conditionEquals(publicUrl, '') });
    return {
      from: from.valueAsString,
      publicUrl: Token.asString(Fn.conditionIf(ownUrl.logicalId, web.url, publicUrl.valueAsString)),
      channelHosts: channelHosts.valueAsString,
      settings: `${from.valueAsString} ${publicUrl.valueAsString} ${channelHosts.valueAsString}`,
    };
  }

  /** All of the app, for whoever looks into them. */
  private deadLetterQueues(): DeadLetterQueue[] {
    return this.node.root.node.findAll().filter((found) => found instanceof DeadLetterQueue);
  }

  private output(id: string, value: string): void {
    new CfnOutput(this, id, { value });
  }
}
