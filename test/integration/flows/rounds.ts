/** The usual way of a round, in waves: everybody does the next thing, then everything that comes of it is awaited once. */
import { sheetItems } from '../../../shared/domain/auto-scores.ts';
import { csrfToken } from '../../../shared/links.ts';
import { SeatRecord } from '../../../shared/schemas/records.ts';
import { AutoSheet } from '../../../shared/store/auto.ts';
import { categoryOf, keys } from '../../../shared/store/keys.ts';
import type { Applicant, City } from './city.ts';
import { type Flows, uploadForm } from './harness.ts';
import { type Answer, postFile } from './visit.ts';

/** A minute after the grace of the plan's closing time. */
export const INTAKE_OVER = '2025-11-28T09:16:00.000Z';

/** Decides many tasks, and waits once. @throws Error naming the first that was not taken */
export async function decideAll(flows: Flows, decisions: [taskId: string, form: Record<string, string>][]) {
  const answers = await Promise.all(decisions.map(([taskId, form]) => flows.send(taskId, form)));
  const refused = answers.findIndex((answer) => answer.status !== 303);
  if (refused >= 0) throw new Error(`${decisions[refused]?.[0]} answered ${answers[refused]?.status}`);
  await flows.cloud.idle();
}

/** Opens the round, has every package uploaded and recommended, and lets the intake end: experts are drawn then. */
export async function toExperts(flows: Flows, cities: City[]): Promise<void> {
  for (const city of cities) await flows.openRound(city);
  const applicants = cities.flatMap((city) => city.applicants);
  await submitAll(flows, applicants);
  const recommend = { decision: 'recommend', opinion: '同意推荐。' };
  await decideAll(
    flows,
    applicants.map(({ applicationId }) => [`${applicationId}~district.1`, recommend]),
  );
  await flows.jump(INTAKE_OVER);
}

/** Has every package uploaded, and waits once. */
export async function submitAll(flows: Flows, applicants: Applicant[]): Promise<void> {
  await Promise.all(applicants.map((one) => submit(flows, one)));
  await flows.cloud.idle();
}

async function submit(flows: Flows, { applicationId, zip }: Applicant): Promise<void> {
  const form = await uploadForm(await flows.visit(applicationId, 'slot'));
  const status = await postFile(form, zip());
  if (status !== 201) throw new Error(`${applicationId}: the bucket answered ${status}`);
}

export const seatsOf = (flows: Flows, applicationId: string): Promise<SeatRecord[]> =>
  flows.table.all(keys.applicationPk(applicationId), SeatRecord, 'SEAT#');

/** A complete sheet with this share (0 … 1) of each item's points, in the policy's steps. */
export async function sheetForm(
  flows: Flows,
  city: City,
  applicationId: string,
  share: number,
): Promise<Record<string, string>> {
  const auto = await flows.table.get(keys.auto(applicationId), AutoSheet);
  const step = city.policy.panel.value.stepTenths;
  const points = sheetItems(city.policy, categoryOf(applicationId), auto?.items ?? []).map((item) => {
    const tenths = Math.floor((item.points * 10 * share) / step) * step;
    return [`points.${item.code}`, String(tenths / 10)];
  });
  return { decision: 'submit', noConflict: 'yes', comment: '', ...Object.fromEntries(points) };
}

/** Every seat that is still to be scored is, with the share that its application deserves. */
export async function scoreAll(flows: Flows, city: City, shareOf: (applicant: Applicant) => number): Promise<void> {
  const sheets = await Promise.all(
    city.applicants.map(async (applicant) => {
      const { applicationId } = applicant;
      const form = await sheetForm(flows, city, applicationId, shareOf(applicant));
      const open = (await seatsOf(flows, applicationId)).filter((seat) => seat.status === 'assigned');
      return open.map(({ seat, turn }) => [`${applicationId}~score.${seat}.${turn}`, form] as [string, typeof form]);
    }),
  );
  await decideAll(flows, sheets.flat());
}

/** Posts the form by which whoever was refused asks for a review, whether the slot's page still has it or not. */
export async function askForReview(flows: Flows, applicationId: string, reason: string): Promise<Answer> {
  const visit = await flows.visit(applicationId, 'slot');
  const csrf = csrfToken(visit.cookie.slice(visit.cookie.indexOf('=') + 1), applicationId);
  const answer = await visit.postRaw({ csrf, reason }, `${visit.path}/review`);
  await flows.cloud.idle();
  return answer;
}
