import type { Letter } from '../../../infra/local/start/mailroom.ts';
import { buildPackage } from '../../world/packages.ts';
import type { ApplicationPlan, UploadStep } from '../../world/types.ts';
import { Browser } from '../outside/browser.ts';
import { askForForm, post } from '../outside/uploads.ts';
import { placeAt } from './cast.ts';
import { type Circumstances, type Duty, NEVER, type TaskLetters } from './duty.ts';
import { beforeDeadline, calendarOf, chanceOf, daysAfter, HOUR_MS } from './schedule.ts';
import { visitTask } from './visit.ts';

/** What an applicant does with the invitation: each planned upload at its time, from its own browser. */
export function uploadDuties(c: Circumstances, letter: Letter): Duty[] {
  const plan = c.cast.plans.get(letter.about);
  if (plan === undefined) return [];
  return plan.uploads.flatMap((step, index) =>
    step.when === 'after-deadline'
      ? tooLate(c, letter, plan, step, index)
      : [inTime(c, letter, plan, { variant: step.variant, uploadId: uploadIdOf(index) }, index)],
  );
}

/** The applicant's program names its uploads, so that one sent again is recognised. */
const uploadIdOf = (index: number) => `upload-${index + 1}`;

function inTime(
  { cast }: Circumstances,
  { about, link }: Letter,
  plan: ApplicationPlan,
  upload: { variant: UploadStep['variant']; uploadId: string },
  index: number,
): Duty {
  return {
    id: `${about}/${upload.uploadId}`,
    owner: about,
    stage: 'intake',
    readyAt: calendarOf(cast.world.policy).upload(index),
    perform: async () => {
      const form = await askForForm(new Browser(), link ?? '', upload.uploadId);
      if (form === null) return null;
      await post(form, buildPackage(cast.world, plan, upload.variant));
      return '上传';
    },
  };
}

/** Opens the page in the last minute and sends the file when it is too late. */
function tooLate(
  { cast, notebook }: Circumstances,
  { about, link }: Letter,
  plan: ApplicationPlan,
  { variant }: UploadStep,
  index: number,
): Duty[] {
  const { lastMinute, tooLate: late } = calendarOf(cast.world.policy);
  const uploadId = uploadIdOf(index);
  return [
    {
      id: `${about}/${uploadId}/open`,
      owner: about,
      stage: 'intake',
      readyAt: lastMinute,
      perform: async () => {
        const form = await askForForm(new Browser(), link ?? '', uploadId);
        if (form === null) return null;
        notebook.note((notes) => {
          notes.openForms[about] = form;
        });
        return '打开上传页面';
      },
    },
    {
      id: `${about}/${uploadId}`,
      owner: about,
      stage: 'intake',
      readyAt: late,
      perform: async () => {
        const form = notebook.notes.openForms[about];
        if (form === undefined) return null;
        await post(form, buildPackage(cast.world, plan, variant));
        return '逾期上传';
      },
    },
  ];
}

/** 补正: the corrected package the next day, or nothing at all. */
export function correctionDuty({ cast }: Circumstances, { first, latest }: TaskLetters): Duty | null {
  const applicationId = first.about.split('~')[0] ?? '';
  const plan = cast.plans.get(applicationId);
  if (plan === undefined) return null;
  const uploadId = first.about.slice(applicationId.length + 1).replaceAll('.', '-');
  return {
    id: first.about,
    owner: applicationId,
    stage: 'district',
    readyAt: plan.behaviour.answersCorrection ? beforeDeadline(first, daysAfter(first.receivedAt, 1, '15:00')) : NEVER,
    perform: async () => {
      const form = await askForForm(new Browser(), latest.link ?? '', uploadId);
      if (form === null) return null;
      await post(form, buildPackage(cast.world, plan, 'corrected'));
      return '补正上传';
    },
  };
}

/** A winner gives the account; one of them only after the deadline. Those who come later than the rest come one by one. */
export function payeeDuty(
  { cast, notebook }: Circumstances,
  { first, latest }: TaskLetters,
  announcedFirst: number,
): Duty | null {
  const applicationId = first.about.split('~')[0] ?? '';
  const plan = cast.plans.get(applicationId);
  if (plan === undefined) return null;
  const { payee } = cast.world.policy;
  const mainList = first.receivedAt < announcedFirst + HOUR_MS;
  const late = mainList && applicationId === placeAt(notebook.notes.shortlist ?? {}, cast.world.latePayee);
  const days = late ? payee.value.days + 2 : 1 + chanceOf(Math.min(3, payee.value.days - 1), applicationId);
  const planned = daysAfter(first.receivedAt, days, '11:00');
  const { accountName, bank, accountNo } = plan.behaviour.payee;
  return {
    id: first.about,
    owner: mainList && !late ? applicationId : cast.world.roundId,
    stage: 'lists',
    readyAt: late ? planned : beforeDeadline(first, planned),
    perform: () =>
      visitTask(latest, () => ({
        decision: 'account',
        values: { accountName, bank, accountNumber: accountNo, consent: 'yes' },
        counted: '收款账户',
      })),
  };
}
