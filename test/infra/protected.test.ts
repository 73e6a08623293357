import { describe, expect, test } from 'vitest';
import { losses, Template } from '../../infra/delivery/protected.ts';
import { stageNamed } from '../../infra/stages.ts';
import { ofType, synthesized } from './templates.ts';

const { data, service } = synthesized(stageNamed('prod'));
const deployed = Template.parse(data);
const idOf = (type: string, which = 0) => ofType(data, type)[which]?.id ?? '';
const [table, bucket, key] = ['AWS::DynamoDB::Table', 'AWS::S3::Bucket', 'AWS::KMS::Key'].map((type) => idOf(type)) as [
  string,
  string,
  string,
];
const queues = ofType(data, 'AWS::SQS::Queue').map(({ id }) => id);
const locked =
  ofType(data, 'AWS::S3::Bucket').find(({ Properties }) => Properties['ObjectLockEnabled'] === true)?.id ?? '';

type Resources = Template['Resources'];
function changed(change: (resources: Resources) => void): Template {
  const next = structuredClone(deployed);
  change(next.Resources);
  return next;
}
const property = (id: string, name: string, value: unknown) =>
  changed((resources) => {
    const Properties: Record<string, unknown> = resources[id]?.Properties ?? {};
    if (value === undefined) delete Properties[name];
    else Properties[name] = value;
  });

test('every resource of the data stack that keeps something is looked at', () => {
  const kept = Object.entries(deployed.Resources).filter(([, { DeletionPolicy }]) => DeletionPolicy === 'Retain');
  expect(kept.length).toBeGreaterThanOrEqual(6);
  for (const [id] of kept) {
    expect(
      losses(
        deployed,
        changed((resources) => delete resources[id]),
      ),
    ).toEqual([expect.stringMatching(new RegExp(`^${id} .* would leave the stack$`))]);
  }
});

describe('refused', () => {
  test.each([
    ['a table with another key', property(table, 'KeySchema', []), /^Table.* would be replaced: KeySchema/],
    ['a table with a name', property(table, 'TableName', 'awards'), /^Table.* would be replaced: TableName/],
    [
      'an attribute of another type',
      property(table, 'AttributeDefinitions', [{ AttributeName: 'pk', AttributeType: 'N' }]),
      /would be replaced: AttributeDefinitions/,
    ],
    ['a table that may be deleted', property(table, 'DeletionProtectionEnabled', false), /would lose its protection/],
    ['a bucket with a name', property(bucket, 'BucketName', 'awards'), /would be replaced: BucketName/],
    [
      'evidence that is no longer locked',
      property(locked, 'ObjectLockEnabled', undefined),
      /would lose its protection/,
    ],
    ['a key of another kind', property(key, 'KeySpec', 'RSA_2048'), /would be replaced: KeySpec/],
    ['a queue without order', property(queues[0] ?? '', 'FifoQueue', undefined), /would be replaced: FifoQueue/],
    [
      'a key that goes with its stack',
      changed((resources) => Object.assign(resources[key] ?? {}, { DeletionPolicy: 'Delete' })),
      /would no longer be retained$/,
    ],
    [
      'another thing of the same name',
      changed((resources) => Object.assign(resources[bucket] ?? {}, { Type: 'AWS::SNS::Topic' })),
      /would be a AWS::SNS::Topic instead of a AWS::S3::Bucket$/,
    ],
    ['an empty stack', Template.parse({}), /would leave the stack$/],
  ])('%s', (_, next, expected) => {
    const found = losses(deployed, next);
    expect(found.length).toBeGreaterThan(0);
    for (const loss of found) expect(loss).toMatch(expected);
  });
});

describe('let through', () => {
  const attributes = deployed.Resources[table]?.Properties['AttributeDefinitions'] as object[];
  test.each([
    ['the first deployment', Template.parse({}), deployed],
    ['the same again', deployed, deployed],
    ['a longer retention of a bucket', deployed, property(bucket, 'LifecycleConfiguration', { Rules: [] })],
    [
      'an attribute for one more index',
      deployed,
      property(table, 'AttributeDefinitions', [...attributes, { AttributeName: 'gsi3pk', AttributeType: 'S' }]),
    ],
    ['a queue of the service that is not kept', Template.parse(service), Template.parse({})],
  ])('%s', (_, before, after) => {
    expect(losses(before, after)).toEqual([]);
  });
});
