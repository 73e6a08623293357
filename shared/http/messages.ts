import type { FieldError } from '../tasks/kind.ts';
import { FORM_ERRORS } from './english/form-errors.ts';
import type { Text } from './english/texts.ts';
import { t } from './language.ts';
import { recognised } from './own.ts';

/** What to say of a field whose content the schema refused: the schema's own words are for programs. */
const MESSAGES: Record<string, Text> = {
  decision: '请选择一项决定。',
  opinion: '请填写审查意见（不超过 2000 字）。',
  asked: '退回补正的，请至少勾选一项需要补正的内容。',
  reason: '请填写理由（不超过 2000 字）。',
  usccConfirmed: '请勾选确认。',
  usccReason: '请填写核对情况（不超过 200 字）。',
  authority: '请填写核实单位（2 至 100 字）。',
  matter: '请填写核实事项（2 至 500 字）。',
  askedOn: '请填写询问日期。',
  answeredOn: '回复日期和回复内容应同时填写，且不早于询问日期。',
  answer: '回复内容不能超过 2000 字。',
  comment: '评审意见不能超过 4000 字。',
  noConflict: '请确认与申报主体没有利害关系；如有，请在页面下方申请回避。',
  points: '请为每一个评分项填写分数。',
  order: '请为每一个并列的申报填写次序。',
  accountName: '请填写户名（不超过 100 字）。',
  bank: '请填写开户银行全称（不超过 100 字）。',
  accountNumber: '请填写账号：8 至 30 位数字，可用空格分隔。',
  consent: '请勾选同意，否则无法拨付。',
  applicationId: '请选择有异议的入围对象。',
  objectorKind: '请选择以个人还是单位名义提出。',
  objectorName: '请填写姓名或单位全称（2 至 100 字）。',
  phone: '请填写联系电话：6 至 20 位，只能有数字、空格、加号和短横线。',
  grounds: '请写明异议的事实和理由（10 至 4000 字）。',
};

const group = (field: string) => field.split('.')[0] ?? field;
const POINTS: Text = '请填写分数：数字，最多一位小数。';
const ORDER: Text = '请填写次序：1 为最前。';
/** What kinds of tasks say by themselves. */
const OWN = Object.keys(FORM_ERRORS) as (keyof typeof FORM_ERRORS)[];

/** The errors in the reader's language, one for each field, none for a field that the page does not have. */
export function chineseErrors(errors: FieldError[]): FieldError[] {
  const byField = new Map<string, string>();
  for (const { field, message } of errors) {
    if (byField.has(field)) continue;
    const own = /\p{Script=Han}/u.test(message) ? recognised(message, OWN) : undefined;
    const nested = field.startsWith('points.') ? POINTS : field.startsWith('order.') ? ORDER : undefined;
    byField.set(field, own ?? t(nested ?? MESSAGES[group(field)] ?? '这一项填写有误。'));
  }
  return [...byField].map(([field, message]) => ({ field, message }));
}
