import type { InquiryRecord } from '../../schemas/inquiries.ts';
import { errorSummary, type FormState, hidden, submit, textArea, textInput } from '../fields.ts';
import { asWritten, html, type Markup } from '../html.ts';
import { t, tm } from '../language.ts';
import { table, titled } from '../parts.ts';
import { beijing, chineseDate } from '../time.ts';

/** One row of the log, with who wrote it down. */
export type ShownInquiry = InquiryRecord & { byName: string };

/** What goes with the form for another row. */
export interface InquiryFormView {
  action: string;
  csrf: string;
  /** Of the row that would be written: sent twice, it is written once. */
  inquiryId: string;
  state: FormState;
}

export const inquiryTable = (inquiries: ShownInquiry[]): Markup =>
  inquiries.length === 0
    ? html`<p>${t('还没有核实记录。')}</p>`
    : table(
        t('核实记录'),
        titled('核实单位', '核实事项', '询问日期', '回复日期', '回复内容', '登记人'),
        inquiries.map((one) => [
          asWritten(one.authority),
          asWritten(one.matter),
          chineseDate(one.askedOn),
          one.answeredOn === null ? t('尚未回复') : chineseDate(one.answeredOn),
          asWritten(one.answer),
          tm('{name}，{time}', { name: asWritten(one.byName), time: beijing(one.at) }),
        ]),
      );

/** 五(二): whom the district asked about the application, when, and what came back. */
export const inquiryLog = (inquiries: ShownInquiry[], form: InquiryFormView | undefined): Markup =>
  html`<h2 id="inquiries">${t('向有关部门核实')}</h2>${inquiryTable(inquiries)}${form === undefined ? null : inquiryForm(form)}`;

const inquiryForm = (
  form: InquiryFormView,
): Markup => html`<details${form.state.errors.length > 0 ? html` open` : null}><summary>${t('登记核实情况')}</summary>${errorSummary(form.state)}
<form method="post" action="${form.action}/inquiries" accept-charset="utf-8">${hidden('csrf', form.csrf)}${hidden('inquiryId', form.inquiryId)}
${textInput({ name: 'authority', label: t('核实单位'), hint: t('例如应急管理局、网信办、市场监督管理局。'), max: 100 }, form.state)}
${textInput({ name: 'matter', label: t('核实事项'), max: 500 }, form.state)}
${textInput({ name: 'askedOn', label: t('询问日期'), type: 'date', max: 10 }, form.state)}
${textInput({ name: 'answeredOn', label: t('回复日期'), hint: t('尚未回复的不填；收到回复后另行登记一条。'), type: 'date', max: 10 }, form.state)}
${textArea({ name: 'answer', label: t('回复内容'), max: 2000, rows: 3 }, form.state)}
${submit(t('登记'))}</form></details>`;
