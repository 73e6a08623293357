import { createHash } from 'node:crypto';
import { ATTACHMENT_TITLES } from '../../shared/package/titles.ts';
import type { AttachmentKind } from '../../shared/schemas/package.ts';
import type { Applicant } from './directory.ts';
import { writeDocx, writePdf, writePng, writeXlsx } from './documents.ts';
import { seeded } from './random.ts';
import type { World } from './types.ts';

export interface Attachment {
  kind: AttachmentKind;
  path: string;
  data: Uint8Array;
  sha256: string;
}

/** Scans are images, lists are sheets, a case is a text; everything else is a PDF. */
const FORMATS: Partial<Record<AttachmentKind, 'png' | 'xlsx' | 'docx'>> = {
  'business-licence': 'png',
  'truth-undertaking': 'png',
  'investment-details': 'xlsx',
  'served-enterprises': 'xlsx',
  'scenario-map': 'xlsx',
  'chain-enterprises': 'xlsx',
  'case-text': 'docx',
};

const SCAN = 48;
const CELL = 8;

export const attachment = (kind: AttachmentKind, path: string, data: Uint8Array): Attachment => ({
  kind,
  path,
  data,
  sha256: createHash('sha256').update(data).digest('hex'),
});

/** An image nobody else has, standing in for a scan. */
export function scan(...labels: (string | number)[]): Buffer {
  const random = seeded('scan', ...labels);
  const cells = Array.from({ length: (SCAN / CELL) ** 2 }, () => random.int(60, 255));
  return writePng(SCAN, (x, y) => cells[Math.floor(y / CELL) * (SCAN / CELL) + Math.floor(x / CELL)] ?? 255);
}

function sheet(kind: AttachmentKind, applicant: Applicant): string[][] {
  const { invitation, pilot, served } = applicant;
  if (kind === 'investment-details')
    return [
      [invitation.uscc, invitation.name],
      ['项目', '金额（元）'],
      ['经评测验收核定的改造投入', String((pilot?.investmentFen ?? 0) / 100)],
    ];
  return [
    ['统一社会信用代码', '企业名称'],
    [invitation.uscc, invitation.name],
    ...served.map(({ uscc, name }) => [uscc, name]),
  ];
}

function document(world: World, applicant: Applicant, kind: AttachmentKind, edition: number): Uint8Array {
  const { uscc, name, applicationNo } = applicant.invitation;
  const title = ATTACHMENT_TITLES[kind];
  const lines = [
    title,
    `申报主体：${name}`,
    `统一社会信用代码：${uscc}`,
    `申报序号：${applicationNo}`,
    `批次：${world.roundId}`,
    `第 ${edition} 版，虚构样例`,
  ];
  switch (FORMATS[kind]) {
    case 'png':
      return scan(world.seed, kind, uscc);
    case 'xlsx':
      return writeXlsx(title, [...sheet(kind, applicant), [`申报序号 ${applicationNo}`, `第 ${edition} 版`]]);
    case 'docx':
      return writeDocx(lines);
    default:
      return writePdf(lines);
  }
}

/** Every attachment that the policy asks of the category; vouchers (合同、发票及付款凭证) come as two files. */
export function attachmentsFor(world: World, applicant: Applicant, edition: number): Attachment[] {
  const required = world.policy.categories[applicant.invitation.category].attachments.value;
  return required.flatMap((kind) => {
    const format = FORMATS[kind] ?? 'pdf';
    const file = attachment(
      kind,
      `attachments/${ATTACHMENT_TITLES[kind]}.${format}`,
      document(world, applicant, kind, edition),
    );
    if (kind !== 'vouchers') return [file];
    return [
      file,
      attachment(kind, 'attachments/发票扫描件.png', scan(world.seed, 'invoice', applicant.invitation.uscc)),
    ];
  });
}
