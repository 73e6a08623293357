import { Browser, UnexpectedAnswer } from '../outside/browser.ts';
import { type Circumstances, type Duty, NEVER, type TaskLetters } from './duty.ts';
import { beforeDeadline, chanceOf, daysAfter } from './schedule.ts';
import { visitTask } from './visit.ts';

/** One refused applicant in so many asks for a review. */
const ONE_IN = 2;

/** 复核: some who were refused ask for another look the next morning, on the page where they uploaded; the others leave it at that. */
export function contestDuty({ cast }: Circumstances, { first, latest }: TaskLetters): Duty | null {
  const applicationId = first.about.split('~')[0] ?? '';
  if (!cast.plans.has(applicationId)) return null;
  const contests = chanceOf(ONE_IN, cast.world.seed, 'contest', applicationId) === 0;
  return {
    id: first.about,
    owner: applicationId,
    stage: 'district',
    readyAt: contests ? beforeDeadline(first, daysAfter(first.receivedAt, 1, '10:00')) : NEVER,
    perform: async () => {
      const browser = new Browser();
      const page = await browser.open(latest.link ?? '');
      const form = page.forms.find(({ action }) => action.endsWith('/review'));
      // Its days are over, or it was asked for before.
      if (form === undefined) return null;
      if (page.status !== 200) throw new UnexpectedAnswer(`${first.about}: ${page.status}`);
      const taken = await browser.submit(page, form, { reason: '我单位认为符合申报条件，请再次核对台账和证明材料。' });
      return taken === null ? null : '申请复核';
    },
  };
}

/** Somebody who did not refuse looks two days later, and finds what the registers say: the refusal stands. */
export function reviewDuty({ cast }: Circumstances, { first, latest }: TaskLetters): Duty {
  return {
    id: first.about,
    owner: cast.world.roundId,
    stage: 'district',
    readyAt: beforeDeadline(first, daysAfter(first.receivedAt, 2, '15:00')),
    perform: () =>
      visitTask(latest, () => ({
        decision: 'uphold',
        values: { reason: '经核对台账和证明材料，原决定所依据的事实无误，维持原决定。' },
        counted: '复核',
      })),
  };
}
