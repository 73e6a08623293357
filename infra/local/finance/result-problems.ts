/** What may be wrong with a result file, by stable codes: what was found, and what to do about it. */
export const RESULT_PROBLEMS = {
  'finance.result-columns': '找不到表头。请使用批次文件的表头：拨付编号、金额（元）、结果、原因、日期，并有“合计”行。',
  'finance.result-empty': '表中没有一行结果。',
  'finance.result-unknown': '没有收到过这笔拨付指令。请核对拨付编号，删除不属于本系统的行。',
  'finance.result-duplicate': '同一拨付编号出现不止一次。请只保留一行。',
  'finance.result-cancelled': '这笔拨付已经答复为撤销，不能再填报结果。如果已经支付，请立即联系主管部门。',
  'finance.result-settled': '这笔拨付已经填报过不同的结果。已答复的结果不能更改，请联系主管部门。',
  'finance.result-amount-malformed': '金额应为正数，以元为单位，至多两位小数。',
  'finance.result-amount': '金额与指令不一致。',
  'finance.result-outcome': '结果应为“已支付”或“退票”。',
  'finance.result-reason': '退票须填写原因（不超过 200 字）。',
  'finance.result-date': '日期应为办结之日，如 2025-12-30，不早于收到指令之日，不晚于今日。',
  'finance.result-total-missing': '没有“合计”行。',
  'finance.result-total': '“合计”与各行金额之和不一致。',
} as const;
export type ResultCode = keyof typeof RESULT_PROBLEMS;

/** A problem with its row in the sheet, from 1; 0 where it is about the whole file. */
export interface ResultProblem {
  row: number;
  code: ResultCode;
  /** What stood there, or what was expected. */
  detail: string;
}
