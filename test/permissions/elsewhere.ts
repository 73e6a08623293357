/** What the small round of `test/integration/round` does not use of what policies allow. Names as `plain.ts` writes them. */

/** By the file whose flow uses it, which is held to that. */
export const ELSEWHERE: Readonly<Record<string, string[]>> = {
  'test/integration/flows/alarms.test.ts': ['Operationsreconciler: s3:GetObject on evidence/*'],
  'test/integration/flows/declines.test.ts': ['Publishingnotify: dynamodb:Query on Table'],
  'test/integration/flows/flags.test.ts': ['Operationsreconciler: dynamodb:DeleteItem on Table'],
  'test/integration/flows/ledger.test.ts': [
    'Publishingpublisher: dynamodb:GetItem on Table',
    'Workflowconfirm: dynamodb:BatchWriteItem on Table',
    'Workflowplan: dynamodb:BatchWriteItem on Table',
  ],
  'test/integration/flows/notice.test.ts': ['Webweb: s3:PutObject on evidence/notices/*'],
  'test/integration/flows/notifications.test.ts': [
    'Operationscall: dynamodb:UpdateItem on Table',
    'Operationsdue: dynamodb:BatchGetItem on Table',
    'Operationsdue: sqs:SendMessage on PublishingMailQueue',
    'Publishingnotify: dynamodb:BatchGetItem on Table',
    'Publishingnotify: secretsmanager:GetSecretValue on secret sms',
    'Webweb: dynamodb:Query on Table/index/gsi2',
  ],
  'test/integration/flows/objections.test.ts': [
    'Webweb: dynamodb:ConditionCheckItem on Table',
    'Webweb: s3:PutObject on evidence/objections/*',
  ],
  'test/integration/flows/pages.test.ts': [
    'Webweb: dynamodb:BatchWriteItem on Table',
    'Webweb: s3:AbortMultipartUpload on inbox/*',
    'Webweb: s3:ListMultipartUploadParts on inbox/*',
    'Webweb: s3:PutObject on evidence/registers/*',
  ],
  'test/integration/flows/reconciler.test.ts': [
    'Operationsreconciler: events:PutEvents on PublishingBus',
    'Operationsreconciler: sqs:SendMessage on FinanceQueue',
    'Operationsreconciler: sqs:SendMessage on IntakeInboxQueue',
    'Operationsreconciler: sqs:SendMessage on PublishingMailQueue',
    'Operationsreconciler: states:SendTaskSuccess on WorkflowapplicationMachine',
    'Operationsreconciler: states:SendTaskSuccess on WorkflowroundMachine',
    'Operationsreconciler: states:SendTaskSuccess on WorkflowscoringMachine',
  ],
  'test/integration/flows/restarts.test.ts': [
    'Operationsreconciler: dynamodb:UpdateItem on Table',
    'Operationsreconciler: states:StartExecution on WorkflowapplicationMachine',
    'Operationsreconciler: states:StartExecution on WorkflowroundMachine',
    'Operationsreconciler: states:StartExecution on WorkflowscoringMachine',
  ],
  'test/integration/flows/round.test.ts': [
    'Operationspayee: dynamodb:PutItem on Table',
    'Operationspayee: kms:Decrypt on key',
  ],
  'test/integration/flows/withdrawal-late.test.ts': ['Workflowrank: dynamodb:DeleteItem on Table'],
  'test/integration/garbage/garbage.test.ts': [
    'Intakeintake: sqs:SendMessage on FailedInvocations',
    'Intakeintake: sqs:SendMessage on IntakeInboxDead',
    'Operationscall: s3:ListBucket on evidence',
    'Operationscall: sqs:SendMessage on FailedInvocations',
    'Operationsdue: sqs:SendMessage on FailedInvocations',
    'Operationspayee: dynamodb:GetItem on Table',
    'Operationspayee: logs:CreateLogStream on OperationspayeeLogs',
    'Operationspayee: logs:PutLogEvents on OperationspayeeLogs',
    'Operationspayee: sqs:SendMessage on FailedInvocations',
    'Operationsreconciler: sqs:SendMessage on FailedInvocations',
    'Publishingnotify: sqs:SendMessage on FailedInvocations',
    'Publishingnotify: sqs:SendMessage on PublishingMailDead',
    'Publishingpublisher: sqs:SendMessage on FailedInvocations',
    'Publishingpublisher: sqs:SendMessage on PublishingOutboxFailed',
    'Publishingsettlement: sqs:SendMessage on FailedInvocations',
    'Publishingsettlement: sqs:SendMessage on PublishingSettlementDead',
    'Webweb: sqs:SendMessage on FailedInvocations',
    'Workflowaggregate: sqs:SendMessage on FailedInvocations',
    'Workflowclose: sqs:SendMessage on FailedInvocations',
    'Workflowconfirm: sqs:SendMessage on FailedInvocations',
    'Workfloweligibility: sqs:SendMessage on FailedInvocations',
    'Workflowfanout: sqs:SendMessage on FailedInvocations',
    'Workflowinvite: sqs:SendMessage on FailedInvocations',
    'Workflowissue: sqs:SendMessage on FailedInvocations',
    'Workflownotice: sqs:SendMessage on FailedInvocations',
    'Workflowpanels: sqs:SendMessage on FailedInvocations',
    'Workflowplan: sqs:SendMessage on FailedInvocations',
    'Workflowrank: sqs:SendMessage on FailedInvocations',
    'Workflowseal: sqs:SendMessage on FailedInvocations',
    'Workflowstarter: sqs:SendMessage on FailedInvocations',
    'Workflowstarter: sqs:SendMessage on WorkflowStartDead',
    'Workflowtaskescalate: sqs:SendMessage on FailedInvocations',
    'Workflowtaskopen: sqs:SendMessage on FailedInvocations',
    'Workflowtasksettle: sqs:SendMessage on FailedInvocations',
    'Workflowtasksettle: sqs:SendMessage on WorkflowSettleFailed',
    'events.amazonaws.com: sqs:SendMessage on PublishingSettlementsUndelivered from PublishingSettlementsRule',
  ],
};

const LOG_DELIVERY = [
  ...['CreateLogDelivery', 'DeleteLogDelivery', 'DescribeLogGroups', 'DescribeResourcePolicies'],
  ...['GetLogDelivery', 'ListLogDeliveries', 'PutResourcePolicy', 'UpdateLogDelivery'],
];

/** Those that no flow on one machine uses, and why they are there. */
export const UNUSED: readonly { why: string; permissions: string[] }[] = [
  {
    why: 'Step Functions sets up the delivery of a machine’s log with them when the machine is made; the local one keeps no such log.',
    permissions: ['application', 'round', 'scoring'].flatMap((machine) =>
      LOG_DELIVERY.map((action) => `Workflow${machine}Machine: logs:${action} on *`),
    ),
  },
  {
    why: 'S3 writes its access logs by itself, hours later; the local one keeps none.',
    permissions: ['inbox', 'evidence'].map(
      (bucket) => `logging.s3.amazonaws.com: s3:PutObject on accesslogs/${bucket}/* from ${bucket}`,
    ),
  },
  {
    why: 'Only where the target is gone or does not let the rule in, which the template as it stands never brings about; and none of these events is too long for its target.',
    permissions: [
      'events.amazonaws.com: sqs:SendMessage on IntakeUploadsUndelivered from IntakeUploadsRule',
      'events.amazonaws.com: sqs:SendMessage on OperationsDueUndelivered from OperationsDueRule',
      'events.amazonaws.com: sqs:SendMessage on OperationsHourlyUndelivered from OperationsHourlyRule',
    ],
  },
];
