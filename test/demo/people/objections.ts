import { localInstant } from '../../../shared/domain/calendar.ts';
import { policyCategories } from '../../../shared/policy/schema.ts';
import type { Category } from '../../../shared/schemas/basics.ts';
import type { ObjectionPlan } from '../../world/types.ts';
import { Browser, UnexpectedAnswer } from '../outside/browser.ts';
import { choicesOf } from '../outside/forms.ts';
import { placeAt } from './cast.ts';
import type { Circumstances, Duty, TaskLetters } from './duty.ts';
import { beforeDeadline, daysAfter, HOUR_MS } from './schedule.ts';
import { visitTask } from './visit.ts';

const objectionsUrl = (site: string, roundId: string) => new URL(`/rounds/${roundId}/objections`, site).href;
const noticeUrl = (site: string, roundId: string) => new URL(`/rounds/${roundId}/notice`, site).href;
const PERIOD = /(\d{4})年(\d{1,2})月(\d{1,2})日至(\d{4})年(\d{1,2})月(\d{1,2})日/;
const RECEIPT = /异议编号：<strong><code>([0-9a-f]+)<\/code>/;

/** Days of the public notice, as its page says them; instants in UTC ms. */
export interface NoticeDays {
  firstMorning: number;
  over: number;
}

/** Reads the public notice and notes who stands on the shortlist, by category in the order of the ranks. */
export async function readNotice({ cast, notebook }: Circumstances, site: string): Promise<NoticeDays> {
  const { roundId, policy } = cast.world;
  const notice = await new Browser().open(noticeUrl(site, roundId));
  const [, ...numbers] = PERIOD.exec(notice.html) ?? [];
  if (numbers.length < 6) throw new UnexpectedAnswer(`${notice.url} tells no period (${notice.status})`);
  const [from = '', to = ''] = [numbers.slice(0, 3), numbers.slice(3)].map((parts) =>
    parts.map((part) => part.padStart(2, '0')).join('-'),
  );
  if (notebook.notes.shortlist === null) {
    const { forms } = await new Browser().open(objectionsUrl(site, roundId));
    const choices = forms.flatMap((form) => choicesOf(form, 'applicationId') ?? []);
    const titles = new Map<string, Category>(
      policyCategories(policy).map(([category, { title }]) => [title, category]),
    );
    const shortlist: Partial<Record<Category, string[]>> = {};
    for (const { group, value } of choices) {
      const category = titles.get(group);
      if (category !== undefined) shortlist[category] = [...(shortlist[category] ?? []), value];
    }
    notebook.note((notes) => {
      notes.shortlist = shortlist;
    });
  }
  return {
    firstMorning: Date.parse(localInstant(`${from}T10:00`)),
    over: Date.parse(localInstant(`${to}T23:59`)),
  };
}

/** 五(三): who objects in the notice's first days, each with real name and phone, one after the other. */
export const objectionDuties = (c: Circumstances, site: string, days: NoticeDays): Duty[] =>
  c.cast.world.objections.map((plan, i) => ({
    id: `objection ${i + 1}`,
    owner: c.cast.world.roundId,
    stage: 'notice',
    readyAt: days.firstMorning + 2 * i * HOUR_MS,
    perform: () => object(c, site, plan, String(i)),
  }));

async function object({ cast, notebook }: Circumstances, site: string, plan: ObjectionPlan, no: string) {
  if (notebook.notes.objections[no] !== undefined) return null;
  const applicationId = placeAt(notebook.notes.shortlist ?? {}, plan);
  const browser = new Browser();
  const page = await browser.open(objectionsUrl(site, cast.world.roundId));
  const [form] = page.forms;
  const receipt =
    applicationId === undefined || form === undefined
      ? null
      : RECEIPT.exec(
          (await browser.submit(page, form, {
            applicationId,
            objectorKind: 'person',
            objectorName: plan.objector.name,
            phone: plan.objector.phone,
            grounds: plan.ground,
          })) ?? '',
        )?.[1];
  if (receipt === undefined) throw new UnexpectedAnswer(`objection ${no} got no receipt`);
  notebook.note((notes) => {
    notes.objections[no] = receipt;
  });
  return receipt === null ? null : '异议';
}

/** 五(四): the officer rules two days later, or, where the world wants it open so long, days after the notice is over. */
export function rulingDuty(
  { cast, notebook }: Circumstances,
  { first, latest }: TaskLetters,
  days: NoticeDays,
): Duty | null {
  const [no] =
    Object.entries(notebook.notes.objections).find(([, receipt]) => first.about.endsWith(`.${receipt}`)) ?? [];
  const plan = cast.world.objections[Number(no ?? -1)];
  if (plan === undefined) return null;
  const uphold = plan.ruling === 'upheld';
  return {
    id: first.about,
    owner: cast.world.roundId,
    stage: 'notice',
    readyAt: beforeDeadline(
      first,
      plan.ruling === 'open' ? daysAfter(days.over, 3, '16:00') : daysAfter(first.receivedAt, 2, '16:00'),
    ),
    perform: () =>
      visitTask(latest, () => ({
        decision: uphold ? 'uphold' : 'reject',
        values: { reason: uphold ? '经核查，反映的情况属实，取消入围。' : '经核查，未发现所反映的问题。' },
        counted: uphold ? '异议成立' : '异议不成立',
      })),
  };
}
