import type { Policy } from '../../policy/schema.ts';
import { receiptNumber } from '../../receipts.ts';
import type { SlotRecord, UploadRecord } from '../../schemas/records.ts';
import { html, type Markup } from '../html.ts';
import { UPLOAD_VERDICTS } from '../labels.ts';
import { page } from '../layout.ts';
import { facts } from '../parts.ts';
import { beijingSeconds } from '../time.ts';

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
  const body = html`<p class="noprint"><a href="${home}">返回申报页面</a>。可以用浏览器的打印功能打印或另存为 PDF。</p>
${facts([
  ['回执编号', receiptNumber(slot.applicationId, uploadId)],
  ['收到时间', beijingSeconds(receivedAt)],
  ['申报主体', slot.name],
  ['统一社会信用代码', slot.uscc],
  ['申报类别', policy.categories[slot.category].title],
  ['申报序号', slot.applicationNo],
  ['材料大小', upload === null ? null : `${upload.size} 字节`],
  ['材料校验值（SHA-256）', upload?.sha256 ?? null],
  ['核验结果', upload === null ? '核验中' : UPLOAD_VERDICTS[upload.verdict].text],
  ['版本', upload?.version == null ? null : `第 ${upload.version} 版`],
])}
<p>时间以服务器收到完整材料为准。校验值由包内全部文件的路径和 SHA-256 计算，相同的材料得到相同的校验值。</p>`;
  return page({ title: '材料收到回执', site: policy.title, body });
}
