/** Every permission on more than one thing, and why it cannot be on one. Resources as `permissions.test.ts` writes them. */
export const BROAD: Readonly<Record<string, { actions: string[]; why: string }>> = {
  'Evidence/*': {
    actions: ['s3:GetObject'],
    why: 'Packages, files, policies and lists lie under the hash of what they hold: their names are in the records.',
  },
  'Evidence/evidence/*': { actions: ['s3:PutObject'], why: 'A package and its files, under their hashes.' },
  'Evidence/policies/*': { actions: ['s3:PutObject'], why: 'A policy, under its hash.' },
  'Evidence/draws/*': { actions: ['s3:PutObject'], why: 'A draw of panels, under its hash.' },
  'Evidence/notices/*': { actions: ['s3:PutObject'], why: 'A version of a notice, under its hash.' },
  'Evidence/objections/*': { actions: ['s3:PutObject'], why: 'What is handed in with an objection, under its hash.' },
  'Evidence/registers/*': { actions: ['s3:PutObject'], why: 'An imported register, under its hash.' },
  'Evidence/roots/*': { actions: ['s3:PutObject'], why: 'A sealed list, by round and gate.' },
  'Evidence/scans/*': { actions: ['s3:PutObject'], why: 'A signed sheet, under its hash.' },
  'Inbox/*': {
    actions: [
      's3:AbortMultipartUpload',
      's3:GetObject',
      's3:GetObjectTagging',
      's3:ListMultipartUploadParts',
      's3:PutObject',
    ],
    why: 'Each upload has a key of its own, by round, application and upload.',
  },
  'AccessLogs/inbox/*': { actions: ['s3:PutObject'], why: 'S3 names the objects of its access logs by itself.' },
  'AccessLogs/evidence/*': { actions: ['s3:PutObject'], why: 'S3 names the objects of its access logs by itself.' },
  'Table/stream/*': {
    actions: ['dynamodb:ListStreams'],
    why: 'A poller finds the stream of the table, which has a new name whenever it is switched on.',
  },
  'WorkflowapplicationMachine:execution:*': {
    actions: ['states:DescribeExecution'],
    why: 'An execution is called as its application, with a number when it was started again.',
  },
  'WorkflowroundMachine:execution:*': {
    actions: ['states:DescribeExecution'],
    why: 'An execution is called as its round.',
  },
  'WorkflowscoringMachine:execution:*': {
    actions: ['states:DescribeExecution'],
    why: 'An execution is called as its application.',
  },
  'PayeeKey: *': {
    actions: [
      ...['kms:CancelKeyDeletion', 'kms:Decrypt', 'kms:DescribeKey', 'kms:DisableKey', 'kms:DisableKeyRotation'],
      ...['kms:EnableKey', 'kms:EnableKeyRotation', 'kms:GenerateDataKey', 'kms:GetKeyPolicy'],
      ...['kms:GetKeyRotationStatus', 'kms:ListGrants', 'kms:ListKeyPolicies', 'kms:ListKeyRotations'],
      ...['kms:ListResourceTags', 'kms:PutKeyPolicy', 'kms:RotateKeyOnDemand', 'kms:ScheduleKeyDeletion'],
      ...['kms:TagResource', 'kms:UntagResource', 'kms:UpdateKeyDescription'],
    ],
    why: 'In the policy of a key it means that key.',
  },
  'Machine: *': {
    actions: [
      ...[
        'logs:CreateLogDelivery',
        'logs:DeleteLogDelivery',
        'logs:DescribeLogGroups',
        'logs:DescribeResourcePolicies',
      ],
      ...['logs:GetLogDelivery', 'logs:ListLogDeliveries', 'logs:PutResourcePolicy', 'logs:UpdateLogDelivery'],
    ],
    why: 'Step Functions sets up the delivery of its logs with these, and IAM knows no resource for them.',
  },
};
