import type { FactKind } from '../../schemas/flags.ts';
import type { PackageManifest } from '../../schemas/package.ts';
import { ONE_ENTRY } from '../eligibility/common.ts';
import { normalInvoice } from '../eligibility/invoice-number.ts';

/** Something that another application might have, too. The value stays in memory: what is kept of it is a keyed hash. */
export interface Fact {
  kind: FactKind;
  value: string;
  /** What it is in this application, in Chinese; never the value. */
  labels: string[];
}

/** An attachment by its title; the manifest is none. */
export interface AttachedFile {
  title: string;
  sha256: string;
}

/** Full-width forms, case, spaces and punctuation do not make two names of one. */
export const normalName = (text: string): string =>
  text
    .normalize('NFKC')
    .toLowerCase()
    .replaceAll(/[\p{P}\p{S}\s]+/gu, '');

/** Digits alone, without the country's code. */
function normalPhone(phone: string): string {
  const digits = phone.replaceAll(/\D/g, '').replace(/^00/, '');
  return digits.length > 11 && digits.startsWith('86') ? digits.slice(2) : digits;
}

const fact = (kind: FactKind, value: string, label: string): Fact[] =>
  value === '' ? [] : [{ kind, value, labels: [label] }];

/**
 * What of a version is compared with all other applications of the round (flags, never verdicts). Only applicants are
 * compared: of customers that do not apply themselves no register holds a legal representative, a phone, an invoice or a
 * file. All files count, however small: one that was handed out to everybody is told apart by how many have it
 * (`compare.ts`), not by how it looks.
 */
export function factsOf(manifest: PackageManifest, files: AttachedFile[]): Fact[] {
  const { uscc, category } = manifest;
  const all = [
    ...files.flatMap(({ title, sha256 }) => fact('file', sha256, `“${title}”`)),
    ...fact('legal-person', normalName(manifest.legalPerson), '法定代表人'),
    ...fact('phone', normalPhone(manifest.contact.phone), '联系电话'),
    ...(ONE_ENTRY.includes(category) ? fact('entry', `${uscc}|${category}`, '申报') : []),
    ...ofCategory(manifest),
  ];
  return merged(all);
}

function ofCategory(manifest: PackageManifest): Fact[] {
  if (manifest.category === 'benchmark-enterprise')
    return manifest.invoices.flatMap(({ number }, i) =>
      fact('invoice', normalInvoice(number), `第 ${i + 1} 张发票（尾号 ${number.slice(-4)}）`),
    );
  if (manifest.category === 'service-provider') return [];
  const { uscc, title, landed } = manifest;
  const where = [...new Set(landed.map((one) => one.uscc))].sort();
  const name = normalName(title);
  return [
    ...(name === '' ? [] : fact('title', `${uscc}|${name}`, '名称')),
    ...fact('landed', `${uscc}|${where.join(',')}`, `落地企业 ${where.length} 家`),
  ];
}

/** A value that occurs twice in one application is one fact. */
function merged(all: Fact[]): Fact[] {
  const byValue = Map.groupBy(all, ({ kind, value }) => `${kind} ${value}`);
  return [...byValue.values()].flatMap(([first, ...rest]) =>
    first === undefined ? [] : [{ ...first, labels: [...new Set([first, ...rest].flatMap(({ labels }) => labels))] }],
  );
}
