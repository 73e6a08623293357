import { createHash } from 'node:crypto';
import { TASK_TITLES } from '../../shared/http/labels.ts';
import { readBy, t } from '../../shared/http/language.ts';
import { LANGUAGES, type Language } from '../../shared/http/spoken.ts';
import { beijing } from '../../shared/http/time.ts';
import { DIGEST_MAIL, REMINDER } from '../../shared/mail/templates.ts';
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

/** One letter for tasks of one person in one round, the most urgent first. @param tasks at least one */
export async function digestLetter(deps: NotifyDeps, tasks: TaskRecord[], to: Recipient): Promise<Letter> {
  const sorted = tasks.toSorted((a, b) => (a.deadline < b.deadline ? -1 : 1));
  const [first] = sorted;
  if (first === undefined) throw new Error('a digest of nothing');
  const words = inBoth(() => ({ count: String(tasks.length), deadline: beijing(first.deadline) }));
  const subject = {
    kind: 'digest',
    id: `${first.roundId}~digest.${digestId(tasks)}`,
    roundId: first.roundId,
    person: first.assignee,
    no: 0,
  };
  return letter(deps, to, subject, workLink(first), {
    template: DIGEST_MAIL,
    words,
    reminders: 0,
    problems: [],
    entries: await digestEntries(deps, sorted),
  });
}

/** What a digest names; all of it is behind the link to the person's worklist. */
const digestEntries = (deps: NotifyDeps, tasks: TaskRecord[]) => Promise.all(tasks.map((task) => entryOf(deps, task)));

async function entryOf(deps: NotifyDeps, task: TaskRecord): Promise<Record<Language, string>> {
  const application =
    task.applicationId === null ? null : await deps.table.get(keys.application(task.applicationId), ApplicationRecord);
  const [zh = '', en = ''] = LANGUAGES.map((language) =>
    readBy({ language }, () => {
      const reminded = task.reminders > 0 ? REMINDER[language] : '';
      const what = [t(TASK_TITLES[task.kind]), application?.title].filter((part) => part !== undefined);
      const colon = language === 'zh' ? '：' : ': ';
      return `${reminded}${what.join(colon)}${language === 'zh' ? '，截止 ' : ', due '}${beijing(task.deadline)}`;
    }),
  );
  return { zh, en };
}
