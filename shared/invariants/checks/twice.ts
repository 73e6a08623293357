import { canonicalJson } from '../../canonical.ts';
import { index } from '../../export/recompute/differ.ts';
import type { RoundExport } from '../../export/schema.ts';
import type { Check } from '../check.ts';
import { decidedTasks } from '../tasks.ts';
import { sheetsRevisedOnce } from './second-looks.ts';

/** 2. Nothing happens twice, whatever was retried, double-clicked or raced. */
export const twice: Check[] = [
  {
    name: 'one-decision-per-task',
    says: '每项任务至多办理一次，同一事项没有两个决定',
    saysEn: 'every task is decided at most once, and nothing has two decisions',
    find: oneDecision,
  },
  {
    name: 'one-sheet-per-seat',
    says: '每个席位至多一份评分表，每位专家对一件申报至多评一次',
    saysEn: 'every seat has at most one score sheet, and no expert has two for one application',
    find: ({ seats, sheets }) => [
      ...repeated(seats.map(seatOf)).map((seat) => `${seat} 有重复的席位记录`),
      ...repeated(sheets.map(seatOf)).map((seat) => `${seat} 有不止一份评分表`),
      ...repeated(sheets.map(({ applicationId, expert }) => `${applicationId} 的专家 ${expert}`)).map(
        (one) => `${one} 有不止一份评分表`,
      ),
    ],
  },
  {
    name: 'sheets-revised-once',
    says: '每份评分表至多复核一次，只由其专家修改，修改前的首次评分都有保留',
    saysEn:
      'every sheet is looked at again once at most and revised by its expert only, and what was handed in first is kept',
    find: sheetsRevisedOnce,
  },
  {
    name: 'one-place-per-application',
    says: '每件申报至多一个名次，至多列入一批名单',
    saysEn: 'every application has at most one place and stands on at most one list',
    find: ({ slots, applications, scores, places, lists }) => [
      ...repeated(slots.map(({ applicationId }) => applicationId)).map((id) => `${id} 有不止一份上传凭证`),
      ...repeated(applications.map(({ applicationId }) => applicationId)).map((id) => `${id} 有不止一份申报记录`),
      ...repeated(scores.map(({ applicationId }) => applicationId)).map((id) => `${id} 有不止一个总分`),
      ...repeated(places.map(({ applicationId }) => applicationId)).map((id) => `${id} 有不止一个名次`),
      ...repeated(lists.flatMap(({ applicationIds }) => applicationIds)).map((id) => `${id} 不止一次列入名单`),
    ],
  },
  {
    name: 'one-award-per-place',
    says: '每个确认的名次恰有一项奖补，每项奖补恰属一个名次',
    saysEn: 'every confirmed place has exactly one award, and every award has its place',
    find: oneAward,
  },
  {
    name: 'one-instruction-per-attempt',
    says: '每项奖补的每次拨付恰有一条指令，前一次退票或撤销后才有下一次',
    saysEn:
      'every attempt to pay an award has one instruction, and none follows before the last one failed or was called off',
    find: oneInstruction,
  },
  {
    name: 'one-payment-per-award',
    says: '每项奖补至多支付一次',
    saysEn: 'every award is paid at most once',
    find: ({ awards, disbursements }) => {
      const paid = disbursements.filter(({ status }) => status === 'paid');
      const once = new Set(paid.map(({ awardId }) => awardId));
      return [
        ...repeated(paid.map(({ awardId }) => awardId)).map((id) => `${id} 支付了不止一次`),
        ...awards
          // What was paid and revoked was paid.
          .filter(({ awardId, status }) => (status === 'paid' || status === 'revoked') !== once.has(awardId))
          .map(({ awardId }) => `${awardId} 的支付状态与拨付结果不符`),
      ];
    },
  },
  {
    name: 'numbers-run',
    says: '版本、上传、名单和方案的编号连续，每一版恰由一次上传形成',
    saysEn: 'versions, uploads, lists and plans are numbered without a gap, and every version comes from one upload',
    find: numbersRun,
  },
];

function repeated(ids: string[]): string[] {
  const seen = new Set<string>();
  return [...new Set(ids.filter((id) => seen.has(id) || !seen.add(id)))];
}

const seatOf = ({ applicationId, seat }: { applicationId: string; seat: number }) => `${applicationId} 第 ${seat} 席`;

/** A shortage may be put to the bureau again and again; everything else is one question with one answer. */
function oneDecision({ tasks }: RoundExport): string[] {
  const decided = tasks.filter(({ status }) => status === 'decided');
  const questions = decided
    .filter(({ kind }) => kind !== 'panel-shortage')
    .map(({ kind, applicationId, subject }) => `${kind} ${applicationId ?? ''} ${canonicalJson(subject)}`);
  const reviews = decidedTasks(tasks, 'district-review');
  const ended = (wanted: boolean) =>
    reviews
      .filter(({ decision }) => (decision.decision === 'return') !== wanted)
      .map(({ applicationId }) => applicationId ?? '');
  return [
    ...repeated(tasks.map(({ taskId }) => taskId)).map((id) => `任务 ${id} 有重复的记录`),
    ...tasks
      .filter(({ status, decision, decidedAt }) =>
        [decision, decidedAt].some((part) => (part !== null) !== (status === 'decided')),
      )
      .map(({ taskId }) => `任务 ${taskId} 的状态与决定不符`),
    ...repeated(questions).map((question) => `同一事项办理了不止一次：${question}`),
    ...repeated(ended(true)).map((id) => `${id} 有不止一个审查结论`),
    ...repeated(ended(false)).map((id) => `${id} 不止一次退回补正`),
  ];
}

function oneAward({ places, awards }: RoundExport): string[] {
  const awarded = index(awards, ({ awardId }) => awardId);
  const placed = index(places, ({ applicationId }) => applicationId);
  return [
    ...repeated(awards.map(({ awardId }) => awardId)).map((id) => `${id} 有不止一项奖补`),
    ...places
      .filter(
        ({ state, applicationId }) => (state === 'confirmed' || state === 'declined') && !awarded.has(applicationId),
      )
      .map(({ applicationId }) => `${applicationId} 已确认，没有奖补`),
    ...awards
      .filter(({ awardId, listNo, rank, status }) => {
        const place = placed.get(awardId);
        const state = status === 'declined' ? 'declined' : 'confirmed';
        return place?.state !== state || place.listNo !== listNo || place.rank !== rank;
      })
      .map(({ awardId }) => `${awardId} 有奖补，没有与之相符的确认名次`),
  ];
}

function oneInstruction({ disbursements }: RoundExport): string[] {
  const nameOf = ({ awardId, instalment, attempt }: (typeof disbursements)[number]) =>
    `${awardId}.${instalment}.${attempt}`;
  const known = new Map(disbursements.map((one) => [nameOf(one), one.status]));
  return [
    ...repeated(disbursements.map(nameOf)).map((id) => `拨付 ${id} 有不止一条指令`),
    ...disbursements.flatMap((one) => {
      const { attempt, disbursementId } = one;
      if (disbursementId !== nameOf(one)) return [`拨付 ${disbursementId} 的编号与其奖补、期次不符`];
      if (attempt === 1) return [];
      const before = known.get(nameOf({ ...one, attempt: attempt - 1 }));
      return before === 'failed' || before === 'cancelled'
        ? []
        : [`拨付 ${disbursementId} 之前的一次没有退票，也没有撤销`];
    }),
  ];
}

function numbersRun({ uploads, applications, lists, plans }: RoundExport): string[] {
  const runs = (numbers: number[]) => numbers.toSorted((a, b) => a - b).every((n, i) => n === i + 1);
  const byApplication = Map.groupBy(uploads, ({ applicationId }) => applicationId);
  return [
    ...[...byApplication].filter(([, own]) => !runs(own.map(({ no }) => no))).map(([id]) => `${id} 的上传编号不连续`),
    ...applications.flatMap(({ applicationId, versions }) => {
      const numbers = versions.map(({ version }) => version);
      const accepted = (byApplication.get(applicationId) ?? []).flatMap(({ verdict, version }) =>
        verdict === 'accepted' && version !== null ? [version] : [],
      );
      return [
        ...(runs(numbers) ? [] : [`${applicationId} 的版本号不连续`]),
        ...repeated(accepted.map(String)).map((version) => `${applicationId} 第 ${version} 版由不止一次上传形成`),
      ];
    }),
    ...(runs(lists.map(({ listNo }) => listNo)) ? [] : ['名单的编号不连续']),
    ...(runs(plans.map(({ planNo }) => planNo)) ? [] : ['拨付方案的编号不连续']),
  ];
}
