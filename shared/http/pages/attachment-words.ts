import { type KindLimit, mebibytes, typeNames } from '../../package/limits.ts';
import { attachmentTitles } from '../../package/titles.ts';
import type { Problem } from '../../schemas/findings.ts';
import type { AttachmentKind } from '../../schemas/package.ts';
import { language, t, titleOf } from '../language.ts';

/** What the reader calls a kind of attachment. */
export const kindTitle = (kind: AttachmentKind): string => titleOf(attachmentTitles(kind));

/** `PDF、JPG、PNG，最多 2 个，每个不超过 10 MB` */
export const limitWords = ({ types, files, fileBytes }: KindLimit): string =>
  t('{types}，最多 {files} 个，每个不超过 {size}', {
    types: typeNames(types).join(language() === 'en' ? ', ' : '、'),
    files,
    size: mebibytes(fileBytes),
  });

/** A problem in the reader's language: what is wrong, and how to mend it as far as that is said in it. */
export function spokenProblem({ message, mend, messageEn, mendEn }: Problem): { message: string; mend: string } {
  if (language() !== 'en') return { message, mend };
  return { message: messageEn, mend: mendEn === undefined ? '' : ` ${mendEn}` };
}
