import { isOver } from '../../domain/settlement.ts';
import { index } from '../../export/recompute/differ.ts';
import type { RoundExport } from '../../export/schema.ts';
import type { Check } from '../check.ts';
import { openTasks } from '../tasks.ts';
import { reviewsGoOn } from './reviews.ts';

/** 1. Nothing is lost: what was received is kept, and what was begun goes on or has ended. */
export const lost: Check[] = [
  {
    name: 'invitations-have-slots',
    says: '每份邀请都有上传凭证',
    saysEn: 'every invitation has its upload slot',
    find: ({ round, registers, slots }) => {
      // During the call they are just being issued.
      if (round.stage === 'call') return [];
      const nameOf = ({
        uscc,
        category,
        applicationNo,
      }: (typeof slots)[number] | (typeof registers.invitations)[number]) => `${uscc} ${category} ${applicationNo}`;
      const issued = new Set(slots.map(nameOf));
      return registers.invitations
        .filter((row) => !issued.has(nameOf(row)))
        .map((row) => `${nameOf(row)} 没有上传凭证`);
    },
  },
  {
    name: 'uploads-are-kept',
    says: '每次受理的上传都有其版本，申报以最后一版为准',
    saysEn: 'every accepted upload has its version, and the application goes by the last one',
    find: uploadsAreKept,
  },
  {
    name: 'applications-go-on',
    says: '每件申报都已由人办结，或有人正在办理',
    saysEn: 'every application was ended by a person, or somebody has it on the desk',
    find: applicationsGoOn,
  },
  {
    name: 'reviews-go-on',
    says: '每件未获推荐或终止的申报都告知了如何申请复核，每个复核申请都有决定或待办任务',
    saysEn:
      'whoever was refused was told how to ask for a review, and every request has its ruling, or an open task for one',
    find: reviewsGoOn,
  },
  {
    name: 'objections-go-on',
    says: '每件异议都有裁定、已由提出人撤回，或有待办的裁定任务',
    saysEn: 'every objection has its ruling, was withdrawn, or has an open task for a ruling',
    find: ({ objections, tasks }) => {
      const asked = new Set(openTasks(tasks, 'objection-ruling').map(({ subject }) => subject['objectionId']));
      return objections.flatMap(({ objectionId, status, ruling }) => {
        if (status === 'open') return asked.has(objectionId) ? [] : [`异议 ${objectionId} 未裁定，也没有待办任务`];
        return ruling === null && status !== 'withdrawn' ? [`异议 ${objectionId} 已办结，没有裁定`] : [];
      });
    },
  },
  {
    name: 'awards-go-on',
    says: '每项奖补都已支付或依要求终止，或正处于收款、列入方案、拨付之一',
    saysEn: 'every award is paid or ended by somebody’s order, or its account, its plan or its payment is under way',
    find: awardsGoOn,
  },
  {
    name: 'round-goes-on',
    says: '未办结的批次总有未结束的环节、待办的任务，或公示、名次、奖补尚未了结',
    saysEn: 'a round that is not closed has a stage, a task, a notice, a place or an award that it waits for',
    find: roundGoesOn,
  },
  {
    name: 'closed-is-done',
    says: '已办结的批次没有未办的任务、未结束的环节、未发出的邮件和未发布的拨付',
    saysEn: 'a closed round has no open task, no open stage, no unsent mail and no unpublished payment',
    find: closedIsDone,
  },
];

function uploadsAreKept({ uploads, applications }: RoundExport): string[] {
  const known = index(applications, ({ applicationId }) => applicationId);
  return [
    ...uploads.flatMap(({ applicationId, no, verdict, version, sha256 }) => {
      if (verdict !== 'accepted' && verdict !== 'duplicate') return [];
      const kept = known.get(applicationId)?.versions.find((one) => one.version === version);
      if (kept === undefined) return [`${applicationId} 的第 ${no} 次上传没有所记的第 ${version ?? '?'} 版`];
      return verdict === 'accepted' && kept.sha256 !== sha256
        ? [`${applicationId} 的第 ${no} 次上传与所记的第 ${version} 版不是同一份材料`]
        : [];
    }),
    ...applications.flatMap(({ applicationId, version, packageSha256, versions }) => {
      const last = versions.at(-1);
      return last?.version === version && last.sha256 === packageSha256
        ? []
        : [`${applicationId} 所依据的第 ${version} 版不是最后一版`];
    }),
  ];
}

function applicationsGoOn(exported: RoundExport): string[] {
  const { applications, tasks, gates, draw, scores, seats } = exported;
  const over = gates.some(({ stage, passedAt }) => stage === 'district' && passedAt !== null);
  const open = Map.groupBy(
    tasks.filter(({ status }) => status === 'open'),
    ({ applicationId }) => applicationId,
  );
  const scored = new Set(scores.map(({ applicationId }) => applicationId));
  const panels = Map.groupBy(seats, ({ applicationId }) => applicationId);
  return applications.flatMap(({ applicationId, status, attempt }) => {
    const own = open.get(applicationId) ?? [];
    if (status === 'in-review' || status === 'returned') {
      const kind = status === 'returned' ? 'correction' : 'district-review';
      if (over) return [`${applicationId} 尚未办结，区市审查环节已经结束`];
      return own.some((task) => task.kind === kind && task.subject['attempt'] === attempt)
        ? []
        : [`${applicationId} 尚未办结，没有待办任务`];
    }
    const contested = own.some(({ kind }) => kind === 'refusal' || kind === 'refusal-review');
    if (contested && over) return [`${applicationId} 的复核尚未了结，区市审查环节已经结束`];
    if (status !== 'recommended' || draw === null || scored.has(applicationId)) return [];
    const waiting = (panels.get(applicationId) ?? []).filter(({ status: ofSeat }) => ofSeat === 'assigned');
    const idle = waiting.filter(
      ({ seat, turn }) => !own.some(({ subject }) => subject['seat'] === seat && subject['turn'] === turn),
    );
    if (own.length === 0) return [`${applicationId} 没有总分，也没有待办任务`];
    return idle.map(({ seat }) => `${applicationId} 第 ${seat} 席没有待办的评分任务`);
  });
}

function awardsGoOn({ round, awards, plans, disbursements, tasks }: RoundExport): string[] {
  const asked = new Set(
    openTasks(tasks, 'payee').map(({ applicationId, subject }) => `${applicationId} ${subject['attempt']}`),
  );
  const issued = new Set(
    disbursements.filter(({ status }) => status === 'issued').map(({ awardId, attempt }) => `${awardId} ${attempt}`),
  );
  const left = round.stage === 'closed' && round.settlement?.signed !== true;
  return awards.flatMap(({ awardId, amountFen, status, attempt, planNo }) => {
    if (amountFen === 0 || isOver(status)) return [];
    if (left) return [`${awardId} 在批次办结时尚未支付`];
    if (status === 'announced' && !asked.has(`${awardId} ${attempt}`))
      return [`${awardId} 没有账户，也没有待办的收款任务`];
    if (status === 'planned' && !plans.some((plan) => plan.planNo === planNo && plan.awardIds.includes(awardId)))
      return [`${awardId} 不在所记的拨付方案中`];
    return status === 'issued' && !issued.has(`${awardId} ${attempt}`) ? [`${awardId} 已下达，没有未结算的拨付`] : [];
  });
}

/** With nothing to wait for it would have gone on: whatever should have carried it on has stopped. */
function roundGoesOn({ round, gates, tasks, places, awards, notice }: RoundExport): string[] {
  const waits =
    round.stage === 'closed' ||
    (round.stage === 'notice' && notice !== null) ||
    gates.some(({ passedAt }) => passedAt === null) ||
    openTasks(tasks).length > 0 ||
    places.some(({ state }) => state === 'shortlisted') ||
    awards.some(({ status, amountFen }) => !isOver(status) && amountFen > 0);
  return waits ? [] : [`批次 ${round.roundId} 停在 ${round.stage}，没有要等待的事项`];
}

function closedIsDone(exported: RoundExport): string[] {
  const { round, tasks, gates, places, slots, uploads, lists, plans, disbursements } = exported;
  if (round.stage !== 'closed') return [];
  return [
    ...(round.closedAt === null || round.settlement === null ? ['没有办结时间或对账记录'] : []),
    // What was paid may be asked back long after: that is decided beside the round.
    ...openTasks(tasks)
      .filter(({ kind }) => kind !== 'revocation')
      .map(({ taskId }) => `任务 ${taskId} 未办`),
    ...gates.filter(({ passedAt }) => passedAt === null).map(({ stage }) => `环节 ${stage} 未结束`),
    ...places
      .filter(({ state }) => state === 'shortlisted')
      .map(({ applicationId }) => `${applicationId} 入围而未确认`),
    ...slots.filter(({ mailedAt }) => mailedAt === null).map(({ applicationId }) => `${applicationId} 的邀请未发出`),
    ...uploads
      .filter(({ mailedAt }) => mailedAt === null)
      .map(({ applicationId, no }) => `${applicationId} 第 ${no} 次上传的结果未发出`),
    ...lists.filter(({ status }) => status !== 'announced').map(({ listNo }) => `第 ${listNo} 批名单未公布`),
    ...plans
      .filter(({ status }) => status === 'proposed' || status === 'approved')
      .map(({ planNo }) => `第 ${planNo} 号拨付方案未下达`),
    ...disbursements
      .filter(({ publishedAt }) => publishedAt === null)
      .map(({ disbursementId }) => `拨付 ${disbursementId} 未发布`),
  ];
}
