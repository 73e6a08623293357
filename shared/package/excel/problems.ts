import type { Problem } from '../../schemas/findings.ts';
import { PACKAGE_FORMAT } from '../../schemas/package.ts';
import type { FormField } from '../form.ts';
import { packageProblem } from '../problems.ts';
import { FORM_FILE } from './layout.ts';
import type { Unreadable } from './open.ts';
import type { CellFault } from './values.ts';

const NEW_FORM = '请从申报页面重新下载申报书.xlsx，把内容填入后再次打包';

/** Place inside the form, as reports name it: `申报书.xlsx 申报信息!B5`. */
export const placeOf = (sheet: string, cell?: string): string =>
  `${FORM_FILE} ${sheet}${cell === undefined ? '' : `!${cell}`}`;

const WHOLE: Record<Unreadable, [code: string, message: string, mend: string, messageEn: string]> = {
  'too-large': [
    'form-too-large',
    '申报书.xlsx 过大（超过 2 MB，或单元格过多）。',
    '请勿在申报书中插入图片或其他表格；佐证放入 attachments 文件夹。',
    'The form is larger than 2 MB, or has too many cells.',
  ],
  'not-xlsx': [
    'form-not-xlsx',
    '申报书.xlsx 不是 Excel 工作簿（xlsx），或设置了密码。',
    '请用 Excel 或 WPS 打开，取消密码，另存为“Excel 工作簿（*.xlsx）”。',
    'The form is not an .xlsx workbook, or it has a password.',
  ],
  damaged: [
    'form-damaged',
    '申报书.xlsx 已损坏，无法读取。',
    '请用 Excel 或 WPS 打开后另存一次；打不开时，请重新下载并填写。',
    'The form is damaged and cannot be read.',
  ],
};

const CELL: Record<CellFault, (field: FormField) => [code: string, message: string, mend: string, messageEn: string]> =
  {
    date: () => ['form-date', '不是完整的日期', '请填写年、月、日，例如 2025-03-31', 'is not a whole date'],
    money: () => ['form-money', '不是金额', '请填写数字，单位为元，例如 15000.50', 'is not an amount of money'],
    'money-fraction': () => [
      'form-money-fraction',
      '精确到了分以下',
      '金额最多两位小数，请按票据填写',
      'has a fraction of a fen',
    ],
    integer: ({ unit }) => [
      'form-integer',
      '不是整数',
      `请填写整数${unit === undefined ? '' : `，单位为${unit}`}`,
      'is not a whole number',
    ],
    choice: ({ options = [] }) => [
      'form-choice',
      '不是可选的内容',
      `请从以下内容中选择：${options.map(({ title }) => title).join('、')}`,
      'is not one of the choices',
    ],
    'yes-no': () => ['form-yes-no', '不是“是”或“否”', '请填写“是”或“否”', 'is neither yes nor no'],
    'number-cut': () => [
      'form-number-cut',
      '按数字保存，Excel 已丢失第 15 位以后的数字',
      '请把单元格格式设为“文本”，再重新填写完整号码',
      'was kept as a number, which loses all digits after the 15th',
    ],
    error: () => ['form-cell-error', '是公式错误（如 #REF!）', '请改为直接填写内容', 'is the error of a formula'],
    uncomputed: () => [
      'form-cell-uncomputed',
      '是没有计算结果的公式',
      '请用 Excel 或 WPS 打开后保存一次，或直接填写内容',
      'is a formula without a computed value',
    ],
  };

/** Faults of the filled Excel form. What they say of a cell never repeats what is in it. */
export const formProblem = {
  unreadable: (why: Unreadable): Problem => {
    const [code, message, mend, messageEn] = WHOLE[why];
    return packageProblem(code, FORM_FILE, message, mend, messageEn);
  },
  cell: (where: string, field: FormField, fault: CellFault, unknown?: number): Problem => {
    const [code, message, mend, messageEn] = CELL[fault](field);
    const which = unknown === undefined ? '' : `第 ${unknown} 项`;
    return packageProblem(
      code,
      where,
      `“${field.title}”${which}${message}。`,
      `${mend}。`,
      `${field.titleEn}${unknown === undefined ? '' : `, item ${unknown},`} ${messageEn}.`,
    );
  },
  sheetMissing: (sheet: string): Problem =>
    packageProblem(
      'form-sheet-missing',
      FORM_FILE,
      `申报书.xlsx 中没有工作表“${sheet}”。`,
      `请勿删除或改名工作表。${NEW_FORM}。`,
      `The form has no sheet ${sheet}.`,
    ),
  rowMissing: (sheet: string, label: string): Problem =>
    packageProblem(
      'form-row-missing',
      placeOf(sheet),
      `工作表“${sheet}”中没有“${label}”一行。`,
      `请勿删除或改动第一列的文字。${NEW_FORM}。`,
      `The sheet ${sheet} has no row ${label}.`,
    ),
  headerMissing: (sheet: string, labels: string[]): Problem =>
    packageProblem(
      'form-header-missing',
      placeOf(sheet),
      `工作表“${sheet}”中没有表头“${labels.join('”“')}”。`,
      `请勿删除或改动表头。${NEW_FORM}。`,
      `The sheet ${sheet} has no header row with ${labels.join(', ')}.`,
    ),
  format: (where: string, found: unknown): Problem =>
    packageProblem(
      'format-version',
      where,
      `申报书${typeof found === 'string' ? `是其他版本（${found.slice(0, 40)}）` : '没有格式版本'}，本批次使用 ${PACKAGE_FORMAT}。`,
      `${NEW_FORM}。`,
      `The form must be of version ${PACKAGE_FORMAT}.`,
    ),
};
