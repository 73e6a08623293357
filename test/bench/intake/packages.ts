import { createCipheriv } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { Slot } from '../../../shared/package/manifest.ts';
import { Policy } from '../../../shared/policy/schema.ts';
import { attachment, attachmentsFor } from '../../world/attachments.ts';
import { applicantOf } from '../../world/directory.ts';
import { generateWorld } from '../../world/generate.ts';
import { manifestFor } from '../../world/manifests.ts';
import { writeOddZip } from '../../world/odd-zip.ts';

const POLICY = new URL('../../../shared/policy/qingdao-2025.json', import.meta.url);

/** Bytes like those of scanned pages: nothing to compress, and the same everywhere. */
const scanned = (label: number, bytes: number): Buffer =>
  createCipheriv('aes-128-ctr', Buffer.alloc(16, label), Buffer.alloc(16)).update(Buffer.alloc(bytes));

/** A PDF of one page that is one image of so many bytes. */
function scannedPdf(label: number, bytes: number): Buffer {
  const image = scanned(label, bytes);
  const objects = [
    '<< /Type /Catalog /Pages 2 0 R >>',
    '<< /Type /Pages /Kids [3 0 R] /Count 1 >>',
    '<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Resources << /XObject << /I 4 0 R >> >> >>',
  ];
  const parts: Buffer[] = [Buffer.from('%PDF-1.4\n')];
  const offsets: number[] = [];
  let at = 9;
  const add = (...bytes: Buffer[]) => {
    offsets.push(at);
    for (const part of bytes) at += parts.push(part) && part.length;
  };
  for (const [i, text] of objects.entries()) add(Buffer.from(`${i + 1} 0 obj\n${text}\nendobj\n`));
  const dict = `<< /Type /XObject /Subtype /Image /Width 1 /Height ${bytes} /ColorSpace /DeviceGray /BitsPerComponent 8 /Length ${bytes} >>`;
  add(Buffer.from(`4 0 obj\n${dict}\nstream\n`), image, Buffer.from('\nendstream\nendobj\n'));
  const rows = offsets.map((offset) => `${String(offset).padStart(10, '0')} 00000 n \n`).join('');
  const end = `trailer\n<< /Size 5 /Root 1 0 R >>\nstartxref\n${at}\n%%EOF\n`;
  return Buffer.concat([...parts, Buffer.from(`xref\n0 5\n0000000000 65535 f \n${rows}${end}`)]);
}

export interface BenchPackage {
  bytes: Buffer;
  slot: Slot;
}

/**
 * A faultless package of so many files and about so many bytes: the attachments its category asks for, and PDFs of scanned
 * pages, every other one deflated. The same bytes for the same sizes.
 */
export function benchPackage(files: number, bytes: number): BenchPackage {
  const policy = Policy.parse(JSON.parse(readFileSync(POLICY, 'utf8')));
  const world = generateWorld({ seed: 'bench', applications: 8, policy });
  const plan = world.plans.find(({ category, fault }) => category === 'chain-case' && fault === null);
  if (plan === undefined) throw new Error('nobody applies');
  const applicant = applicantOf(world, plan.invitation);
  const asked = attachmentsFor(world, applicant, 1);
  const more = Math.max(files - asked.length, 1);
  const pdfs = Array.from({ length: more }, (_none, i) =>
    attachment('drive-evidence', `attachments/扫描件${i + 1}.pdf`, scannedPdf(i + 1, Math.floor(bytes / more))),
  );
  const all = [...asked, ...pdfs];
  const listed = all.map(({ kind, path, sha256 }) => ({ kind, path, sha256 }));
  const manifest = Buffer.from(JSON.stringify(manifestFor(world, applicant, listed, 1)));
  const zip = writeOddZip([
    { name: 'application.json', data: manifest },
    ...all.map(({ path, data }, i) => ({ name: path, data, store: i % 2 === 0 })),
  ]);
  const { category, uscc, applicationNo } = applicant.invitation;
  return { bytes: zip, slot: { roundId: world.roundId, category, uscc, applicationNo, policy } };
}
