import { createHash } from 'node:crypto';
import { TASK_TITLES } from '../../shared/http/labels.ts';
import { readBy, t } from '../../shared/http/language.ts';
import { LANGUAGES, type Language } from '../../shared/http/spoken.ts';
import { beijing } from '../../shared/http/time.ts';
import { DIGEST_MAIL, DIGEST_MORE, REMINDER } from '../../shared/mail/templates.ts';
import { ApplicationRecord, type TaskRecord } from '../../shared/schemas/records.ts';
import { keys } from '../../shared/store/keys.ts';
import type { Letter } from './channels/mail.ts';
import type { NotifyDeps } from './deps.ts';
import { letter, workLink } from './letters.ts';
import type { Recipient } from './recipient.ts';
import { inBoth } from './words.ts';

/** Changes with every letter among them. */
const digestId = (tasks: TaskRecord[]) =>
  createHash('sha256')
    .update(
      tasks
        .map(({ taskId, reminders }) => `${taskId} ${reminders}`)
        .toSorted()
        .join('\n'),
    )
    .digest('hex')
    .slice(0, 32);

/** As many as a letter lists: the worklist has them all. */
const LISTED = 30;

/** One letter for tasks of one person in one round, the most urgent first. @param tasks at least one, none an applicant's */
export async function digestLetter(deps: NotifyDeps, tasks: TaskRecord[], to: Recipient): Promise<Letter> {
  const sorted = tasks.toSorted((a, b) => (a.deadline < b.deadline ? -1 : 1));
  const [first] = sorted;
  if (first === undefined) throw new Error('a digest of nothing');
  const { roundId, assignee } = first;
  const words = inBoth(() => ({ count: String(tasks.length), deadline: beijing(first.deadline) }));
  const subject = { kind: 'digest', id: `${roundId}~digest.${digestId(tasks)}`, roundId, person: assignee, no: 0 };
  const entries = await Promise.all(sorted.slice(0, LISTED).map((task) => entryOf(deps, task)));
  const more = sorted.length - entries.length;
  return letter(deps, to, subject, workLink(first), {
    template: DIGEST_MAIL,
    words,
    reminders: 0,
    problems: [],
    entries: [
      ...entries,
      ...(more === 0 ? [] : [both((language) => DIGEST_MORE[language].replace('{more}', `${more}`))]),
    ],
  });
}

const both = (say: (language: Language) => string): Record<Language, string> => {
  const [zh = '', en = ''] = LANGUAGES.map((language) => readBy({ language }, () => say(language)));
  return { zh, en };
};

async function entryOf({ table }: NotifyDeps, task: TaskRecord): Promise<Record<Language, string>> {
  const { applicationId, kind, deadline, reminders } = task;
  const application =
    applicationId === null ? null : await table.get(keys.application(applicationId), ApplicationRecord);
  return both((language) => {
    const reminded = reminders > 0 ? REMINDER[language] : '';
    const what = [t(TASK_TITLES[kind]), application?.title].filter((part) => part !== undefined);
    const [colon, due] = language === 'zh' ? ['：', '，截止 '] : [': ', ', due '];
    return `${reminded}${what.join(colon)}${due}${beijing(deadline)}`;
  });
}
