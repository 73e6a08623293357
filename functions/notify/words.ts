import { yuan } from '../../shared/domain/money.ts';
import { APPLICATION_STATUS } from '../../shared/http/labels.ts';
import { readBy, t } from '../../shared/http/language.ts';
import { LANGUAGES, type Language } from '../../shared/http/spoken.ts';
import { beijing } from '../../shared/http/time.ts';
import type { Words } from '../../shared/mail/compose.ts';
import { pointTitles } from '../../shared/package/points.ts';
import type { Policy } from '../../shared/policy/schema.ts';
import { RootRecord } from '../../shared/schemas/proofs.ts';
import { ApplicationRecord, AwardRecord, type TaskRecord } from '../../shared/schemas/records.ts';
import { keys } from '../../shared/store/keys.ts';
import type { Table } from '../../shared/store/table.ts';
import type { NotifyDeps } from './deps.ts';

/** Words in each language, each worked out as a reader of that language has them. */
export const inBoth = (say: (language: Language) => Record<string, string>): Words => {
  const [zh, en] = LANGUAGES.map((language) => readBy({ language }, () => say(language)));
  return { zh: zh ?? {}, en: en ?? {} };
};

/** What a task is about, beside its deadline. */
export interface About {
  task: TaskRecord;
  application: ApplicationRecord | null;
  award: AwardRecord | null;
  /** Of the list that the award is announced in. */
  root: RootRecord | null;
}

export async function aboutTask({ table }: NotifyDeps, task: TaskRecord): Promise<About> {
  if (task.applicationId === null) return { task, application: null, award: null, root: null };
  const [application, award] = await Promise.all([
    table.get(keys.application(task.applicationId), ApplicationRecord),
    task.kind === 'payee' ? table.get(keys.award(task.roundId, task.applicationId), AwardRecord) : null,
  ]);
  return { task, application, award, root: award === null ? null : await rootOf(table, award) };
}

const rootOf = (table: Table, { roundId: round, listNo: no, category }: AwardRecord): Promise<RootRecord | null> =>
  table.get(keys.root({ round, gate: 'awards', no, category }), RootRecord);

/** What a task's mail says: which application, until when, and what its kind needs. What people wrote stays as they wrote it. */
export const taskWords = ({ task, application, award, root }: About, policy: Policy): Words =>
  inBoth((language) => ({
    title: application?.title ?? '',
    opinion: application?.opinion ?? '',
    deadline: beijing(task.deadline),
    ...(task.kind === 'refusal' && application !== null ? refusalWords(application, language) : {}),
    ...(task.kind === 'correction' && application !== null ? { points: points(application, policy, language) } : {}),
    ...(task.kind === 'calendar-year' ? { year: String(task.subject['year']) } : {}),
    ...(award === null ? {} : { amount: yuan(award.amountFen) }),
    ...(root === null ? {} : { sealed: sealed(root, language) }),
  }));

/** The root of the list, so that whoever has the letter can tell later whether the list is still the same. */
const sealed = ({ count, root }: RootRecord, language: Language): string =>
  language === 'zh'
    ? `名单存证：共 ${count} 条，存证根值 ${root}。存证凭证可在申报页面下载。`
    : `The list is sealed: entries ${count}, root ${root}. The application page has the proof of your entry.`;

/** What may be corrected, one a line. */
function points({ category, correction }: ApplicationRecord, policy: Policy, language: Language): string {
  if (correction === undefined) return '';
  const titles = pointTitles(category, policy, correction.asked).map((title) => `· ${title}`);
  const only = {
    zh: '只能修改以下内容，其他内容和材料须与退回的版本一致：',
    en: 'Only this may be changed; everything else must be as in the version that was returned:',
  };
  return `${only[language]}\n${titles.join('\n')}`;
}

/** How it ended, and which conditions the rules found not to be met, with their clauses. */
function refusalWords({ status, findings }: ApplicationRecord, language: Language): Record<string, string> {
  const failed = findings
    .filter(({ outcome }) => outcome === 'fail')
    .map(({ title, clause }) => (language === 'zh' ? `${title}（方案${clause}）` : `${title} (${clause})`));
  const said = {
    zh: `核对中不符合的条件：${failed.join('；')}。`,
    en: `Conditions found not to be met: ${failed.join('; ')}.`,
  };
  return { ending: t(APPLICATION_STATUS[status].text), failed: failed.length === 0 ? '' : said[language] };
}
