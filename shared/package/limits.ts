import type { FILE_TYPES, Policy } from '../policy/schema.ts';
import type { AttachmentKind } from '../schemas/package.ts';

export type AttachmentType = (typeof FILE_TYPES)[number];

/** What files of one kind of attachment may be: types, how many, and bytes of each. */
export interface KindLimit {
  types: AttachmentType[];
  files: number;
  fileBytes: number;
}

/** 五(一): the policy's limits of a kind; where it says nothing of the kind, those that are usual. */
export function limitOf({ attachmentLimits }: Policy, kind: AttachmentKind): KindLimit {
  const { usual, kinds } = attachmentLimits.value;
  const { types = usual.types, files = usual.files, fileBytes = usual.fileBytes } = kinds[kind] ?? {};
  return { types, files, fileBytes };
}

/** The most bytes that a file of any kind may have: of one whose kind is not known yet. */
export function mostFileBytes({ attachmentLimits }: Policy): number {
  const { usual, kinds } = attachmentLimits.value;
  return Math.max(usual.fileBytes, ...Object.values(kinds).map(({ fileBytes = 0 }) => fileBytes));
}

const NAMES: Record<AttachmentType, string[]> = {
  pdf: ['PDF'],
  image: ['JPG', 'PNG'],
  xlsx: ['XLSX'],
  docx: ['DOCX'],
};
const EXTENSIONS: Record<AttachmentType, string[]> = {
  pdf: ['.pdf'],
  image: ['.jpg', '.jpeg', '.png'],
  xlsx: ['.xlsx'],
  docx: ['.docx'],
};

/** Names of file types as people say them. */
export const typeNames = (types: AttachmentType[]): string[] => types.flatMap((type) => NAMES[type]);

/** For `accept` of a file input. */
export const acceptOf = (types: AttachmentType[]): string => types.flatMap((type) => EXTENSIONS[type]).join(',');

/** Mebibytes, which people call MB; a size is rounded up so that it never looks smaller than a limit that it passes. */
export const mebibytes = (bytes: number): string => `${Math.ceil(bytes / 1024 / 1024)} MB`;

/** `PDF、JPG、PNG，最多 2 个，每个不超过 10 MB` */
export const limitText = ({ types, files, fileBytes }: KindLimit): string =>
  `${typeNames(types).join('、')}，最多 ${files} 个，每个不超过 ${mebibytes(fileBytes)}`;
