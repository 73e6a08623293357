import { BadInput } from '../../shared/bad-input.ts';
import { nowUtc } from '../../shared/clock.ts';
import { beijing } from '../../shared/http/time.ts';
import { OBJECTION_MAILS } from '../../shared/mail/objection-templates.ts';
import { OBJECTOR_LINK_DAYS } from '../../shared/objections/file.ts';
import { loadObjected, type Objected } from '../../shared/objections/objector.ts';
import { countMetric, logger } from '../../shared/runtime/handler.ts';
import { ApplicationRecord } from '../../shared/schemas/records.ts';
import { keys } from '../../shared/store/keys.ts';
import { ConditionFailed } from '../../shared/store/table.ts';
import { Refused } from './channels/channel.ts';
import type { Letter } from './channels/mail.ts';
import type { NotifyDeps } from './deps.ts';
import { letter } from './letters.ts';
import { inBoth } from './words.ts';

const DAY_MS = 86_400_000;

/**
 * Tells who filed an objection how it stands, with a way to its page. The address stands in no register, so that what is not
 * delivered is told to the handler only.
 */
export async function notifyObjector(
  deps: NotifyDeps,
  { roundId, objectionId }: { roundId: string; objectionId: string },
): Promise<void> {
  const objected = await loadObjected(deps.table, roundId, objectionId);
  if (objected === null) throw new BadInput('mail.objection-unknown', `no objection ${objectionId}`);
  const { objector } = objected;
  if (objector.outbox !== 'mail' || objector.email === null) return;
  const refused = await delivered(deps, objectionId, await objectorLetter(deps, objected, objector.email));
  try {
    await deps.table.update(keys.objector(objectionId), {
      set: { mailedAt: nowUtc(), ...(refused === null ? {} : { refused }) },
      remove: ['outbox', 'gsi1pk', 'gsi1sk', ...(refused === null ? ['refused'] : [])],
      when: { outbox: 'mail', letters: objector.letters },
    });
  } catch (error) {
    // There is more to say meanwhile, and another letter for it.
    if (!(error instanceof ConditionFailed)) throw error;
  }
}

/** The code of the other side where it will never take it; null where it was sent. */
async function delivered(deps: NotifyDeps, objectionId: string, sent: Letter): Promise<string | null> {
  try {
    await deps.mail.send(sent);
    countMetric('MailSent');
    return null;
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    countMetric('Undelivered');
    logger.error('not delivered', { about: objectionId, channel: error.channel, code: error.code });
    return error.code;
  }
}

async function objectorLetter(deps: NotifyDeps, { objection, objector }: Objected, email: string): Promise<Letter> {
  const { roundId, objectionId, applicationId, steps, dueAt } = objection;
  const application = await deps.table.get(keys.application(applicationId), ApplicationRecord);
  const said = steps.findLast(({ kind }) => OBJECTION_MAILS[kind] !== undefined);
  const words = inBoth(() => ({
    number: objectionId,
    title: application?.title ?? '',
    due: beijing(dueAt),
    until: beijing(said?.until ?? dueAt),
  }));
  return letter(
    deps,
    { name: objector.name, email, mobile: null, language: 'zh' },
    { kind: 'objection', id: objectionId, roundId, person: null, no: objector.letters },
    {
      opens: { kind: 'objection', roundId, objectionId },
      assigneeId: objectionId,
      validUntil: new Date(Date.parse(nowUtc()) + OBJECTOR_LINK_DAYS * DAY_MS).toISOString(),
    },
    { template: OBJECTION_MAILS[said?.kind ?? 'filed'] ?? OBJECTION_MAILS.filed, words, reminders: 0, problems: [] },
  );
}
