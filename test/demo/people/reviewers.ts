import { CATEGORIES } from '../../../shared/schemas/basics.ts';
import { ASKED } from '../../world/corrections.ts';
import { scoresFor } from '../../world/scores.ts';
import type { ApplicationPlan, World } from '../../world/types.ts';
import { choicesOf, type Form, formDeciding, tickedChecks } from '../outside/forms.ts';
import { type Circumstances, type Duty, NEVER, type TaskLetters } from './duty.ts';
import { beforeDeadline, calendarOf, daysAfter } from './schedule.ts';
import { visitTask } from './visit.ts';

const OPINIONS = {
  recommend: '经核对台账和证明材料，符合申报条件，项目真实，同意推荐。',
  'not-recommend': '经核对台账，不符合评选方案规定的申报条件，不予推荐。',
  return: '请更新公开简介和证明材料，并重新提交完整的申报材料包。',
};
const DECIDED = { recommend: '推荐', 'not-recommend': '不推荐', return: '退回补正' };

/** 五(二): the district's officer, or the bureau where it took over, decides as planned; some letters an officer leaves unanswered. */
export function districtDuty({ cast }: Circumstances, { first, latest }: TaskLetters): Duty | null {
  const applicationId = first.about.split('~')[0] ?? '';
  const plan = cast.plans.get(applicationId);
  if (plan === undefined) return null;
  const silent = cast.staff.get(first.to)?.role === 'district' && cast.unanswered.has(applicationId);
  const nextDay = daysAfter(first.receivedAt, 1, '14:00');
  const { district, answersCorrection } = plan.behaviour;
  return {
    id: first.about,
    owner: applicationId,
    stage: 'district',
    readyAt: silent ? NEVER : beforeDeadline(first, Math.max(nextDay, calendarOf(cast.world.policy).reviewsFrom)),
    perform: () =>
      visitTask(latest, ({ forms }) => {
        const form = formDeciding(forms, 'recommend');
        const mayReturn = form !== undefined && choicesOf(form, 'decision')?.some(({ value }) => value === 'return');
        const afterReturn = answersCorrection ? 'recommend' : 'not-recommend';
        const decision = district !== 'return-once' ? district : mayReturn ? 'return' : afterReturn;
        const asked = decision === 'return' ? ASKED : {};
        const ticked = decision === 'recommend' ? tickedChecks(form) : {};
        return { decision, values: { opinion: OPINIONS[decision], ...asked, ...ticked }, counted: DECIDED[decision] };
      }),
  };
}

const SEAT = /~score\.(\d+)\.(\d+)$/;

/** 五(三): an expert scores, stands aside, or lets the deadline pass; a replacement is quick. The seats of a panel take turns. */
export function scoreDuty({ cast }: Circumstances, { first, latest }: TaskLetters): Duty | null {
  const { world } = cast;
  const [, seatText, turnText] = SEAT.exec(first.about) ?? [];
  const applicationId = first.about.split('~')[0] ?? '';
  const [plan, expert] = [cast.plans.get(applicationId), cast.experts.get(first.to)];
  if (plan === undefined || expert === undefined) return null;
  // The world counts seats from 0.
  const seat = Number(seatText) - 1;
  const original = turnText === '1';
  const { days } = world.policy.expertStage.value;
  const afterDays = original ? Math.ceil((days * (seat + 1)) / (world.policy.panel.value.size + 2)) : 1;
  const late = original && plan.behaviour.lateSeats.includes(seat);
  return {
    id: first.about,
    owner: applicationId,
    stage: 'experts',
    readyAt: late ? NEVER : beforeDeadline(first, daysAfter(first.receivedAt, afterDays, '10:00')),
    perform: () =>
      visitTask(latest, ({ forms }) => {
        if (original && plan.behaviour.recusedSeats.includes(seat)) {
          return { decision: 'recuse', values: { reason: '与申报单位有业务往来，申请回避。' }, counted: '回避' };
        }
        const points = pointsOn(formDeciding(forms, 'submit'), world, plan, seat, expert.expertId);
        return {
          decision: 'submit',
          values: { ...points, comment: '已审阅全部材料，按评分标准评分。' },
          counted: '评分',
        };
      }),
  };
}

/** What an expert fills in where the form asks for points. */
export function pointsOn(
  form: Form | undefined,
  world: World,
  plan: ApplicationPlan,
  seat: number,
  expertId: string,
): Record<string, string> {
  const asked = new Set(form?.fields.map(({ name }) => name));
  const items = CATEGORIES.flatMap((category) =>
    category === plan.category ? world.policy.categories[category].indicators.flatMap((one) => one.items) : [],
  ).filter((item) => asked.has(`points.${item.code}`));
  const tenths = scoresFor(world, plan, seat, expertId, items);
  return Object.fromEntries(Object.entries(tenths).map(([code, value]) => [`points.${code}`, (value / 10).toFixed(1)]));
}
