import { readFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { UPLOAD_VERDICTS } from '../../../shared/http/labels.ts';
import { beijing } from '../../../shared/http/time.ts';
import { CliError } from '../errors.ts';
import { table } from '../print.ts';
import type { Said } from '../round.ts';
import { problemTable } from './check.ts';
import { bare, isGood, type Receipt, type SubmitOptions, submit } from './submit.ts';

interface Line {
  /** As it stands in the list. */
  file: string;
  link: string;
}
type Outcome = { file: string } & ({ receipt: Receipt } | { error: CliError });

/** Excel on Chinese Windows writes GB 18030, everything else UTF-8. @throws CliError cli.file-missing */
function textOf(path: string): string {
  let bytes: Buffer;
  try {
    bytes = readFileSync(path);
  } catch (error) {
    throw new CliError('cli.file-missing', `无法读取文件 ${path}。`, { cause: error });
  }
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return new TextDecoder('gb18030').decode(bytes);
  }
}

const bareCell = (cell: string): string => cell.trim().replace(/^"(.*)"$/, '$1');

/** A link has no comma, whatever a file is called: the last one divides. A first line without a link is a heading. */
function linesOf(path: string): Line[] {
  const lines = textOf(path)
    .split(/\r?\n/)
    .map((text, i) => ({ text, number: i + 1 }))
    .filter(({ text }) => text.trim() !== '');
  const isHeading = !(lines[0]?.text ?? '').includes('://');
  return lines.slice(isHeading ? 1 : 0).map(({ text, number }) => {
    const at = text.lastIndexOf(',');
    if (at < 0) throw new CliError('cli.list-malformed', `${path} 第 ${number} 行应为：文件,链接。`);
    return { file: bareCell(text.slice(0, at)), link: bareCell(text.slice(at + 1)) };
  });
}

/**
 * `package submit --list`: one package after the other, each with its own link. What cannot be submitted stops none of the
 * others; the same list again goes on where it was, because files are recognised.
 * @throws CliError cli.file-missing, cli.list-malformed
 */
export async function submitList(path: string, options: SubmitOptions): Promise<Said> {
  const outcomes: Outcome[] = [];
  const lines = linesOf(path);
  for (const [i, { file, link }] of lines.entries()) {
    options.note(`${i + 1}/${lines.length} ${file}\n`);
    outcomes.push(await outcomeOf(file, () => submit(resolve(dirname(path), file), link, options)));
  }
  const good = outcomes.every((one) => 'receipt' in one && isGood(one.receipt));
  return { text: options.json ? forPrograms(outcomes) : forPeople(outcomes), good };
}

async function outcomeOf(file: string, work: () => Promise<Receipt>): Promise<Outcome> {
  try {
    return { file, receipt: await work() };
  } catch (error) {
    if (error instanceof CliError) return { file, error };
    throw error;
  }
}

const forPrograms = (outcomes: Outcome[]): string =>
  `${JSON.stringify(
    outcomes.map((one) =>
      'receipt' in one
        ? { path: one.file, ...bare(one.receipt) }
        : { path: one.file, ok: false, code: one.error.code, message: one.error.message },
    ),
    null,
    2,
  )}\n`;

function forPeople(outcomes: Outcome[]): string {
  const rows = outcomes.map((one) => {
    if (!('receipt' in one)) return [one.file, '未上传', one.error.code, one.error.message];
    const { uploadId, verdict, receivedAt } = one.receipt.upload;
    return [one.file, UPLOAD_VERDICTS[verdict].text, uploadId, beijing(receivedAt)];
  });
  const reports = outcomes.flatMap((one) =>
    'receipt' in one && one.receipt.upload.problems.length > 0
      ? [`\n${one.file} 的问题：\n${problemTable(one.receipt.upload.problems)}`]
      : [],
  );
  return `${table(['文件', '结果', '编号', '时间或原因'], rows)}${reports.join('')}`;
}
