import { BadInput, NotFound } from '../../shared/bad-input.ts';
import { BadLine } from '../../shared/export/lines/read.ts';
import { REASONS } from '../../shared/reasons.ts';

/** Something between the command and its answer: a file, the place, the network. The code is stable, the message says what to do. */
export class CliError extends Error {
  override name = 'CliError';
  readonly code: string;
  constructor(code: string, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}

const UNREACHABLE = ['ECONNREFUSED', 'ECONNRESET', 'ENOTFOUND', 'EHOSTUNREACH', 'ETIMEDOUT', 'EAI_AGAIN'];

/** What stopped a command, with a stable code. What is not known here is a defect and goes on as it is. */
export function explained(error: unknown): CliError | undefined {
  if (error instanceof CliError) return error;
  if (error instanceof BadLine) return new CliError(error.code, `第 ${error.line} 行：${error.message}`);
  if (error instanceof NotFound) return new CliError('round.unknown', `没有这个批次（${error.message}）。`);
  if (error instanceof BadInput && error.code === 'policy.changed')
    return new CliError(error.code, `${REASONS[error.code].zh}（${error.detail}）`);
  if (!(error instanceof Error)) return undefined;
  const code = 'code' in error ? String(error.code) : '';
  if (UNREACHABLE.includes(code) || error.name === 'TimeoutError') {
    const address = 'address' in error ? ` ${String(error.address)}:${'port' in error ? String(error.port) : ''}` : '';
    return new CliError(
      'cli.unreachable',
      `无法连接${address}（${code || error.name}）。本机系统请先运行 npm start；云上请检查网络和区域。`,
    );
  }
  if (error.name === 'CredentialsProviderError' || error.message === 'Region is missing')
    return new CliError(
      'cli.no-credentials',
      `没有可用的云账号设置：${error.message}。请设置 AWS_PROFILE 与 AWS_REGION。`,
    );
  if ('$metadata' in error) return new CliError('cli.refused', `云服务拒绝了请求：${error.name} ${error.message}`);
  return undefined;
}
