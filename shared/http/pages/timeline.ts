import type { Policy } from '../../policy/schema.ts';
import type { ApplicationRecord, AwardRecord, PlaceRecord, TaskRecord, UploadRecord } from '../../schemas/records.ts';
import { html, type Markup } from '../html.ts';
import { beijing, beijingSeconds } from '../time.ts';

/** What the steps follow from. Instants are UTC. */
export interface TimelineFacts {
  policy: Pick<Policy, 'expertStage' | 'notice' | 'payee'>;
  application: ApplicationRecord | null;
  uploads: UploadRecord[];
  /** When uploads end, and when the districts are to have decided. */
  deadline: string | null;
  districtDeadline: string | null;
  correction: TaskRecord | null;
  place: PlaceRecord | null;
  award: AwardRecord | null;
  takesUploads: boolean;
  pending: boolean;
}

export interface Step {
  title: string;
  /** `ended`: nothing comes after it. */
  state: 'done' | 'current' | 'next' | 'ended';
  /** What happened, or what happens now and until when. */
  text: string;
}

type Told = Pick<Step, 'state' | 'text'>;
const done = (text: string): Told => ({ state: 'done', text });
const current = (text: string): Told => ({ state: 'current', text });
const ended = (text: string): Told => ({ state: 'ended', text });
const next = (text: string): Told => ({ state: 'next', text });

const by = (instant: string | null): string => (instant === null ? '' : `${beijing(instant)}前`);

function received({ application, uploads, deadline, takesUploads, pending }: TimelineFacts): Told {
  if (application !== null)
    return done(`第 ${application.version} 版于 ${beijingSeconds(application.receivedAt)} 收到并受理。`);
  if (pending) return current('材料已收到，正在核验，几分钟内可在本页看到结果，也会发送邮件。');
  if (!takesUploads) return ended('截止时间前没有受理到合格的材料。');
  return uploads.length === 0
    ? current(`请在 ${by(deadline)}提交申报材料。`)
    : current(`材料有问题，尚未受理。请按下面的问题修改，在 ${by(deadline)}重新提交。`);
}

/** What a district can say, or what the applicant did before it had. */
function reviewed({ application, correction, districtDeadline, deadline, takesUploads }: TimelineFacts): Told {
  if (application === null) return next(`材料受理后开始，${by(districtDeadline)}完成。`);
  const decided = application.decidedAt === undefined ? '' : `（${beijing(application.decidedAt)}）`;
  switch (application.status) {
    case 'in-review':
      return current(
        `区（市）主管部门正在审查，${by(districtDeadline)}完成。${takesUploads ? `作出决定之前，${by(deadline)}可以提交新的版本。` : ''}`,
      );
    case 'returned':
      return current(
        correction === null
          ? '补正期限已过，等待主管部门处理。'
          : `需要补正，请在 ${by(correction.deadline)}一次完成。`,
      );
    case 'recommended':
      return done(`已推荐${decided}。`);
    case 'not-recommended':
      return ended(`未予推荐${decided}，申报到此结束。`);
    case 'withdrawn':
      return ended(`本单位已撤回申报${decided}。`);
    case 'lapsed':
      return ended(`申报因逾期未完成而终止${decided}。`);
    default:
      return application.status satisfies never;
  }
}

function scored({ policy, application, place, award, districtDeadline }: TimelineFacts): Told {
  const { days } = policy.expertStage.value;
  if (place !== null || award !== null) return done('专家评审和排名已完成。');
  const when = `${districtDeadline === null ? '区市审查结束' : `区市审查结束（${beijing(districtDeadline)}）`}后 ${days} 日内评审；有专家回避、更换时可能延长。`;
  return application?.status === 'recommended' ? current(when) : next(when);
}

function noticed({ policy, place, award }: TimelineFacts): Told {
  const { workingDays } = policy.notice.value;
  if (award !== null || place?.state === 'confirmed') return done('公示期满，没有未处理的异议。');
  if (place === null) return next(`评审完成后公示 ${workingDays} 个工作日。`);
  if (place.state === 'removed') return ended('经异议处理，本申报不再入围。');
  if (place.noticeEndsAt !== null) {
    const asked = place.openObjections > 0 ? '公示期间收到异议，处理完毕前本项暂缓确认。' : '';
    return current(`公示至 ${beijing(place.noticeEndsAt)}。${asked}期满且没有未处理的异议，即进入正式公布。`);
  }
  if (place.state === 'shortlisted') return current('已入围，即将公示。');
  return ended('未进入入围名单。如有名额递补，会另行公示。');
}

function announced({ place, award }: TimelineFacts): Told {
  if (award !== null) return done(`已于 ${beijing(award.announcedAt)} 正式公布。`);
  return place?.state === 'confirmed' ? current('名单已确认，等待正式公布。') : next('公示期满后由主管部门公布。');
}

function paid({ policy, award }: TimelineFacts): Told {
  if (award === null) return next('公布后填报收款账户，由财务拨付。');
  const told: Record<AwardRecord['status'], Told> = {
    announced: current(
      `请在公布后 ${policy.payee.value.days} 日内，通过另一封邮件中的链接填报收款账户；截止时间以该邮件为准。`,
    ),
    payable: current('收款账户已收到，等待编制资金拨付方案；下一步会发送邮件。'),
    planned: current('已列入资金拨付方案，等待审批；审批后即发出拨付指令。'),
    issued: current('已向财务发出拨付指令，等待财务回执。'),
    paid: done('财务已完成拨付。'),
  };
  return told[award.status];
}

/**
 * 五: the steps of an application from submission to money, in order. Exactly one is current, unless it has come to an end
 * or everything is done; what follows an end is left out.
 */
export function timelineOf(facts: TimelineFacts): Step[] {
  const steps: Step[] = [
    { title: '提交材料', ...received(facts) },
    { title: '区（市）审查', ...reviewed(facts) },
    { title: '专家评审', ...scored(facts) },
    { title: '入围公示', ...noticed(facts) },
    { title: '正式公布', ...announced(facts) },
    { title: '资金拨付', ...paid(facts) },
  ];
  const end = steps.findIndex(({ state }) => state === 'ended');
  return end < 0 ? steps : steps.slice(0, end + 1);
}

const SAID: Record<Step['state'], string> = { done: '已完成', current: '进行中', next: '尚未开始', ended: '已结束' };

/** The steps as a list; which one is current is said in words too. */
export const timeline = (facts: TimelineFacts): Markup =>
  html`<ol class="timeline">${timelineOf(facts).map(
    ({ title, state, text }) =>
      html`<li class="${state}"${state === 'current' ? html` aria-current="step"` : null}><p><strong>${title}</strong>（${SAID[state]}）</p><p>${text}</p></li>`,
  )}</ol>`;
