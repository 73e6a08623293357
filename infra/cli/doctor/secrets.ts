/** Whether the stage's secrets are there, can be read by the function that uses them, and are what was agreed. Never what they are. */
import { InvokeCommand } from '@aws-sdk/client-lambda';
import { DescribeSecretCommand } from '@aws-sdk/client-secrets-manager';
import { SECRET_NAMES, SECRET_OUTPUTS, type SecretName } from '../../../shared/secrets/kinds.ts';
import { type SecretState, SecretsSeen } from '../../../shared/secrets/look.ts';
import type { Place } from '../place.ts';
import { type Check, type Finding, look, nameOf } from './check.ts';
import { DEPLOY } from './parts.ts';

/** Without the others nothing is sent that way, which may be what is wanted. */
const NEEDED: readonly SecretName[] = ['mail'];

/** The function answers with its own rights; whoever asks needs none on the secrets. */
export async function secretParts(place: Place): Promise<Check[]> {
  const seen = ask(place);
  // Each looks at it for itself.
  seen.catch(() => undefined);
  // The local cloud has all of it.
  const everywhere = { ...place, local: false };
  return Promise.all(
    SECRET_NAMES.map((name) =>
      look(everywhere, ['密钥', name, DEPLOY], async () => found(place, name, (await seen)[name])),
    ),
  );
}

/** @throws Error that repeats nothing of what the function said */
async function ask({ lambda, outputs }: Place): Promise<SecretsSeen> {
  const Payload = JSON.stringify({ op: 'look-at-secrets' });
  const FunctionName = outputs['NotifyFunctionName'] ?? '';
  const answer = await lambda.send(new InvokeCommand({ FunctionName, Payload }));
  const parsed = SecretsSeen.safeParse(JSON.parse(answer.Payload?.transformToString() ?? 'null'));
  if (answer.FunctionError !== undefined || !parsed.success) throw new NoAnswer();
  return parsed.data;
}

/** A version from before it could be asked, or one that fails. */
class NoAnswer extends Error {
  override name = 'NoAnswer';
}

async function found(place: Place, name: SecretName, state: SecretState): Promise<Finding> {
  const set = `npm run awards -- secrets set ${name} --from-file 文件`;
  switch (state) {
    case 'usable':
      return { good: '已设置，通知函数可读，内容符合约定' };
    case 'not-set':
      if (!(await exists(place, name))) return { bad: '密钥不存在' };
      if (NEEDED.includes(name)) return { bad: '未设置，邮件无法发出', todo: set };
      return { good: '未设置，不用这一渠道' };
    case 'malformed':
      return { bad: '内容不符合约定', todo: set };
    case 'unusable':
      return {
        bad: '其中的地址不在允许的主机之列',
        todo: `改用参数 ChannelHosts 中的主机，或部署时加上该主机；${set}`,
      };
    case 'not-readable':
      return { bad: '通知函数读不到' };
    default:
      return state satisfies never;
  }
}

/** In doubt yes: who may not look it up is told by the function's own answer what matters. */
async function exists({ secrets, outputs }: Place, name: SecretName): Promise<boolean> {
  try {
    await secrets.send(new DescribeSecretCommand({ SecretId: outputs[SECRET_OUTPUTS[name]] ?? '' }));
    return true;
  } catch (error) {
    return nameOf(error) !== 'ResourceNotFoundException';
  }
}
