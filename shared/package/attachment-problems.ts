import type { AttachmentKind } from '../schemas/package.ts';
import { type AttachmentType, mebibytes, typeNames } from './limits.ts';
import { packageProblem, zipProblem } from './problems.ts';
import { ATTACHMENT_TITLES } from './titles.ts';

const titleOf = (kind: AttachmentKind): string => `“${ATTACHMENT_TITLES[kind]}”`;

const SPLIT = '请降低扫描分辨率，或拆分为几个文件后分别列出。';

/** Faults of attachments (证明材料). */
export const attachmentProblem = {
  kindMissing: (kind: AttachmentKind) =>
    packageProblem(
      'attachment-missing',
      'attachments',
      `缺少必需的证明材料${titleOf(kind)}。`,
      `请补充${titleOf(kind)}，并在材料清单中列出（申报书.xlsx 的“证明材料”，或 application.json 的 attachments，kind 为 ${kind}）。`,
      `The required attachment ${kind} is missing.`,
    ),
  notInZip: (where: string, path: string) =>
    packageProblem(
      'attachment-not-in-zip',
      where,
      `材料清单列出的文件 ${path} 不在压缩包内。`,
      '请把该文件放入 attachments 文件夹，文件名与清单一致，再重新打包。',
      `The listed attachment ${path} is not in the package.`,
    ),
  notListed: (path: string) =>
    packageProblem(
      'attachment-not-listed',
      path,
      '该文件在 attachments 文件夹内，但材料清单没有列出。',
      '请在材料清单中列出该文件；不需要时请从压缩包中删去。',
      'The file is under attachments/ but the manifest does not list it.',
    ),
  listedTwice: (where: string, path: string) =>
    packageProblem(
      'attachment-listed-twice',
      where,
      `材料清单重复列出了文件 ${path}。`,
      '每个文件只列一次；一个文件包含多种材料时，请拆分。',
      `The attachment ${path} is listed more than once.`,
    ),
  type: (path: string) =>
    packageProblem(
      'attachment-type',
      path,
      '不接收这种类型的文件。',
      '请转为 PDF、JPG、PNG、XLSX 或 DOCX（旧版 DOC、XLS 和 OFD 请另存为 PDF）。',
      'Files of this type are not accepted; use PDF, JPG, PNG, XLSX or DOCX.',
    ),
  otherFormat: (path: string, detected: string | null) =>
    packageProblem(
      'attachment-content',
      path,
      detected ? `文件内容是 ${detected}，与扩展名不符。` : '文件内容与扩展名不符。',
      '请从原软件导出为该格式；只改扩展名不能转换格式。',
      detected ? `The content is ${detected}, not what the name says.` : 'The content is not what the name says.',
    ),
  incomplete: (path: string) =>
    packageProblem(
      'attachment-content',
      path,
      '文件不完整，无法打开。',
      '请确认原文件可以打开，必要时重新导出或扫描。',
      'The file is incomplete and cannot be opened.',
    ),
  tooLarge: (path: string, size: number, limit: number) =>
    packageProblem(
      'attachment-too-large',
      path,
      `文件大小为 ${mebibytes(size)}，超过单个文件的上限 ${mebibytes(limit)}。`,
      SPLIT,
      `The file has ${size} bytes, more than the limit of ${limit}.`,
    ),
  tooLargeForKind: (path: string, kind: AttachmentKind, size: number, limit: number) =>
    packageProblem(
      'attachment-too-large',
      path,
      `文件大小为 ${mebibytes(size)}，超过${titleOf(kind)}单个文件的上限 ${mebibytes(limit)}。`,
      SPLIT,
      `The file has ${size} bytes, more than the limit of ${limit} for ${kind}.`,
    ),
  typeForKind: (path: string, kind: AttachmentKind, types: AttachmentType[]) =>
    packageProblem(
      'attachment-type-for-kind',
      path,
      `${titleOf(kind)}不接收这种类型的文件。`,
      `请改用 ${typeNames(types).join('、')} 格式；放错了材料类型的，请改正材料清单。`,
      `Files of this type are not accepted for ${kind}; use ${typeNames(types).join(', ')}.`,
    ),
  tooMany: (kind: AttachmentKind, count: number, limit: number) =>
    packageProblem(
      'attachment-too-many',
      'attachments',
      `${titleOf(kind)}有 ${count} 个文件，超过上限 ${limit} 个。`,
      '请把同类的多页合并为一个 PDF，或删去不需要的文件。',
      `There are ${count} files of ${kind}, more than the limit of ${limit}.`,
    ),
  active: (path: string, found: string) =>
    packageProblem(
      'active-content',
      path,
      `文件含有可以执行的内容（${found}），不能接收。`,
      '请打开该文件，用“打印为 PDF”或另存为不含宏、脚本的文档后重新打包。',
      `The file has active content (${found}); it is not accepted.`,
    ),
  bomb: zipProblem.bomb,
  pdfBroken: (path: string) =>
    packageProblem(
      'pdf-broken',
      path,
      'PDF 文件已损坏或不完整，无法打开。',
      '请确认原文件可以打开；若可以，请用“打印为 PDF”或另存为新的 PDF 后重新打包。',
      'The PDF is damaged or incomplete and cannot be opened.',
    ),
  pdfEncrypted: (path: string) =>
    packageProblem(
      'pdf-encrypted',
      path,
      'PDF 文件设置了密码或权限限制。',
      '请取消密码；不能取消时，请打开后用“打印为 PDF”另存一份再重新打包。',
      'The PDF is encrypted; also one that opens without a password is not accepted.',
    ),
  pdfEmpty: (path: string) =>
    packageProblem('pdf-no-page', path, 'PDF 文件没有任何页面。', '请重新导出或扫描该文件。', 'The PDF has no page.'),
  empty: (path: string) =>
    packageProblem(
      'attachment-empty',
      path,
      '文件是空的（0 字节）。',
      '请放入正确的文件后重新打包。',
      'The file is empty.',
    ),
  sha256: (path: string) =>
    packageProblem(
      'attachment-sha256',
      path,
      '文件内容与材料清单中的 SHA-256 校验值不一致。',
      '文件在生成清单之后被改动过：请重新生成 application.json，或放回原来的文件。',
      'The SHA-256 of the file is not the one that the manifest lists.',
    ),
  nestedArchive: (path: string) =>
    packageProblem(
      'nested-archive',
      path,
      '压缩包内不能再放压缩包。',
      '请解压后把其中的文件直接放入 attachments 文件夹，并在材料清单中列出。',
      'Archives inside the package are not accepted.',
    ),
};
