import type { ObjectionFile, ObjectionRecord, ObjectionStep } from '../../../schemas/records.ts';
import type { Text } from '../../english/texts.ts';
import { asWritten, html, type Markup } from '../../html.ts';
import { t } from '../../language.ts';
import { table, titled } from '../../parts.ts';
import { beijing } from '../../time.ts';

export const OBJECTION_STATES: Record<ObjectionRecord['status'], Text> = {
  open: '处理中',
  upheld: '异议成立',
  rejected: '异议不成立',
  declined: '不予受理',
  withdrawn: '已撤回',
};

const STEPS: Record<ObjectionStep['kind'], Text> = {
  filed: '收到异议',
  accepted: '受理',
  'supplement-asked': '要求补充材料',
  supplemented: '提出人补充材料',
  'hearing-asked': '听取申报单位意见',
  heard: '申报单位作出说明',
  'ex-officio': '决定依职权继续核查',
  withdrawn: '提出人撤回',
  declined: '不予受理',
  ruled: '作出处理决定',
};

/** What was done and when; by whom, where the reader may know. */
export const stepTable = ({ steps }: ObjectionRecord): Markup =>
  table(
    t('办理经过'),
    titled('时间', '事项', '答复截止'),
    steps.map(({ kind, at, until }) => [beijing(at), t(STEPS[kind]), until === undefined ? '' : beijing(until)]),
  );

const KINDS: Record<ObjectionFile['kind'], Text> = { seal: '盖章的异议书', evidence: '证据' };

/** @param hrefOf where a file can be opened, for whoever may */
export function fileList(files: ObjectionFile[], hrefOf: ((n: number) => string) | null): Markup {
  if (files.length === 0) return html`<p>${t('没有提交文件。')}</p>`;
  const name = (file: ObjectionFile, n: number) =>
    hrefOf === null
      ? asWritten(file.name)
      : html`<a href="${hrefOf(n)}" target="_blank" rel="noopener">${asWritten(file.name)}</a>`;
  const rows = files.map((file, n) => [
    t(KINDS[file.kind]),
    name(file, n),
    `${Math.ceil(file.size / 1024)} KB`,
    beijing(file.at),
  ]);
  return table(t('提交的文件'), titled('文件类别', '文件', '大小', '提交于'), rows);
}
