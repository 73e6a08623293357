import { BadInput } from '../../shared/bad-input.ts';
import { RESULT_MAILS } from '../../shared/mail/result-templates.ts';
import { resultWords } from '../../shared/mail/results.ts';
import { letterOf, loadLetter } from '../../shared/results/letters.ts';
import { writeLetters } from '../../shared/results/release.ts';
import type { Category } from '../../shared/schemas/basics.ts';
import { type LetterRecord, ReleaseRecord } from '../../shared/schemas/records.ts';
import { keys } from '../../shared/store/keys.ts';
import { loadPinned } from '../../shared/store/rounds.ts';
import type { Letter } from './channels/mail.ts';
import type { NotifyDeps } from './deps.ts';
import { letter, slotLink } from './letters.ts';
import { needSlot, slotHolder } from './recipient.ts';

/** The next letters of a release are written; each leaves by its own record. */
export async function carryOut(
  { table }: NotifyDeps,
  { roundId, category, no }: { roundId: string; category: Category; no: number },
): Promise<void> {
  const release = await table.get(keys.release(roundId, category, no), ReleaseRecord);
  if (release === null) throw new BadInput('mail.release-unknown', `no release ${no} of ${roundId} ${category}`);
  if (release.outbox === 'mail') await writeLetters(table, release);
}

/** @throws BadInput if no such letter was released */
export async function needLetter({ table }: NotifyDeps, applicationId: string): Promise<LetterRecord> {
  const found = await loadLetter(table, applicationId);
  if (found === null) throw new BadInput('mail.result-unknown', `no letter about the result of ${applicationId}`);
  return found;
}

/** To an applicant, about its own result: as it was when the letter was released. */
export async function resultLetter(deps: NotifyDeps, record: LetterRecord): Promise<Letter> {
  const { roundId, applicationId, kind } = record;
  const [slot, said, { policy }] = await Promise.all([
    needSlot(deps, applicationId),
    letterOf(deps.table, record, record),
    loadPinned(deps.table, deps.evidence, roundId),
  ]);
  const person = { role: 'applicant' as const, id: applicationId };
  return letter(
    deps,
    slotHolder(slot),
    { kind: 'result', id: applicationId, roundId, person, no: kind },
    slotLink(slot),
    { template: RESULT_MAILS[kind], words: resultWords(said, policy), reminders: 0, problems: [] },
  );
}
