import type { Policy } from '../../policy/schema.ts';
import type { ApplicationRecord, AwardRecord, PlaceRecord, TaskRecord, UploadRecord } from '../../schemas/records.ts';
import type { Text } from '../english/texts.ts';
import { html, type Markup } from '../html.ts';
import { t, tm } from '../language.ts';
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

const by = (instant: string | null): string => (instant === null ? '' : t('{time}前', { time: beijing(instant) }));
const timed = (text: Text, instant: string | null): string => t(text, { by: by(instant) });

function received({ application, uploads, deadline, takesUploads, pending }: TimelineFacts): Told {
  if (application !== null)
    return done(
      t('第 {version} 版于 {time} 收到并受理。', {
        version: application.version,
        time: beijingSeconds(application.receivedAt),
      }),
    );
  if (pending) return current(t('材料已收到，正在核验，几分钟内可在本页看到结果，也会发送邮件。'));
  if (!takesUploads) return ended(t('截止时间前没有受理到合格的材料。'));
  return uploads.length === 0
    ? current(timed('请在 {by}提交申报材料。', deadline))
    : current(timed('材料有问题，尚未受理。请按下面的问题修改，在 {by}重新提交。', deadline));
}

/** What a district can say, or what the applicant did before it had. */
function reviewed({ application, correction, districtDeadline, deadline, takesUploads }: TimelineFacts): Told {
  if (application === null) return next(timed('材料受理后开始，{by}完成。', districtDeadline));
  const decided = application.decidedAt === undefined ? '' : t('（{time}）', { time: beijing(application.decidedAt) });
  switch (application.status) {
    case 'in-review':
      return current(
        `${timed('区（市）主管部门正在审查，{by}完成。', districtDeadline)}${takesUploads ? timed('作出决定之前，{by}可以提交新的版本。', deadline) : ''}`,
      );
    case 'returned':
      return current(
        correction === null
          ? t('补正期限已过，等待主管部门处理。')
          : timed('需要补正，请在 {by}一次完成。', correction.deadline),
      );
    case 'recommended':
      return done(t('已推荐{decided}。', { decided }));
    case 'not-recommended':
      return ended(t('未予推荐{decided}，申报到此结束。', { decided }));
    case 'withdrawn':
      return ended(t('本单位已撤回申报{decided}。', { decided }));
    case 'lapsed':
      return ended(t('申报因逾期未完成而终止{decided}。', { decided }));
    default:
      return application.status satisfies never;
  }
}

function scored({ policy, application, place, award, districtDeadline }: TimelineFacts): Told {
  const { days } = policy.expertStage.value;
  if (place !== null || award !== null) return done(t('专家评审和排名已完成。'));
  const over =
    districtDeadline === null ? t('区市审查结束') : t('区市审查结束（{time}）', { time: beijing(districtDeadline) });
  const when = t('{over}后 {days} 日内评审；有专家回避、更换时可能延长。', { over, days });
  return application?.status === 'recommended' ? current(when) : next(when);
}

function noticed({ policy, place, award }: TimelineFacts): Told {
  const { workingDays } = policy.notice.value;
  if (award !== null || place?.state === 'confirmed') return done(t('公示期满，没有未处理的异议。'));
  if (place === null) return next(t('评审完成后公示 {workingDays} 个工作日。', { workingDays }));
  if (place.state === 'removed') return ended(t('经异议处理，本申报不再入围。'));
  if (place.noticeEndsAt !== null) {
    const asked = place.openObjections > 0 ? t('公示期间收到异议，处理完毕前本项暂缓确认。') : '';
    return current(
      t('公示至 {time}。{asked}期满且没有未处理的异议，即进入正式公布。', { time: beijing(place.noticeEndsAt), asked }),
    );
  }
  if (place.state === 'shortlisted') return current(t('已入围，即将公示。'));
  return ended(t('未进入入围名单。如有名额递补，会另行公示。'));
}

function announced({ place, award }: TimelineFacts): Told {
  if (award !== null) return done(t('已于 {time} 正式公布。', { time: beijing(award.announcedAt) }));
  return place?.state === 'confirmed'
    ? current(t('名单已确认，等待正式公布。'))
    : next(t('公示期满后由主管部门公布。'));
}

function paid({ policy, award }: TimelineFacts): Told {
  if (award === null) return next(t('公布后填报收款账户，由财务拨付。'));
  const told: Record<AwardRecord['status'], Told> = {
    announced: current(
      t('请在公布后 {days} 日内，通过另一封邮件中的链接填报收款账户；截止时间以该邮件为准。', {
        days: policy.payee.value.days,
      }),
    ),
    payable: current(t('收款账户已收到，等待编制资金拨付方案；下一步会发送邮件。')),
    planned: current(t('已列入资金拨付方案，等待审批；审批后即发出拨付指令。')),
    issued: current(t('已向财务发出拨付指令，等待财务回执。')),
    paid: done(t('财务已完成拨付。')),
    declined: ended(t('本单位已放弃这项奖补，不再支付。')),
    cancelled: ended(t('本项奖补已终止，不再支付。')),
    revoked: ended(t('本项奖补已撤销，资金由财政追回。')),
  };
  return told[award.status];
}

/**
 * 五: the steps of an application from submission to money, in order. Exactly one is current, unless it has come to an end
 * or everything is done; what follows an end is left out.
 */
export function timelineOf(facts: TimelineFacts): Step[] {
  const steps: Step[] = [
    { title: t('提交材料'), ...received(facts) },
    { title: t('区（市）审查'), ...reviewed(facts) },
    { title: t('专家评审'), ...scored(facts) },
    { title: t('入围公示'), ...noticed(facts) },
    { title: t('正式公布'), ...announced(facts) },
    { title: t('资金拨付'), ...paid(facts) },
  ];
  const end = steps.findIndex(({ state }) => state === 'ended');
  return end < 0 ? steps : steps.slice(0, end + 1);
}

const SAID = { done: '已完成', current: '进行中', next: '尚未开始', ended: '已结束' } as const satisfies Record<
  string,
  Text
>;

/** The steps as a list; which one is current is said in words too. */
export const timeline = (facts: TimelineFacts): Markup =>
  html`<ol class="timeline">${timelineOf(facts).map(
    ({ title, state, text }) =>
      html`<li class="${state}"${state === 'current' ? html` aria-current="step"` : null}><p>${tm('{step}（{state}）', { step: html`<strong>${title}</strong>`, state: t(SAID[state]) })}</p><p>${text}</p></li>`,
  )}</ol>`;
