import { writePdf } from '../../world/documents.ts';
import { Browser, UnexpectedAnswer, wordsOf } from '../outside/browser.ts';
import { formDeciding } from '../outside/forms.ts';
import type { Circumstances, Duty, TaskLetters } from './duty.ts';
import { beforeDeadline, daysAfter } from './schedule.ts';

/** 五(二): the district's officer prints the 推荐汇总表, has it stamped, and sends the scan two days later. */
export const sheetDuty = ({ cast }: Circumstances, { first, latest }: TaskLetters): Duty => ({
  id: first.about,
  owner: first.about,
  stage: 'experts',
  readyAt: beforeDeadline(first, daysAfter(first.receivedAt, 2, '11:00')),
  perform: () => handIn(latest.link ?? '', latest.about, cast.world.policy.city),
});

async function handIn(link: string, about: string, city: string): Promise<string | null> {
  const browser = new Browser();
  const page = await browser.open(link);
  const uploading = page.forms.find(({ fields }) => fields.some(({ type }) => type === 'file'));
  if (uploading === undefined) return null;
  const bytes = writePdf([`${city} ${about}`, 'signed and stamped']);
  const checked = await browser.upload(page, uploading, { name: '推荐汇总表.pdf', type: 'application/pdf', bytes });
  const form = formDeciding(checked.forms, 'hand-in');
  if (form === undefined) throw new UnexpectedAnswer(`${about}: ${wordsOf(checked.html).slice(0, 400)}`);
  const taken = await browser.submit(checked, form, { matches: 'yes' });
  return taken === null ? null : '交回推荐汇总表';
}
