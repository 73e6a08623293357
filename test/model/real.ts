/** The real round: the whole app in the local cloud, reached only in the ways people have. */

import { readRound } from '../../shared/export/read.ts';
import { TASK_ENDINGS } from '../../shared/http/labels.ts';
import { csrfToken } from '../../shared/links.ts';
import {
  ApplicationRecord,
  DisbursementRecord,
  GateRecord,
  TaskRecord,
  UploadRecord,
} from '../../shared/schemas/records.ts';
import { keys } from '../../shared/store/keys.ts';
import type { City } from '../integration/flows/city.ts';
import { type Flows, openFlows, type UploadForm, uploadForm } from '../integration/flows/harness.ts';
import { openFinance, sayPaid } from '../integration/flows/money.ts';
import { sheetForm } from '../integration/flows/rounds.ts';
import { follow, postFile, type Visit } from '../integration/flows/visit.ts';
import { ASKED } from '../world/corrections.ts';
import type { Action, Form, Outcome } from './actions.ts';
import { ROUND, smallCity } from './facts.ts';
import type { Picture } from './picture.ts';
import { pictureOfRecords } from './records.ts';

/** What the commands drive: the real round, or another model in its place. */
export interface Driven {
  act(action: Action): Promise<Outcome>;
  picture(): Promise<Picture>;
}

const DAY = 86_400_000;

/** A round that is just opened, in a cloud of its own. */
export async function openReal() {
  const city = smallCity(ROUND);
  const flows = await openFlows();
  await flows.openRound(city);
  const finance = openFinance(flows, () => ({ outcome: 'paid' }));
  const slots = await Promise.all(city.applicants.map((one) => flows.visit(one.applicationId, 'slot')));
  const early = await Promise.all(slots.map((slot) => uploadForm(slot)));
  return new Real(city, flows, finance, slots, early);
}

export class Real implements Driven {
  readonly city: City;
  readonly flows: Flows;
  readonly finance: ReturnType<typeof openFinance>;
  readonly #slots: Visit[];
  readonly #early: UploadForm[];
  /** The last package of each applicant, with the form that took it. */
  readonly #posted = new Map<number, { form: UploadForm; bytes: Uint8Array }>();
  /** Ids of objections in the order in which they were filed. */
  readonly objections: string[] = [];

  constructor(city: City, flows: Flows, finance: Real['finance'], slots: Visit[], early: UploadForm[]) {
    this.city = city;
    this.flows = flows;
    this.finance = finance;
    this.#slots = slots;
    this.#early = early;
  }

  async close(): Promise<void> {
    await this.finance.close();
    // After each command they were compared with what the model says is parked.
    await this.flows.seen();
    await this.flows.close();
  }

  picture = async (): Promise<Picture> => {
    const ids = this.city.applicants.map((one) => one.applicationId);
    const [records, parked] = await Promise.all([
      readRound(this.flows.table, this.flows.evidence, ROUND),
      this.parked(),
    ]);
    return pictureOfRecords(records, { ids, objections: this.objections }, parked);
  };

  async act(action: Action): Promise<Outcome> {
    const outcome = await this.#perform(action);
    await this.finance.take();
    return outcome;
  }

  #perform(action: Action): Promise<Outcome> {
    switch (action.do) {
      case 'upload':
        return this.#upload(action);
      case 'withdraw':
        return this.#withdraw(action.who);
      case 'contest':
        return this.#contest(action.who);
      case 'decide':
        return this.#decide(action);
      case 'intrude':
        return this.#intrude(action);
      case 'extend':
        return this.#extend(action);
      case 'object':
        return this.#object(action);
      case 'settle':
        return this.#settle(action);
      case 'reconcile':
        return this.#reconcile();
      case 'jump':
        return this.flows.jump(action.to).then(() => 'done');
      default:
        return action satisfies never;
    }
  }

  idOf = (who: number): string => this.#applicant(who).applicationId;

  #applicant(who: number) {
    const applicant = this.city.applicants[who];
    if (applicant === undefined) throw new RangeError(`no applicant ${who}`);
    return applicant;
  }

  /** The id of a task that the model calls so. */
  #taskId(name: string): string {
    const [owner = '', rest = ''] = name.split('~');
    const objection = /^objection\.(\d+)$/.exec(rest)?.[1];
    if (objection !== undefined) return `${ROUND}~objection.${this.objections[Number(objection)]}`;
    return `${owner === 'round' ? ROUND : this.idOf(Number(owner))}~${rest}`;
  }

  async #upload({ who, content, form: by }: Action & { do: 'upload' }): Promise<Outcome> {
    const { applicationId, zip } = this.#applicant(who);
    const known = await this.#uploads(applicationId);
    const packed = await this.#package(who, by, () => zip(content));
    if (packed === null) return 'closed';
    const status = await postFile(packed.form, packed.bytes);
    if (status !== 201) throw new Error(`the bucket answered ${status}`);
    this.#posted.set(who, packed);
    await this.finance.take();
    const fresh = (await this.#uploads(applicationId)).find(
      (one) => !known.some((old) => old.uploadId === one.uploadId),
    );
    return fresh === undefined ? 'nothing' : fresh.verdict;
  }

  #uploads(applicationId: string): Promise<UploadRecord[]> {
    return this.flows.table.all(keys.applicationPk(applicationId), UploadRecord, 'UPLOAD#');
  }

  /** What is posted by which form; null where the slot gives no form. */
  async #package(who: number, by: 'fresh' | 'early' | 'again', zip: () => Uint8Array) {
    const last = this.#posted.get(who);
    if (by === 'again' && last !== undefined) return last;
    const [slot, early] = [this.#slots[who], this.#early[who]];
    if (slot === undefined || early === undefined) throw new RangeError(`no slot ${who}`);
    if (by === 'early') return { form: early, bytes: zip() };
    const answer = await slot.get(`${slot.path}/upload.json`);
    return answer.status === 410 ? null : { form: JSON.parse(answer.html) as UploadForm, bytes: zip() };
  }

  async #withdraw(who: number): Promise<Outcome> {
    const slot = this.#slots[who];
    if (slot === undefined) throw new RangeError(`no slot ${who}`);
    const id = this.idOf(who);
    const before = await this.flows.table.get(keys.application(id), ApplicationRecord);
    const csrf = csrfToken(slot.cookie.slice(slot.cookie.indexOf('=') + 1), id);
    const { status } = await slot.postRaw({ csrf, confirm: 'yes' });
    await this.finance.take();
    if (status !== 303) return status === 422 ? 'invalid' : 'refused';
    const after = await this.flows.table.get(keys.application(id), ApplicationRecord);
    return after?.status === 'withdrawn' && before?.status !== 'withdrawn' ? 'done' : 'closed';
  }

  async #contest(who: number): Promise<Outcome> {
    const slot = this.#slots[who];
    if (slot === undefined) throw new RangeError(`no slot ${who}`);
    const id = this.idOf(who);
    const reviewOf = async () => (await this.flows.table.get(keys.application(id), ApplicationRecord))?.review;
    const before = await reviewOf();
    const csrf = csrfToken(slot.cookie.slice(slot.cookie.indexOf('=') + 1), id);
    const { status } = await slot.postRaw({ csrf, reason: '请予复核。' }, `${slot.path}/review`);
    await this.finance.take();
    if (status !== 303) return status === 422 ? 'invalid' : 'refused';
    return before === undefined && (await reviewOf()) !== undefined ? 'done' : 'closed';
  }

  async #decide({ task: name, form, twice = false }: Action & { do: 'decide' }): Promise<Outcome> {
    const taskId = this.#taskId(name);
    const { link } = this.flows.mailAbout(taskId);
    const desk = await follow(link).catch((error: Error) => error);
    if (desk instanceof Error) return desk.message.startsWith('410') ? 'expired' : 'refused';
    const before = await this.flows.table.get(keys.task(taskId), TaskRecord);
    const filled = {
      ...(await this.#form(taskId, form)),
      csrf: csrfToken(desk.cookie.slice(desk.cookie.indexOf('=') + 1), taskId),
    };
    const clicks = twice ? [1, 2] : [1];
    const answers = await Promise.all(clicks.map(() => desk.postRaw(filled)));
    await this.finance.take();
    const page = await desk.get();
    const after = await this.flows.table.get(keys.task(taskId), TaskRecord);
    const statuses = new Set(answers.map((answer) => answer.status));
    if (statuses.size > 1) throw new Error(`two clicks were answered ${[...statuses]}`);
    if (statuses.has(422)) return 'invalid';
    if (!statuses.has(303)) return 'refused';
    const ending = after === null || after.status === 'open' ? null : TASK_ENDINGS[after.status].text;
    if (ending === null || !page.html.includes(ending))
      throw new Error(`the page of ${name} does not say how it ended`);
    return before?.status === 'open' && after?.status === 'decided' ? 'done' : 'ended';
  }

  /** The fields of a task's page. */
  async #form(taskId: string, form: Form): Promise<Record<string, string>> {
    const { decision } = form;
    if ('halves' in form) {
      const sheet = await sheetForm(this.flows, this.city, taskId.split('~')[0] ?? '', form.halves / 2);
      const [first = ''] = Object.keys(sheet).filter((field) => field.startsWith('points.'));
      if (form.incomplete === true) delete sheet[first];
      // Nothing ties somebody to the applicant who has scored it before.
      const { noConflict: _, ...again } = sheet;
      return decision === 'revise' ? { ...again, decision, change: '重新核对了材料。' } : sheet;
    }
    if ('ownName' in form) {
      const record = await this.flows.table.get(keys.application(taskId.split('~')[0] ?? ''), ApplicationRecord);
      const accountName = form.ownName ? (record?.name ?? '') : '别家公司';
      return { decision, accountName, bank: '示例银行第一支行', accountNumber: '6299 0000 0000 000', consent: 'yes' };
    }
    if (taskId.includes('~district.'))
      return { decision, opinion: '审查意见。', ...(decision === 'return' ? ASKED : {}) };
    const order = 'order' in form ? (form.order ?? []) : [];
    const places = order.map((who, i) => [`order.${this.idOf(who)}`, String(i + 1)]);
    return { decision, reason: '经研究。', ...Object.fromEntries(places) };
  }

  async #intrude({ by, task, form }: Action & { do: 'intrude' }): Promise<Outcome> {
    const [own, other] = [this.#taskId(by), this.#taskId(task)];
    const desk = await follow(this.flows.mailAbout(own).link);
    const csrf = csrfToken(desk.cookie.slice(desk.cookie.indexOf('=') + 1), other);
    const answer = await desk.postRaw(
      { ...(await this.#form(other, form)), csrf },
      `/tasks/${encodeURIComponent(other)}`,
    );
    return answer.status === 403 ? 'refused' : 'done';
  }

  async #extend({ stage, days }: Action & { do: 'extend' }): Promise<Outcome> {
    const gate = await this.flows.table.get(keys.gate(ROUND, stage), GateRecord);
    const until = new Date(Date.parse(gate?.deadline ?? '') + days * DAY).toISOString();
    const who = { by: '王处长', reason: '系统维护' };
    const answer = await this.flows.call({ op: 'extend', roundId: ROUND, stage, until, ...who });
    return (answer as { ok: boolean }).ok ? 'done' : 'refused';
  }

  async #object({ against, objector }: Action & { do: 'object' }): Promise<Outcome> {
    const url = `${this.flows.cloud.endpoints.http}/rounds/${ROUND}/objections`;
    const page = await fetch(url);
    const cookie = page.headers.getSetCookie()[0]?.split(';', 1)[0] ?? '';
    // Where the form is gone by now, somebody may still have it open.
    const csrf =
      /name="csrf" value="([^"]*)"/.exec(await page.text())?.[1] ??
      csrfToken(cookie.slice(cookie.indexOf('=') + 1), ROUND);
    const who = { objectorKind: 'person', objectorName: `赵${objector}`, phone: '13900000000' };
    const form = {
      csrf,
      applicationId: this.idOf(against),
      ...who,
      grounds: '申报的改造投入与实际不符，发票为其他项目。',
    };
    const answer = await fetch(url, { method: 'POST', headers: { cookie }, body: new URLSearchParams(form) });
    const html = await answer.text();
    await this.finance.take();
    if (answer.status === 410) return 'closed';
    const id = /<code>([0-9a-f]{16})<\/code>/.exec(html)?.[1] ?? '';
    if (answer.status !== 200 || id === '') return 'refused';
    if (this.objections.includes(id)) return 'duplicate';
    this.objections.push(id);
    return 'done';
  }

  async #settle({ payment, outcome, offBy }: Action & { do: 'settle' }): Promise<Outcome> {
    const [who = '', ...rest] = payment.split('.');
    const disbursementId = [this.idOf(Number(who)), ...rest].join('.');
    const record = await this.flows.table.get(keys.disbursement(ROUND, disbursementId), DisbursementRecord);
    const before = await this.parked();
    const amountFen = (record?.amountFen ?? 100) + offBy;
    await sayPaid(this.flows, [{ disbursementId, roundId: ROUND, amountFen, outcome }]);
    return (await this.parked()) > before ? 'parked' : 'done';
  }

  /** How many messages wait in dead-letter queues for a person. */
  async parked(): Promise<number> {
    return Object.values(await this.flows.deadLetters()).flat().length;
  }

  async #reconcile(): Promise<Outcome> {
    const mended = await this.flows.invoke(this.flows.output('ReconcilerFunctionName'), { by: 'the model test' });
    const found = Object.values(mended as object).some((count) => typeof count === 'number' && count > 0);
    return found ? 'done' : 'nothing';
  }
}
