import type { FieldError } from '../tasks/kind.ts';
import type { Text } from './english/texts.ts';
import type { FormState } from './fields.ts';
import { asWritten } from './html.ts';
import { isText, t, tm } from './language.ts';
import { recognised } from './recorded.ts';

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
  change: '请写明修改评分的理由（不超过 2000 字）。',
  comment: '评审意见不能超过 4000 字。',
  noConflict: '请确认与申报主体没有利害关系；如有，请在页面下方申请回避。',
  points: '请为每一个评分项填写分数。',
  order: '请为每一个并列的申报填写次序。',
  accountName: '请填写户名（不超过 100 字）。',
  bank: '请填写开户银行全称（不超过 100 字）。',
  accountNumber: '请填写账号：8 至 30 位数字，可用空格分隔。',
  confirm: '请先勾选确认。',
  consent: '请勾选同意，否则无法拨付。',
  applicationId: '请选择有异议的入围对象。',
  objectorKind: '请选择以个人还是单位名义提出。',
  objectorName: '请填写姓名或单位全称（2 至 100 字）。',
  phone: '请填写联系电话：6 至 20 位，只能有数字、空格、加号和短横线。',
  grounds: '请写明异议的事实和理由（10 至 4000 字）。',
  email: '电子邮箱的格式不正确；不需要邮件通知的，请留空。',
  text: '请填写补充说明（1 至 4000 字）。',
  askText: '请列明需要补充的内容（5 至 2000 字）。',
  hearText: '请写明告知申报单位的内容（5 至 2000 字）。',
  exOfficioText: '请写明继续核查的理由（5 至 2000 字）。',
  year: '请填写年度，例如 2027。',
  source: '请填写依据的通知（4 至 200 字）。',
  off: '请填写放假的工作日：每行一个日期，例如 2027-01-01。',
  worked: '请填写上班的周末：每行一个日期，例如 2027-01-03。',
  checked: '请核对后勾选。',
  statement: '请填写说明（不超过 4000 字）。',
};

const group = (field: string) => field.split('.')[0] ?? field;
const POINTS: Text = '请填写分数：数字，最多一位小数。';
const ORDER: Text = '请填写次序：1 为最前。';

const usual = (field: string): Text => {
  if (field.startsWith('points.')) return POINTS;
  return field.startsWith('order.') ? ORDER : (MESSAGES[group(field)] ?? '这一项填写有误。');
};

/** What a check says itself, in the reader's language; null for a schema's words, and for Chinese that has no English. */
function own({ message, values }: FieldError): FormState['errors'][number]['message'] | null {
  if (isText(message)) {
    const named = Object.entries(values ?? {}).map(([name, value]) => [name, asWritten(value)]);
    return values === undefined ? t(message) : tm(message, Object.fromEntries(named));
  }
  return /\p{Script=Han}/u.test(message) ? recognised(message) : null;
}

/** The errors as the reader is told, one for each field, none for a field that the page does not have. */
export function saidErrors(errors: FieldError[]): FormState['errors'] {
  const byField = new Map<string, FieldError>();
  for (const error of errors) if (!byField.has(error.field)) byField.set(error.field, error);
  return [...byField.values()].map((error) => ({ field: error.field, message: own(error) ?? t(usual(error.field)) }));
}
