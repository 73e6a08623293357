import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { PackageCheck } from '../../../shared/package/check.ts';
import { checkPackage } from '../../../shared/package/check.ts';
import type { ByteSource } from '../../../shared/package/source.ts';
import { Policy } from '../../../shared/policy/schema.ts';
import type { AttachmentKind } from '../../../shared/schemas/package.ts';
import { writeDocx, writePdf, writePng, writeXlsx } from '../../world/documents.ts';
import type { ZipFile } from '../../world/zip.ts';
import { writeZip } from '../../world/zip.ts';

export const policy = Policy.parse(
  JSON.parse(readFileSync(new URL('../../../shared/policy/qingdao-2025.json', import.meta.url), 'utf8')),
);

export const slot = {
  roundId: 'qingdao-2025',
  category: 'chain-case',
  uscc: '91370211MA3F0017X0',
  applicationNo: 1,
  policy,
} as const;

export const sha256 = (data: Uint8Array): string => createHash('sha256').update(data).digest('hex');

export interface Attached {
  kind: AttachmentKind;
  path: string;
  data: Uint8Array;
}

/** Everything a chain case must attach, one real file of each accepted type among them. */
export const attachments = (): Attached[] => [
  { kind: 'business-licence', path: 'attachments/营业执照.png', data: writePng(16, (x, y) => (x * y) % 256) },
  { kind: 'credit-report', path: 'attachments/信用报告.pdf', data: writePdf(['信用报告', '青岛某某链主有限公司']) },
  { kind: 'truth-undertaking', path: 'attachments/真实性承诺书.pdf', data: writePdf(['真实性承诺书']) },
  { kind: 'no-accident-undertaking', path: 'attachments/安全承诺.pdf', data: writePdf(['三年无重大安全事故承诺']) },
  { kind: 'chain-enterprises', path: 'attachments/上下游企业.xlsx', data: writeXlsx('清单', [['企业', '关系']]) },
  { kind: 'drive-evidence', path: 'attachments/带动证明.pdf', data: writePdf(['带动证明']) },
  { kind: 'case-text', path: 'attachments/案例.docx', data: writeDocx(['案例文本 <一> & “二”']) },
];

export const manifest = (files: Attached[]) => ({
  format: 'awards-package/2',
  roundId: slot.roundId,
  category: slot.category,
  uscc: slot.uscc,
  name: '青岛某某链主有限公司',
  applicationNo: 1,
  legalPerson: '张某',
  contact: { name: '某某', phone: '0532-00000000' },
  publicSummary: '简介',
  publicityConsent: true,
  attachments: files.map(({ kind, path, data }) => ({ kind, path, sha256: sha256(data) })),
  title: '链式协同案例',
  landed: [{ uscc: slot.uscc, name: '某厂' }],
  partners: [],
  measures: '举措',
  technology: '技术',
  effects: { cost: '一', efficiency: '二', revenue: '三', energy: '四', quality: '五' },
  replication: '推广',
});

export const manifestFile = (fields: unknown): ZipFile => ({
  name: 'application.json',
  data: Buffer.from(JSON.stringify(fields)),
});

export const files = (items: Attached[]): ZipFile[] => items.map(({ path, data }) => ({ name: path, data }));

export const goodFiles = (): ZipFile[] => [manifestFile(manifest(attachments())), ...files(attachments())];

export const bytesSource = (bytes: Uint8Array): ByteSource => ({
  size: bytes.length,
  read: async (start, length) => bytes.subarray(start, start + length),
});

export const check = (bytes: Uint8Array): Promise<PackageCheck> => checkPackage(bytesSource(bytes), slot);

export const checkFiles = (zip: ZipFile[]): Promise<PackageCheck> => check(writeZip(zip));

/** Codes of the problems, without their common prefix; empty where the package is accepted. */
export const codes = (result: PackageCheck): string[] =>
  result.ok ? [] : result.problems.map((problem) => problem.code.replace('package.', ''));
