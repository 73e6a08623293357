import iconv from 'iconv-lite';
import { fillForm } from '../../shared/package/excel/fill.ts';
import { FORM_FILE } from '../../shared/package/excel/layout.ts';
import type { AttachmentKind, PackageManifest } from '../../shared/schemas/package.ts';
import type { Attachment } from './attachments.ts';
import { attachment, attachmentsFor, scan } from './attachments.ts';
import type { Applicant } from './directory.ts';
import { applicantOf, donorOf } from './directory.ts';
import { manifestFor } from './manifests.ts';
import type { ApplicationPlan, Variant, World } from './types.ts';
import type { ZipFile } from './zip.ts';
import { writeZip } from './zip.ts';

const jsonFile = (manifest: PackageManifest): ZipFile => ({
  name: 'application.json',
  data: Buffer.from(`${JSON.stringify(manifest, null, 2)}\n`),
});
/** Every fifth applicant fills in the Excel form instead of having a program write the JSON. */
const FORM_EVERY = 5;
const usesForm = (plan: ApplicationPlan): boolean => plan.invitation % FORM_EVERY === FORM_EVERY - 1;
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
  manifestFile: (manifest: PackageManifest) => ZipFile;
  attachments: Attachment[];
  manifest: (attachments: Attachment[]) => PackageManifest;
}

function partsOf(world: World, plan: ApplicationPlan, applicant: Applicant, edition: number): Parts {
  const formFile = (manifest: PackageManifest): ZipFile => ({
    name: FORM_FILE,
    data: fillForm(applicant.invitation.category, world.policy, manifest),
    method: 'store',
  });
  return {
    manifestFile: usesForm(plan) ? formFile : jsonFile,
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

const pack = ({ manifestFile }: Parts, manifest: PackageManifest, attachments: Attachment[]): Buffer =>
  writeZip([manifestFile(manifest), ...attachments.map(file)]);

/** A PNG under the name of a PDF, listed with its own hash: only the content gives it away. */
function withWrongContent(world: World, parts: Parts, uscc: string): Buffer {
  const wrong = parts.attachments.map((item) =>
    item.kind === 'credit-report' ? attachment(item.kind, item.path, scan(world.seed, 'wrong', uscc)) : item,
  );
  return pack(parts, parts.manifest(wrong), wrong);
}

function withSeveralFaults(parts: Parts): Buffer {
  const some = without(parts.attachments, 'credit-report', 'no-accident-undertaking');
  const draft = parts.manifest(some);
  return pack(parts, { ...draft, contact: { ...draft.contact, phone: '未填' } }, some);
}

function withGbkNames({ attachments, manifest, manifestFile }: Parts): Buffer {
  const gbk = attachments.map((item) => ({ ...file(item), name: iconv.encode(item.path, 'gbk') }));
  return writeZip([manifestFile(manifest(attachments)), ...gbk]);
}

/** A good package with another manifest: what an applicant has in common with somebody else. */
export function buildChanged(
  world: World,
  plan: ApplicationPlan,
  change: (manifest: PackageManifest) => PackageManifest,
): Uint8Array {
  const parts = partsOf(world, plan, applicantOf(world, plan.invitation), 1);
  return pack(parts, change(parts.manifest(parts.attachments)), parts.attachments);
}

/**
 * The zip that this applicant uploads: a real package with real documents, or one with the fault that the variant names.
 * Depends on world, plan and variant alone, to the byte.
 */
export function buildPackage(world: World, plan: ApplicationPlan, variant: Variant): Uint8Array {
  const applicant = applicantOf(world, plan.invitation);
  const { uscc } = applicant.invitation;
  const edition = variant === 'revised' ? 2 : variant === 'corrected' ? 3 : 1;
  const parts = partsOf(world, plan, applicant, edition);
  const { attachments, manifest } = parts;
  switch (variant) {
    case 'good':
    case 'revised':
    case 'corrected':
      return pack(parts, manifest(attachments), attachments);
    case 'gbk-names':
      return withGbkNames(parts);
    case 'missing-attachment': {
      const some = without(attachments, 'no-accident-undertaking');
      return pack(parts, manifest(some), some);
    }
    case 'wrong-content':
      return withWrongContent(world, parts, uscc);
    case 'several-faults':
      return withSeveralFaults(parts);
    case 'wrong-credit-code':
      return pack(parts, { ...manifest(attachments), uscc: mistyped(uscc) }, attachments);
    case 'broken-zip': {
      const whole = pack(parts, manifest(attachments), attachments);
      return whole.subarray(0, Math.floor(whole.length * 0.6));
    }
    case 'somebody-else':
      return buildPackage(world, donorOf(world, plan), 'good');
  }
}
