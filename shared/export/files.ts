import { canonicalJson } from '../canonical.ts';
import type { Category } from '../schemas/basics.ts';
import { by } from './order.ts';
import type { RoundExport } from './schema.ts';

const HEADERS = ['名次', '单位名称', '统一社会信用代码', '申报名称', '得分', '奖补金额（元）', '公布批次', '拨付状态'];
const STATUS: Record<RoundExport['awards'][number]['status'], string> = {
  announced: '已公布',
  payable: '账户已提供',
  planned: '已列入拨付方案',
  issued: '已下达拨付',
  paid: '已支付',
  declined: '已放弃，不再支付',
  cancelled: '已终止，不再支付',
  revoked: '已撤销，资金追回',
};

/** The award list of a category for a spreadsheet: UTF-8 with BOM, CRLF, by rank. */
export function awardListCsv(exported: RoundExport, category: Category): string {
  const shown = new Map(exported.places.map((place) => [place.applicationId, place.shown]));
  const rows = exported.awards
    .filter((award) => award.category === category)
    .sort((a, b) => a.rank - b.rank || by<typeof a>(({ awardId }) => awardId)(a, b))
    .map(({ rank, name, uscc, title, awardId, amountFen, listNo, status }) => [
      `${rank}`,
      name,
      uscc,
      title,
      shown.get(awardId) ?? '',
      yuanDecimal(amountFen),
      `${listNo}`,
      STATUS[status],
    ]);
  return `\ufeff${[HEADERS, ...rows].map((row) => `${row.map(cell).join(',')}\r\n`).join('')}`;
}

/**
 * One cell. What a spreadsheet would take for a formula gets an apostrophe before it: names come from applicants.
 * (OWASP: a cell may not begin with = + - @, a tab or a line break, full-width forms included.)
 */
function cell(text: string): string {
  const safe = /^\s*[=+\-@＝＋－＠]|^[\t\r\n]/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

/** 分 as 元 with two decimals, without separators: a number for a spreadsheet. */
const yuanDecimal = (fen: number): string => `${Math.trunc(fen / 100)}.${String(fen % 100).padStart(2, '0')}`;

/** One JSON object a line: every payment instruction with what became of it, sorted by id. */
export const disbursementLines = ({ disbursements }: RoundExport): string =>
  disbursements.map((one) => `${canonicalJson(one)}\n`).join('');
