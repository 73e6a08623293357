import type { Context, Hono } from 'hono';
import * as z from 'zod';
import { nowUtc } from '../../../shared/clock.ts';
import { t } from '../../../shared/http/language.ts';
import { receiptPage } from '../../../shared/http/pages/receipt.ts';
import { HttpProblem } from '../../../shared/http/problems.ts';
import { receiptNumber } from '../../../shared/receipts.ts';
import { UploadId } from '../../../shared/schemas/basics.ts';
import { TransferRecord } from '../../../shared/schemas/drafts.ts';
import { type SlotRecord, UploadRecord } from '../../../shared/schemas/records.ts';
import { keys } from '../../../shared/store/keys.ts';
import { ConditionFailed } from '../../../shared/store/table.ts';
import { loadTransfer } from '../../../shared/store/transfers.ts';
import type { WebDeps } from '../deps.ts';
import { readJson, refusal } from '../json.ts';
import { type LoadedSlot, loadSlotView } from '../load/slot.ts';
import { needSlot } from '../need-slot.ts';
import { pathOf } from '../session.ts';
import {
  abortTransfer,
  beginTransfer,
  completeTransfer,
  PART_BYTES,
  PART_SECONDS,
  partBytes,
  partCount,
  signPart,
  storedParts,
} from '../transfer.ts';

const Begin = z.object({ csrf: z.string(), uploadId: UploadId.max(60), size: z.int().min(1) });
const Sign = z.object({ csrf: z.string(), parts: z.array(z.int().min(1).max(10_000)).min(1).max(50) });
const Plain = z.object({ csrf: z.string() });

const closed = (c: Context) => refusal(c, 410, 'upload.closed', t('现在不接收上传。'));
const unknown = (c: Context) => refusal(c, 404, 'upload.unknown', t('没有这次上传，请重新提交。'));
const gone = (c: Context) => refusal(c, 410, 'upload.gone', t('这次上传已经失效，请重新提交。'));

/** What the person keeps: number, time by the server's clock, and which upload it is about. */
const receiptOf = ({ applicationId, uploadId, completedAt }: TransferRecord) => ({
  status: 'received' as const,
  uploadId,
  number: receiptNumber(applicationId, uploadId),
  receivedAt: completedAt,
});

/**
 * The name under which a package goes on. The same package again has the same name, so that its parts are found; one
 * that was examined before and is not the one under review gets the next name, or it would never be looked at again.
 */
async function nameFor({ table }: WebDeps, view: LoadedSlot, wanted: string): Promise<string> {
  const { applicationId } = view.slot;
  for (let n = 1; ; n += 1) {
    const name = n === 1 ? wanted : `${wanted}-${n}`;
    const known = await table.get(keys.upload(applicationId, name), UploadRecord);
    if (known === null) return name;
    if (known.sha256 !== null && known.sha256 === view.application?.packageSha256) return name;
  }
}

async function remember({ table }: WebDeps, record: TransferRecord, before: TransferRecord | null): Promise<boolean> {
  const key = keys.transfer(record.applicationId, record.uploadId);
  try {
    if (before === null) await table.put(key, record);
    else {
      const when = { storageId: before.storageId, status: before.status };
      await table.transact([{ update: key, change: { set: { ...record }, remove: ['completedAt', 'etags'], when } }]);
    }
    return true;
  } catch (error) {
    if (error instanceof ConditionFailed) return false;
    throw error;
  }
}

/** A person sends one package at a time; a few more are for those who change their mind. */
const OPEN_AT_ONCE = 3;

/** Gives up what was begun longest ago, so that nobody fills the storage with beginnings. */
async function makeRoom(deps: WebDeps, applicationId: string): Promise<void> {
  const transfers = await deps.table.all(keys.applicationPk(applicationId), TransferRecord, 'TRANSFER#');
  const open = transfers
    .filter(({ status }) => status === 'open')
    .toSorted((a, b) => (a.startedAt < b.startedAt ? -1 : 1));
  for (const transfer of open.slice(0, Math.max(0, open.length - OPEN_AT_ONCE + 1))) await give(deps, transfer);
}

/** Begins a transfer, or goes on with the one there is: what of it is there already need not be sent again. */
async function begin(c: Context, deps: WebDeps): Promise<Response> {
  const { slot, session } = await needSlot(c, deps);
  const { uploadId: wanted, size } = await readJson(c, Begin, session, slot.applicationId);
  const view = await loadSlotView(deps, slot, nowUtc());
  const { maxPackageBytes } = view.policy.intake.value;
  if (size > maxPackageBytes) {
    const limit = Math.floor(maxPackageBytes / 1024 / 1024);
    return refusal(c, 413, 'upload.too-large', t('材料包超过 {limit} MB，请降低扫描件分辨率或合并文件。', { limit }));
  }
  const uploadId = await nameFor(deps, view, wanted);
  const known = await loadTransfer(deps.table, slot.applicationId, uploadId);
  if (known?.status === 'received') return c.json(receiptOf(known));
  if (!canGoOn(view, known)) return closed(c);
  const open = known !== null && known.status !== 'aborted' && known.size === size ? known : null;
  const parts = open === null ? null : await storedParts(deps, open);
  if (parts !== null) return c.json(progress(uploadId, parts));
  // One that was being completed and is gone has most likely been completed: asking for that again tells.
  if (open?.status === 'completing') return c.json(progress(uploadId, []));
  await makeRoom(deps, slot.applicationId);
  const record: TransferRecord = {
    entity: 'Transfer',
    ...{ applicationId: slot.applicationId, roundId: slot.roundId, uploadId, size },
    storageId: await beginTransfer(deps, slot, uploadId),
    startedAt: nowUtc(),
    status: 'open',
  };
  if (await remember(deps, record, known)) return c.json(progress(uploadId, []));
  // Another window began the same at this moment; its parts are as good as ours.
  await abortTransfer(deps, record);
  return refusal(c, 409, 'upload.busy', t('另一个窗口正在提交同样的材料，请稍后再试。'));
}

const progress = (uploadId: string, parts: { number: number }[]) => ({
  status: 'open' as const,
  uploadId,
  partBytes: PART_BYTES,
  done: parts.map(({ number }) => number),
});

/** New uploads begin before the deadline; one that began in time may be finished within the time that the policy gives for that. */
const canGoOn = (view: LoadedSlot, known: TransferRecord | null): boolean =>
  view.takesUploads ||
  (known !== null && known.status !== 'aborted' && view.completesUntil !== null && nowUtc() <= view.completesUntil);

interface Running {
  slot: SlotRecord;
  transfer: TransferRecord;
  token: { token: string };
}

async function running(
  c: Context,
  deps: WebDeps,
): Promise<Omit<Running, 'transfer'> & { transfer: TransferRecord | null }> {
  const { slot, session } = await needSlot(c, deps);
  const uploadId = UploadId.safeParse(c.req.param('uploadId')).data;
  const transfer = uploadId === undefined ? null : await loadTransfer(deps.table, slot.applicationId, uploadId);
  return { slot, transfer, token: session };
}

/** Addresses for some parts, a batch at a time: they expire, and a slow line needs new ones. */
async function sign(c: Context, deps: WebDeps): Promise<Response> {
  const { slot, transfer, token } = await running(c, deps);
  const { parts } = await readJson(c, Sign, token, slot.applicationId);
  if (transfer === null) return unknown(c);
  if (transfer.status !== 'open') return gone(c);
  if (!canGoOn(await loadSlotView(deps, slot, nowUtc()), transfer)) return closed(c);
  if (parts.some((number) => number > partCount(transfer.size)))
    return refusal(c, 400, 'upload.part-unknown', t('没有这一段。'));
  const urls = await Promise.all(
    parts.map(async (number) => [number, await signPart(deps, transfer, number)] as const),
  );
  return c.json({ urls: Object.fromEntries(urls), expiresInSeconds: PART_SECONDS });
}

/** The call that makes it a receipt. Its time, by the server's clock, is when the package was received. */
async function complete(c: Context, deps: WebDeps): Promise<Response> {
  const { slot, transfer, token } = await running(c, deps);
  await readJson(c, Plain, token, slot.applicationId);
  if (transfer === null) return unknown(c);
  if (transfer.status === 'received') return c.json(receiptOf(transfer));
  if (transfer.status === 'aborted') return gone(c);
  const ready = transfer.status === 'completing' ? transfer : await seal(c, deps, slot, transfer);
  if (ready instanceof Response) return ready;
  const there = await completeTransfer(deps, ready, ready.etags ?? []);
  if (!there && !isFresh(ready)) return gone(c);
  await deps.table.update(keys.transfer(slot.applicationId, ready.uploadId), { set: { status: 'received' } });
  return c.json(receiptOf(ready));
}

const DAY_MS = 86_400_000;
/** The storage throws transfers away after a day. One that is gone before was completed by a call whose answer got lost. */
const isFresh = ({ startedAt }: TransferRecord) => Date.parse(nowUtc()) - Date.parse(startedAt) < DAY_MS;

/** Writes down, before the parts become one object, when the server was told and which parts it was told of. */
async function seal(
  c: Context,
  deps: WebDeps,
  slot: SlotRecord,
  transfer: TransferRecord,
): Promise<TransferRecord | Response> {
  const completedAt = nowUtc();
  const { completesUntil } = await loadSlotView(deps, slot, completedAt);
  if (completesUntil === null || completedAt > completesUntil) {
    await give(deps, transfer);
    return refusal(c, 410, 'upload.late', t('上传完成时已过截止时间，未受理。'));
  }
  const parts = await storedParts(deps, transfer);
  if (parts === null) return (await sealed(deps, transfer)) ?? gone(c);
  const missing = Array.from({ length: partCount(transfer.size) }, (_, i) => i + 1).filter(
    (number) => parts[number - 1]?.size !== partBytes(transfer.size, number),
  );
  if (missing.length > 0) return refusal(c, 409, 'upload.incomplete', t('还有部分内容没有上传。'), { missing });
  const etags = parts.map(({ etag }) => etag);
  try {
    const set = { status: 'completing', completedAt, etags };
    const when = { status: 'open', storageId: transfer.storageId };
    await deps.table.update(keys.transfer(slot.applicationId, transfer.uploadId), { set, when });
  } catch (error) {
    if (!(error instanceof ConditionFailed)) throw error;
    return (await sealed(deps, transfer)) ?? gone(c);
  }
  return { ...transfer, status: 'completing', completedAt, etags };
}

/** What the same call beside this one has written down: that counts. */
async function sealed({ table }: WebDeps, { applicationId, uploadId }: TransferRecord): Promise<TransferRecord | null> {
  const now = await loadTransfer(table, applicationId, uploadId);
  return now?.completedAt === undefined ? null : now;
}

/** Gives a transfer up; one that is being completed stays. */
async function give(deps: WebDeps, transfer: TransferRecord): Promise<boolean> {
  try {
    const change = { set: { status: 'aborted' }, when: { status: 'open', storageId: transfer.storageId } };
    await deps.table.update(keys.transfer(transfer.applicationId, transfer.uploadId), change);
  } catch (error) {
    if (error instanceof ConditionFailed) return false;
    throw error;
  }
  await abortTransfer(deps, transfer);
  return true;
}

async function abort(c: Context, deps: WebDeps): Promise<Response> {
  const { slot, transfer, token } = await running(c, deps);
  await readJson(c, Plain, token, slot.applicationId);
  if (transfer === null) return unknown(c);
  if (transfer.status !== 'aborted' && !(await give(deps, transfer))) return c.json(receiptOf(transfer));
  return c.json({ status: 'aborted' });
}

/** A sheet about one upload, to be printed: also while it is still being examined. */
async function receipt(c: Context, deps: WebDeps): Promise<Response> {
  const { slot, session } = await needSlot(c, deps);
  const { policy, uploads, arrived } = await loadSlotView(deps, slot, nowUtc());
  const uploadId = c.req.param('uploadId') ?? '';
  const upload = uploads.find((one) => one.uploadId === uploadId) ?? null;
  const receivedAt = (upload ?? arrived.find((one) => one.uploadId === uploadId))?.receivedAt;
  if (receivedAt === undefined) throw new HttpProblem('page.not-found');
  return c.html(receiptPage({ slot, policy, uploadId, receivedAt, upload, home: pathOf(session.link.opens) }));
}

/**
 * A package in parts: begin (or go on), addresses for parts, complete, give up. All by POST from the slot's own form;
 * only the bytes go to the storage itself.
 */
export function uploadRoutes(app: Hono, deps: WebDeps): void {
  app.get('/slots/:applicationId/receipts/:uploadId', (c) => receipt(c, deps));
  app.post('/slots/:applicationId/uploads.json', (c) => begin(c, deps));
  app.post('/slots/:applicationId/uploads/:uploadId/parts.json', (c) => sign(c, deps));
  app.post('/slots/:applicationId/uploads/:uploadId/complete.json', (c) => complete(c, deps));
  app.post('/slots/:applicationId/uploads/:uploadId/abort.json', (c) => abort(c, deps));
}
