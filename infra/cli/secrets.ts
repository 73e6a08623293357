import { readFileSync } from 'node:fs';
import { DescribeSecretCommand, PutSecretValueCommand } from '@aws-sdk/client-secrets-manager';
import { beijing } from '../../shared/http/time.ts';
import { SECRET_NAMES, SECRET_OUTPUTS, SECRETS, type SecretName } from '../../shared/secrets/kinds.ts';
import { CliError } from './errors.ts';
import { readJson } from './files.ts';
import type { Values } from './parse.ts';
import type { Place } from './place.ts';
import { table } from './print.ts';
import type { Said } from './round.ts';

const DAY_MS = 86_400_000;
/** Where it has been the same for longer than this, somebody should look whether it is to be changed. */
const OLD_DAYS = 180;

/**
 * Makes what a file has (or standard input, where none is named) the current value. It never stands among the arguments, which
 * every process of the machine can read and the shell keeps.
 * @throws CliError secret.malformed, cli.file-missing, cli.file-not-json, cli.outputs-unreadable
 */
export async function setSecret(place: Place, { kind, 'from-file': file }: Values<'secrets set'>): Promise<Said> {
  const parsed = SECRETS[kind].safeParse(file === undefined ? readInput() : readJson(file));
  if (!parsed.success) {
    // By path only: a value that is wrong is a secret nevertheless.
    const faults = parsed.error.issues.map(
      ({ path, message }) => `${path.map(String).join('.') || '(JSON)'}：${message}`,
    );
    throw new CliError('secret.malformed', `密钥 ${kind} 的内容不符合约定。${faults.join('；')}`);
  }
  await place.secrets.send(
    new PutSecretValueCommand({ SecretId: arnOf(place, kind), SecretString: JSON.stringify(parsed.data) }),
  );
  return { text: `已设置密钥 ${kind}，五分钟内生效，无需重新部署。\n`, good: true };
}

/** Which secrets there are and how old, never what they are. */
export async function listSecrets(place: Place): Promise<Said> {
  const rows = await Promise.all(SECRET_NAMES.map((name) => rowOf(place, name)));
  return { text: table(['密钥', '设置时间', '天数', '版本', ''], rows), good: true };
}

async function rowOf(place: Place, name: SecretName): Promise<string[]> {
  const { LastChangedDate, VersionIdsToStages = {} } = await place.secrets.send(
    new DescribeSecretCommand({ SecretId: arnOf(place, name) }),
  );
  const versions = Object.entries(VersionIdsToStages).filter(([, stages]) => stages.length > 0);
  const current = versions.find(([, stages]) => stages.includes('AWSCURRENT'));
  if (current === undefined || LastChangedDate === undefined)
    return [name, '—', '—', '0', name === 'mail' ? '未设置，邮件无法发出' : '未设置'];
  const days = Math.max(0, Math.floor((Date.now() - LastChangedDate.getTime()) / DAY_MS));
  return [
    name,
    beijing(LastChangedDate.toISOString()),
    String(days),
    `${current[0].slice(0, 8)}（共 ${versions.length} 个）`,
    days > OLD_DAYS ? '建议更换' : '',
  ];
}

function arnOf({ outputs }: Place, name: SecretName): string {
  const found = outputs[SECRET_OUTPUTS[name]];
  if (found !== undefined) return found;
  throw new CliError('cli.outputs-unreadable', `系统位置中没有 ${SECRET_OUTPUTS[name]}，不知道密钥在哪里。`);
}

/** What is piped in. @throws CliError cli.file-not-json */
function readInput(): unknown {
  try {
    return JSON.parse(readFileSync(0, 'utf8'));
  } catch (error) {
    throw new CliError('cli.file-not-json', '标准输入不是 JSON。', { cause: error });
  }
}
