import { randomUUID } from 'node:crypto';
import * as z from 'zod';
import type { Parts } from '../fronts.ts';
import { type Action, awsJsonService, type Json, ServiceError } from '../http/aws-json.ts';
import { guardBy } from '../iam/gate.ts';
import type { Gate } from '../iam/need.ts';
import { needsOfSecrets } from '../iam/services.ts';
import type { LocalSecret } from './kept.ts';

const Named = z.object({ SecretId: z.string().min(1) });
const Get = Named.extend({ VersionId: z.string().optional(), VersionStage: z.string().optional() });
/** What the service takes at most. */
const Put = Named.extend({
  SecretString: z.string().min(1).max(65_536),
  ClientRequestToken: z.string().min(32).max(64).optional(),
});

const STAGES = ['AWSCURRENT', 'AWSPREVIOUS'] as const;

/** Secrets Manager as far as it is used: text values, the current one and the one before. */
export function secretsService(secrets: readonly LocalSecret[], operations: Parts['operations'], gate?: Gate) {
  const find = (id: string): LocalSecret => {
    const secret = secrets.find(({ plan }) => plan.arn === id || plan.name === id);
    if (secret === undefined)
      throw new ServiceError('ResourceNotFoundException', "Secrets Manager can't find the specified secret.");
    return secret;
  };
  const action =
    <S extends z.ZodType>(name: string, schema: S, perform: (input: z.output<S>) => Json): Action =>
    (input) => {
      operations.add(`secretsmanager.${name}`);
      const parsed = schema.safeParse(input);
      if (!parsed.success) throw new ServiceError('InvalidParameterException', z.prettifyError(parsed.error));
      return perform(parsed.data);
    };
  const arnOf = (id: unknown) => secrets.find(({ plan }) => plan.arn === id || plan.name === id)?.plan.arn;
  const guard = gate && guardBy(gate, (name, input) => needsOfSecrets(name, arnOf(input.SecretId)));
  const actions: Record<string, Action> = {
    GetSecretValue: action('GetSecretValue', Get, ({ SecretId, VersionId, VersionStage = 'AWSCURRENT' }) => {
      const { plan, versions } = find(SecretId);
      const version = versions.find(({ id }, i) =>
        VersionId === undefined ? STAGES[i] === VersionStage : id === VersionId,
      );
      if (version === undefined)
        throw new ServiceError('ResourceNotFoundException', "Secrets Manager can't find the specified secret value.");
      const { id, value, createdAt } = version;
      return {
        ...{ ARN: plan.arn, Name: plan.name, VersionId: id, SecretString: value, CreatedDate: createdAt / 1000 },
        VersionStages: [STAGES[versions.indexOf(version)] ?? ''],
      };
    }),
    PutSecretValue: action(
      'PutSecretValue',
      Put,
      ({ SecretId, SecretString, ClientRequestToken: id = randomUUID() }) => {
        const secret = find(SecretId);
        secret.put({ id, value: SecretString, createdAt: Date.now() });
        return { ARN: secret.plan.arn, Name: secret.plan.name, VersionId: id, VersionStages: ['AWSCURRENT'] };
      },
    ),
    DescribeSecret: action('DescribeSecret', Named, ({ SecretId }) => {
      const { plan, versions } = find(SecretId);
      const [current] = versions;
      return {
        ...{ ARN: plan.arn, Name: plan.name },
        ...(current === undefined ? {} : { LastChangedDate: current.createdAt / 1000 }),
        VersionIdsToStages: Object.fromEntries(versions.map(({ id }, i) => [id, [STAGES[i] ?? '']])),
      };
    }),
  };
  return awsJsonService('1.1', actions, guard);
}
