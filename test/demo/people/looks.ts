import { formDeciding } from '../outside/forms.ts';
import { type Circumstances, type Duty, NEVER, type TaskLetters } from './duty.ts';
import { pointsOn } from './reviewers.ts';
import { beforeDeadline, chanceOf, daysAfter } from './schedule.ts';
import { visitTask } from './visit.ts';

const SEAT = /~second-look\.(\d+)$/;
/** One expert in so many says nothing, and stands by its sheet by that. */
const SILENT_ONE_IN = 8;

/** 复核打分: whoever was harsher than the others scores as they do now; they themselves stand by their sheets the next morning. */
export function lookDuty({ cast }: Circumstances, { first, latest }: TaskLetters): Duty | null {
  const { world } = cast;
  const [, seatText] = SEAT.exec(first.about) ?? [];
  const applicationId = first.about.split('~')[0] ?? '';
  const [plan, expert] = [cast.plans.get(applicationId), cast.experts.get(first.to)];
  if (plan === undefined || expert === undefined) return null;
  // The world counts seats from 0.
  const seat = Number(seatText) - 1;
  const milder = { ...plan, behaviour: { ...plan.behaviour, harshSeat: null } };
  const harsh = plan.behaviour.harshSeat === seat;
  const silent = !harsh && chanceOf(SILENT_ONE_IN, world.seed, 'second look', first.about) === 0;
  return {
    id: first.about,
    owner: applicationId,
    stage: 'experts',
    readyAt: silent ? NEVER : beforeDeadline(first, daysAfter(first.receivedAt, 1, '15:00')),
    perform: () =>
      visitTask(latest, ({ forms }) => {
        if (!harsh) return { decision: 'stand', values: { reason: '重新核对材料，原评分有据。' }, counted: '维持评分' };
        const points = pointsOn(formDeciding(forms, 'revise'), world, milder, seat, expert.expertId);
        const values = {
          ...points,
          comment: '已重新核对材料。',
          change: '首次评分偏严，按评分标准重新核对了佐证材料。',
        };
        return { decision: 'revise', values, counted: '修改评分' };
      }),
  };
}
