import { ATTACHMENT_KINDS } from '../../shared/schemas/package.ts';

/** What editions of a package differ in (`good`, `revised`, `corrected`): its summary and its documents. */
export const CHANGED_POINTS = ['publicSummary', ...ATTACHMENT_KINDS.map((kind) => `attachments.${kind}`)];

/** The boxes of a district that asks for all of it. */
export const ASKED: Record<string, string> = Object.fromEntries(CHANGED_POINTS.map((path) => [`asked.${path}`, 'yes']));
