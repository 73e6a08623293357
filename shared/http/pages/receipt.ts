import type { Policy } from '../../policy/schema.ts';
import { receiptNumber } from '../../receipts.ts';
import type { SlotRecord, UploadRecord } from '../../schemas/records.ts';
import { asWritten, html, type Markup } from '../html.ts';
import { UPLOAD_VERDICTS } from '../labels.ts';
import { t, tm } from '../language.ts';
import { page } from '../layout.ts';
import { facts } from '../parts.ts';
import { beijingSeconds } from '../time.ts';
import { categoryTitle, roundTitle } from './console/frame.ts';

export interface ReceiptView {
  slot: SlotRecord;
  policy: Policy;
  uploadId: string;
  /** By the server's clock. */
  receivedAt: string;
  /** Null while the package is still being examined. */
  upload: UploadRecord | null;
  home: string;
}

/** What proves that something was sent, on one sheet of paper: who, what, when by the server's clock, and its hash. */
export function receiptPage({ slot, policy, uploadId, receivedAt, upload, home }: ReceiptView): Markup {
  const back = html`<a href="${home}">${t('返回申报页面')}</a>`;
  const body = html`<p class="noprint">${tm('{back}。可以用浏览器的打印功能打印或另存为 PDF。', { back })}</p>
${facts([
  [t('回执编号'), receiptNumber(slot.applicationId, uploadId)],
  [t('收到时间'), beijingSeconds(receivedAt)],
  [t('申报主体'), asWritten(slot.name)],
  [t('统一社会信用代码'), slot.uscc],
  [t('申报类别'), categoryTitle(policy, slot.category)],
  [t('申报序号'), slot.applicationNo],
  [t('材料大小'), upload === null ? null : t('{bytes} 字节', { bytes: upload.size })],
  [t('材料校验值（SHA-256）'), upload?.sha256 ?? null],
  [t('核验结果'), t(upload === null ? '核验中' : UPLOAD_VERDICTS[upload.verdict].text)],
  [t('版本'), upload?.version == null ? null : t('第 {version} 版', { version: upload.version })],
])}
<p>${t('时间以服务器收到完整材料为准。校验值由包内全部文件的路径和 SHA-256 计算，相同的材料得到相同的校验值。')}</p>`;
  return page({ title: t('材料收到回执'), site: roundTitle(policy), body });
}
