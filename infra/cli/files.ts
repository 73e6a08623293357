import { readFileSync } from 'node:fs';
import { CliError } from './errors.ts';

/** The text of a file. @throws CliError cli.file-missing */
export function readText(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : '';
    throw new CliError('cli.file-missing', `无法读取文件 ${path}（${code}）。`, { cause: error });
  }
}

/** A secret that stands in a file of its own. @throws CliError cli.file-missing, cli.secret-length */
export function readKey(path: string, what: string, { min, max }: { min: number; max: number }): string {
  const secret = readText(path).trim();
  if (secret.length >= min && secret.length <= max) return secret;
  throw new CliError(
    'cli.secret-length',
    `文件 ${path} 中的${what}须为 ${min} 至 ${max} 个字符，如 openssl rand -hex 32 的输出。`,
  );
}

/** A JSON file, a byte order mark before it forgiven. @throws CliError cli.file-missing, cli.file-not-json */
export function readJson(path: string): unknown {
  const text = readText(path).replace(/^\ufeff/, '');
  try {
    return JSON.parse(text);
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new CliError('cli.file-not-json', `文件 ${path} 不是 JSON：${why}`, { cause: error });
  }
}
