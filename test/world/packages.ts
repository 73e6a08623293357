import iconv from 'iconv-lite';
import type { AttachmentKind, PackageManifest } from '../../shared/schemas/package.ts';
import type { Attachment } from './attachments.ts';
import { attachment, attachmentsFor, scan } from './attachments.ts';
import type { Applicant } from './directory.ts';
import { applicantOf, donorOf } from './directory.ts';
import { manifestFor } from './manifests.ts';
import type { ApplicationPlan, Variant, World } from './types.ts';
import type { ZipFile } from './zip.ts';
import { writeZip } from './zip.ts';

const manifestFile = (manifest: PackageManifest): ZipFile => ({
  name: 'application.json',
  data: Buffer.from(`${JSON.stringify(manifest, null, 2)}\n`),
});
/** Images and office files are compressed already. */
const file = ({ path, data }: Attachment): ZipFile => ({
  name: path,
  data,
  method: path.endsWith('.pdf') ? 'deflate' : 'store',
});

const without = (files: Attachment[], ...kinds: AttachmentKind[]): Attachment[] =>
  files.filter(({ kind }) => !kinds.includes(kind));

/** A digit off in the organisation part, as typing errors are; the shape still fits. */
const mistyped = (uscc: string): string => {
  const digit = Number(uscc.charAt(14));
  return `${uscc.slice(0, 14)}${(digit + 1) % 10}${uscc.slice(15)}`;
};

interface Parts {
  attachments: Attachment[];
  manifest: (attachments: Attachment[]) => PackageManifest;
}

function partsOf(world: World, applicant: Applicant, edition: number): Parts {
  return {
    attachments: attachmentsFor(world, applicant, edition),
    manifest: (attachments) =>
      manifestFor(
        world,
        applicant,
        attachments.map(({ kind, path, sha256 }) => ({ kind, path, sha256 })),
        edition,
      ),
  };
}

const pack = (manifest: PackageManifest, attachments: Attachment[]): Buffer =>
  writeZip([manifestFile(manifest), ...attachments.map(file)]);

/** A PNG under the name of a PDF, listed with its own hash: only the content gives it away. */
function withWrongContent(world: World, { attachments, manifest }: Parts, uscc: string): Buffer {
  const wrong = attachments.map((item) =>
    item.kind === 'credit-report' ? attachment(item.kind, item.path, scan(world.seed, 'wrong', uscc)) : item,
  );
  return pack(manifest(wrong), wrong);
}

function withSeveralFaults({ attachments, manifest }: Parts): Buffer {
  const some = without(attachments, 'credit-report', 'no-accident-undertaking');
  const draft = manifest(some);
  return pack({ ...draft, contact: { ...draft.contact, phone: '未填' } }, some);
}

function withGbkNames({ attachments, manifest }: Parts): Buffer {
  const gbk = attachments.map((item) => ({ ...file(item), name: iconv.encode(item.path, 'gbk') }));
  return writeZip([manifestFile(manifest(attachments)), ...gbk]);
}

/** A good package with another manifest: what an applicant has in common with somebody else. */
export function buildChanged(
  world: World,
  plan: ApplicationPlan,
  change: (manifest: PackageManifest) => PackageManifest,
): Uint8Array {
  const { attachments, manifest } = partsOf(world, applicantOf(world, plan.invitation), 1);
  return pack(change(manifest(attachments)), attachments);
}

/**
 * The zip that this applicant uploads: a real package with real documents, or one with the fault that the variant names.
 * Depends on world, plan and variant alone, to the byte.
 */
export function buildPackage(world: World, plan: ApplicationPlan, variant: Variant): Uint8Array {
  const applicant = applicantOf(world, plan.invitation);
  const { uscc } = applicant.invitation;
  const edition = variant === 'revised' ? 2 : variant === 'corrected' ? 3 : 1;
  const parts = partsOf(world, applicant, edition);
  const { attachments, manifest } = parts;
  switch (variant) {
    case 'good':
    case 'revised':
    case 'corrected':
      return pack(manifest(attachments), attachments);
    case 'gbk-names':
      return withGbkNames(parts);
    case 'missing-attachment': {
      const some = without(attachments, 'no-accident-undertaking');
      return pack(manifest(some), some);
    }
    case 'wrong-content':
      return withWrongContent(world, parts, uscc);
    case 'several-faults':
      return withSeveralFaults(parts);
    case 'wrong-credit-code':
      return pack({ ...manifest(attachments), uscc: mistyped(uscc) }, attachments);
    case 'broken-zip': {
      const whole = pack(manifest(attachments), attachments);
      return whole.subarray(0, Math.floor(whole.length * 0.6));
    }
    case 'somebody-else':
      return buildPackage(world, donorOf(world, plan), 'good');
  }
}
