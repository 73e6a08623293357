import type { Problem } from '../schemas/findings.ts';
import type { AttachmentKind } from '../schemas/package.ts';
import { attachmentProblem } from './attachment-problems.ts';
import { fileType } from './content.ts';
import type { KindLimit } from './limits.ts';

interface Looked {
  /** As people are shown it. */
  name: string;
  /** Lower case, without the dot. */
  extension: string;
  /** Bytes. */
  size: number;
}

/** What is wrong with a file of its kind, by the policy's limits; null where nothing is. Runs in browsers: no Node. */
export function kindProblem(kind: AttachmentKind, { types, fileBytes }: KindLimit, file: Looked): Problem | null {
  const type = fileType(file.extension)?.type;
  if (type !== undefined && !types.includes(type)) return attachmentProblem.typeForKind(file.name, kind, types);
  return file.size > fileBytes ? attachmentProblem.tooLargeForKind(file.name, kind, file.size, fileBytes) : null;
}
