import { writeFileSync } from 'node:fs';
import { yuan } from '../../shared/domain/money.ts';
import { type WhatIf, whatIf } from '../../shared/export/what-if.ts';
import { standingText, WHAT_IF_KINDS, WHAT_IF_NOTE, whatIfPage } from '../../shared/http/pages/what-if.ts';
import { parsePolicy } from '../../shared/policy/check.ts';
import { readExport } from './documents.ts';
import { CliError } from './errors.ts';
import { readJson } from './files.ts';
import { faultTable, table } from './print.ts';
import type { Said } from './round.ts';

/**
 * What a draft of the policy would change, as tables and, if asked for, as a page. Reads two files and touches no round.
 * Not good (1) for a draft that does not add up (`what-if.policy-refused`, with every fault), whose scored items are not those of the
 * sheets (`what-if.sheets-do-not-fit`), or an export without sheets (`what-if.no-scores`).
 * @throws CliError cli.file-missing, cli.file-not-json, cli.not-an-export, cli.file-not-written
 */
export async function whatIfOf(asked: { policy: string; file: string; html?: string | undefined }): Promise<Said> {
  const draft = parsePolicy(readJson(asked.policy));
  if (!draft.ok) {
    const { faults } = draft;
    const said = `what-if.policy-refused: 草案 ${asked.policy} 有 ${faults.length} 处问题，未作测算：\n`;
    return { text: `${said}${faultTable(faults)}`, good: false };
  }
  const result = whatIf(readExport(asked.file), draft.policy);
  if (!result.ok) return { text: `${result.code}: ${result.message}\n`, good: false };
  if (asked.html === undefined) return { text: inWords(result.outcome), good: true };
  write(asked.html, String(await whatIfPage(result.outcome)));
  return { text: `${inWords(result.outcome)}\n已写出 ${asked.html}\n`, good: true };
}

function write(path: string, text: string): void {
  try {
    writeFileSync(path, text);
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new CliError('cli.file-not-written', `无法写入 ${path}：${why}`, { cause: error });
  }
}

const PAIRS = ['入围现行', '入围草案', '奖补现行', '奖补草案'];
const pairs = ({ winners, amountFen }: WhatIf['total']) => [
  ...[`${winners.before}`, `${winners.after}`],
  ...[yuan(amountFen.before), yuan(amountFen.after)],
];

function inWords({ versions, policy, categories, districts, total, changed }: WhatIf): string {
  const categoryRows = categories.map((one) => [
    ...[one.title, `${one.quota.before}`, `${one.quota.after}`, ...pairs(one)],
    ...[one.in, one.out, one.amount, one.tied].map(String),
  ]);
  const titles = new Map(categories.map(({ category, title }) => [category, title]));
  return [
    `${versions.before} → ${versions.after}，方案改动 ${policy.length} 处\n${WHAT_IF_NOTE}\n`,
    table(
      ['类别', '名额现行', '名额草案', ...PAIRS, '新入围', '不再入围', '金额变化', '待排序'],
      [...categoryRows, ['合计', '', '', ...pairs(total), '', '', '', '']],
    ),
    districts.length === 0
      ? '各区（市）的结果没有变化。\n'
      : table(
          ['区（市）', ...PAIRS],
          districts.map((one) => [one.name, ...pairs(one)]),
        ),
    changed.length === 0
      ? '没有申报的结果会变化。\n'
      : table(
          ['类别', '申报主体', '申报编号', '变化', '现行方案', '草案', '奖补现行', '奖补草案'],
          changed.map(({ category, name, applicationId, kind, before, after }) => [
            ...[titles.get(category) ?? category, name, applicationId, WHAT_IF_KINDS[kind]],
            ...[standingText(before), standingText(after), yuan(before.amountFen), yuan(after.amountFen)],
          ]),
        ),
  ].join('\n');
}
