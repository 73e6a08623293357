import type { Problem } from '../schemas/findings.ts';
import { PACKAGE_FORMAT } from '../schemas/package.ts';
import { mebibytes } from './limits.ts';
import { MEND_EN } from './mend-en.ts';

/** One problem under the stable code `package.<code>`. */
export const packageProblem = (
  code: string,
  where: string,
  message: string,
  mend: string,
  messageEn: string,
  mendEn = MEND_EN[code],
): Problem => ({
  code: `package.${code}`,
  where,
  message,
  mend,
  messageEn,
  ...(mendEn === undefined ? {} : { mendEn }),
});

const ZIP = '（申报材料包）';
const MANIFEST = 'application.json';
const REPACK = '请重新打包后再次上传。';

/** Faults of the zip itself. Every builder gives one whole problem: stable code, place, what is wrong, how to mend it. */
export const zipProblem = {
  notZip: (found: string | null) =>
    packageProblem(
      'not-zip',
      ZIP,
      found ? `上传的文件不是 zip 压缩包，而像是 ${found} 文件。` : '上传的文件不是 zip 压缩包。',
      '请把 application.json（或申报书.xlsx）和 attachments 文件夹一起压缩为 zip 格式后再次上传。',
      found ? `The upload is not a zip file; it looks like ${found}.` : 'The upload is not a zip file.',
    ),
  broken: () =>
    packageProblem(
      'zip-broken',
      ZIP,
      'zip 压缩包已损坏或不完整，无法打开。',
      '请先在本机试着解压；若无法解压，请重新打包。若可以解压，请重新上传一次。',
      'The zip file is damaged or incomplete and cannot be opened.',
    ),
  truncated: () =>
    packageProblem(
      'zip-truncated',
      ZIP,
      'zip 压缩包不完整，缺少结尾部分。',
      '文件可能没有下载完、复制完或上传完：请核对文件大小，重新打包后再次上传。',
      'The zip file is incomplete: its end is missing.',
    ),
  tooLarge: (size: number, limit: number) =>
    packageProblem(
      'too-large',
      ZIP,
      `压缩包大小为 ${mebibytes(size)}，超过上限 ${mebibytes(limit)}。`,
      '请降低扫描件分辨率或合并文件后重新打包。',
      `The package has ${size} bytes, more than the limit of ${limit}.`,
    ),
  tooManyEntries: (count: number, limit: number) =>
    packageProblem(
      'too-many-entries',
      ZIP,
      `压缩包内有 ${count} 个文件，超过上限 ${limit} 个。`,
      '请合并同类证明材料（例如把多张发票合并为一个 PDF）后重新打包。',
      `The package has ${count} entries, more than the limit of ${limit}.`,
    ),
  unpackedTooLarge: (size: number, limit: number) =>
    packageProblem(
      'unpacked-too-large',
      ZIP,
      `压缩包解压后为 ${mebibytes(size)}，超过上限 ${mebibytes(limit)}。`,
      '请删去不需要的文件或降低扫描件分辨率后重新打包。',
      `The package unpacks to ${size} bytes, more than the limit of ${limit}.`,
    ),
  bomb: (where: string) =>
    packageProblem(
      'bomb',
      where,
      '该文件的压缩比异常，不能接收。',
      '请重新导出该文件（不要使用经过特殊处理的文件）后重新打包。',
      'The entry unpacks to far more than a document would; it is not accepted.',
    ),
  malware: () =>
    packageProblem(
      'malware',
      ZIP,
      '恶意软件扫描发现该材料包含有病毒或其他恶意程序，不能接收。',
      '请在杀毒后的计算机上重新导出各文件并打包。',
      'The malware scan found a threat in the package.',
    ),
  encrypted: (where: string) =>
    packageProblem(
      'encrypted',
      where,
      '该文件设置了密码，无法读取。',
      '请不设密码，重新打包。',
      'The entry is encrypted and cannot be read.',
    ),
  compressionMethod: (where: string) =>
    packageProblem(
      'compression-method',
      where,
      '该文件使用了不支持的压缩方式。',
      '请使用系统自带的压缩功能，选择 zip 格式和“标准”压缩方式重新打包。',
      'The entry uses an unsupported compression method; only stored and deflate are read.',
    ),
  pathEscapes: (where: string) =>
    packageProblem(
      'path-escapes',
      where,
      '文件路径指向压缩包之外。',
      `请只使用 attachments/ 之下的路径，${REPACK}`,
      'The path of the entry leads outside the package.',
    ),
  fileName: (where: string) =>
    packageProblem(
      'file-name',
      where,
      '无法识别该文件名的编码，或文件名含有控制字符。',
      '请改用汉字、字母或数字作文件名后重新打包。',
      'The name of the entry is in no known encoding, or has control characters.',
    ),
  symlink: (where: string) =>
    packageProblem(
      'symlink',
      where,
      '该条目是快捷方式（链接），不是文件。',
      '请放入文件本身后重新打包。',
      'The entry is a link, not a file.',
    ),
  duplicate: (where: string) =>
    packageProblem(
      'duplicate-entry',
      where,
      '压缩包内有两个同名而内容不同的文件。',
      '请只保留正确的一个后重新打包。',
      'Two entries of the package have the same name and differ.',
    ),
  overlap: (where: string) =>
    packageProblem(
      'overlap',
      where,
      '该文件的数据与压缩包内其他部分重叠，不能接收。',
      '请使用系统自带的压缩功能重新打包。',
      'The data of the entry overlaps another part of the package.',
    ),
  headerDiffers: (where: string) =>
    packageProblem(
      'header-mismatch',
      where,
      '压缩包对该文件的两处记录（文件名、大小或压缩方式）互相矛盾。',
      '请使用系统自带的压缩功能重新打包。',
      'The local header of the entry disagrees with the central directory.',
    ),
  entryBroken: (where: string) =>
    packageProblem(
      'entry-broken',
      where,
      '该文件在压缩包内已损坏，无法解压。',
      `请确认原文件可以打开，${REPACK}`,
      'The entry is damaged and cannot be unpacked.',
    ),
  crc: (where: string) =>
    packageProblem(
      'crc',
      where,
      '该文件的 CRC 校验不符，内容在打包或传输中已损坏。',
      `请确认原文件可以打开，${REPACK}`,
      'The CRC of the entry does not match; its content was damaged.',
    ),
};

/** Faults of `application.json`, and of what stands in its place. */
export const manifestProblem = {
  /**
   * @param foundAt the file in a folder of the zip
   * @param workbook a workbook at the root that may be meant
   */
  missing: ({ foundAt, workbook }: { foundAt?: string; workbook?: string }) =>
    packageProblem(
      'manifest-missing',
      MANIFEST,
      `压缩包根目录下没有 application.json，也没有申报书.xlsx${
        foundAt ? `，但在 ${foundAt} 找到了` : workbook ? `，但有 ${workbook}` : ''
      }。`,
      foundAt
        ? '请进入该文件夹，选中其中的全部内容后压缩，不要压缩外层文件夹。'
        : workbook
          ? '如果它是填好的申报书，请改名为“申报书.xlsx”后重新打包。'
          : '请把填好的申报书.xlsx（或 application.json）放在压缩包根目录后重新打包。',
      `No application.json or 申报书.xlsx at the root${
        foundAt ? `; there is ${foundAt}` : workbook ? `; there is ${workbook}` : ''
      }.`,
    ),
  twice: () =>
    packageProblem(
      'manifest-twice',
      MANIFEST,
      '压缩包根目录下同时有 application.json 和申报书.xlsx，无法确定以哪一个为准。',
      '请只保留填好的一个，删去另一个后重新打包。',
      'Both application.json and 申报书.xlsx are at the root; which of them counts is unclear.',
    ),
  tooLarge: (limit: number) =>
    packageProblem(
      'manifest-too-large',
      MANIFEST,
      `application.json 超过上限 ${mebibytes(limit)}。`,
      '请用填报页面重新生成 application.json。',
      `application.json is larger than ${limit} bytes.`,
    ),
  encoding: () =>
    packageProblem(
      'manifest-encoding',
      MANIFEST,
      'application.json 不是 UTF-8 编码。',
      '请另存为 UTF-8 编码（记事本：另存为 → 编码 → UTF-8）后重新打包。',
      'application.json is not encoded in UTF-8.',
    ),
  notJson: () =>
    packageProblem(
      'manifest-not-json',
      MANIFEST,
      'application.json 不是有效的 JSON 对象。',
      '请用填报页面重新生成 application.json，不要手工改动标点和括号。',
      'application.json is not a valid JSON object.',
    ),
  field: (where: string, message: string, mend: string, messageEn: string, mendEn: string) =>
    packageProblem('manifest-field', where, message, mend, messageEn, mendEn),
  format: (found: unknown) =>
    packageProblem(
      'format-version',
      'format',
      `格式版本${typeof found === 'string' ? `为 ${found.slice(0, 40)}，` : '缺失，'}应为 ${PACKAGE_FORMAT}。`,
      '请用本批次的填报页面重新生成 application.json。',
      `The format version must be ${PACKAGE_FORMAT}.`,
    ),
  round: (found: string, expected: string) =>
    packageProblem(
      'round-mismatch',
      'roundId',
      `评选批次为 ${found}，上传凭证的批次是 ${expected}。`,
      '请使用本批次的申报材料。',
      `The round is ${found}; the upload slot is for ${expected}.`,
    ),
  /** Titles are what the policy calls the categories. */
  category: (found: string, expected: string, titles: { found: string; expected: string }) =>
    packageProblem(
      'category-mismatch',
      'category',
      `申报类别为“${titles.found}”，上传凭证的类别是“${titles.expected}”。`,
      '请用该类别的上传凭证上传；没有该类别的凭证时，请联系通知中的联系人。',
      `The category is ${found}; the upload slot is for ${expected}.`,
    ),
  applicationNo: (found: number, expected: number) =>
    packageProblem(
      'application-no-mismatch',
      'applicationNo',
      `申报序号为 ${found}，上传凭证的序号是 ${expected}。`,
      '同一单位有多个申报时，请核对每个申报各自的上传凭证。',
      `The application number is ${found}; the upload slot is for ${expected}.`,
    ),
  uscc: (found: string, expected: string) =>
    packageProblem(
      'uscc-mismatch',
      'uscc',
      `统一社会信用代码为 ${found}，与上传凭证的 ${expected} 不一致。`,
      '请核对统一社会信用代码；材料包只能用本单位的上传凭证上传。',
      `The credit code is ${found}; the upload slot belongs to ${expected}.`,
    ),
};

/** Says that a hostile or hopeless package has more problems than a report can hold. */
export const moreProblems = (count: number): Problem =>
  packageProblem(
    'more-problems',
    ZIP,
    `另有 ${count} 个问题未列出。`,
    '请先改正以上问题。',
    `There are ${count} more problems that are not listed.`,
  );
