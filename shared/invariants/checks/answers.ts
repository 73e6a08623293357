import { drawnOf } from '../../export/drawn.ts';
import { index } from '../../export/recompute/differ.ts';
import type { RoundExport } from '../../export/schema.ts';
import type { Check } from '../check.ts';

/** 8. Bad input gets a clear answer, and goes no further. */
export const answers: Check[] = [
  {
    name: 'refusals-are-clear',
    says: '每次未受理的上传都逐项载明代码、位置、问题和修改办法',
    saysEn: 'every refused upload names its problems, each with code, place, message and how to mend it',
    find: ({ uploads }) =>
      uploads.flatMap(({ applicationId, no, verdict, problems }) => {
        const upload = `${applicationId} 第 ${no} 次上传`;
        if (verdict === 'refused' && problems.length === 0) return [`${upload}未受理，没有列出问题`];
        if (verdict === 'accepted' && problems.length > 0) return [`${upload}有问题而受理`];
        return problems.filter((problem) => !isClear(problem)).map(({ code }) => `${upload}的问题 ${code} 没有说清`);
      }),
  },
  {
    name: 'reviewed-was-accepted',
    says: '审查和评分的都是受理的材料，每一版都来自一次受理的上传',
    saysEn: 'whatever was reviewed or scored was accepted, and every version comes from an accepted upload',
    find: reviewedWasAccepted,
  },
];

type Problem = RoundExport['uploads'][number]['problems'][number];

/** A stable code, and in Chinese what is wrong and what to do. */
const isClear = ({ code, where, message, mend, messageEn }: Problem): boolean =>
  /^[a-z]+\.[a-z-]+$/.test(code) &&
  where !== '' &&
  messageEn !== '' &&
  [message, mend].every((text) => /\p{sc=Han}/u.test(text));

function reviewedWasAccepted({ uploads, applications, tasks, seats, sheets }: RoundExport): string[] {
  const accepted = new Set(
    uploads
      .filter(({ verdict }) => verdict === 'accepted')
      .map(({ applicationId, version, sha256 }) => `${applicationId} ${version} ${sha256}`),
  );
  const known = index(applications, ({ applicationId }) => applicationId);
  const drawn = new Set(drawnOf(applications, seats).map(({ applicationId }) => applicationId));
  return [
    ...applications.flatMap(({ applicationId, versions }) =>
      versions
        .filter(({ version, sha256 }) => !accepted.has(`${applicationId} ${version} ${sha256}`))
        .map(({ version }) => `${applicationId} 第 ${version} 版不来自受理的上传`),
    ),
    ...tasks
      .filter(({ kind, applicationId, subject }) => {
        if (applicationId === null || kind === 'objection-ruling') return false;
        const application = known.get(applicationId);
        if (kind === 'score' || kind === 'second-look') return !drawn.has(applicationId);
        return (
          kind === 'district-review' && !application?.versions.some(({ version }) => version === subject['version'])
        );
      })
      .map(({ taskId }) => `任务 ${taskId} 所办的材料没有受理`),
    ...sheets
      .filter(({ applicationId }) => !drawn.has(applicationId))
      .map(({ applicationId, seat }) => `${applicationId} 第 ${seat} 席评了未获推荐的申报`),
  ];
}
