import type { Context, Hono } from 'hono';
import { nowUtc } from '../../../shared/clock.ts';
import { sameToken } from '../../../shared/csrf.ts';
import type { Text } from '../../../shared/http/english/texts.ts';
import { type FormState, freshForm } from '../../../shared/http/fields.ts';
import { readForm } from '../../../shared/http/form.ts';
import { contentPolicyFor } from '../../../shared/http/headers.ts';
import { t } from '../../../shared/http/language.ts';
import { slotPage } from '../../../shared/http/pages/slot.ts';
import { HttpProblem } from '../../../shared/http/problems.ts';
import { csrfToken } from '../../../shared/links.ts';
import { fileType } from '../../../shared/package/content.ts';
import { FORM_FILE } from '../../../shared/package/excel/layout.ts';
import { UploadId } from '../../../shared/schemas/basics.ts';
import type { SlotRecord } from '../../../shared/schemas/records.ts';
import { loadPinned } from '../../../shared/store/rounds.ts';
import { withdraw } from '../../../shared/withdrawal/withdraw.ts';
import type { WebDeps } from '../deps.ts';
import { reviewRequestDeadline } from '../load/refusal.ts';
import { loadSlotView } from '../load/slot.ts';
import { needSlot } from '../need-slot.ts';
import { isSecure, pathOf } from '../session.ts';
import { slotStatus } from '../slot-status.ts';
import { FORM_SECONDS, newUploadId, uploadForm } from '../upload-form.ts';

/** The page's own address as the browser knows it: the bucket sends the browser back there. */
function ownAddress(c: Context, slot: SlotRecord): string {
  const host = c.req.header('host') ?? new URL(c.req.url).host;
  return `${isSecure(c) ? 'https' : 'http'}://${host}${pathOf({ kind: 'slot', applicationId: slot.applicationId })}`;
}

/** The upload that the bucket sent the browser back for, as its address tells. */
const uploadedId = (c: Context): string | undefined => /([\w-]{1,64})\.zip$/.exec(c.req.query('key') ?? '')?.[1];

const refused = (text: Text): FormState['errors'] => [{ field: 'confirm', message: t(text) }];

export async function showSlot(c: Context, deps: WebDeps, state: FormState, status: 200 | 422): Promise<Response> {
  const { slot, session } = await needSlot(c, deps);
  const view = await loadSlotView(deps, slot, nowUtc());
  const maxBytes = view.policy.intake.value.maxPackageBytes;
  const options = { uploadId: newUploadId(), maxBytes, after: ownAddress(c, slot) };
  const upload = view.takesUploads ? await uploadForm(deps, slot, options) : null;
  const uploaded = uploadedId(c);
  const pending =
    view.arrived.length > 0 || (uploaded !== undefined && !view.uploads.some((known) => known.uploadId === uploaded));
  const form = { action: pathOf(session.link.opens), csrf: csrfToken(session.token, slot.applicationId), state };
  const withdrawal = view.withdrawable ? form : null;
  const publicity = view.asked === null ? null : { ...form, ...view.asked, action: `${form.action}/publicity` };
  const decline = view.declinable ? { ...form, action: `${form.action}/decline` } : null;
  const until = await reviewRequestDeadline(deps, slot.applicationId, nowUtc());
  const review = until === null ? null : { ...form, action: `${form.action}/review`, draft: null, deadline: until };
  if (upload !== null) c.header('Content-Security-Policy', contentPolicyFor(new URL(upload.url).origin));
  return c.html(slotPage({ ...view, upload, pending, withdrawal, review, decline, publicity }), status);
}

export function slotRoutes(app: Hono, deps: WebDeps): void {
  app.get('/slots/:applicationId', (c) => showSlot(c, deps, freshForm, 200));

  // Taking the application back. A second click, or one that comes too late, meets the page as it is then.
  app.post('/slots/:applicationId', async (c) => {
    const { slot, session } = await needSlot(c, deps);
    const { csrf = '', ...values } = await readForm(c);
    if (!sameToken(csrf, csrfToken(session.token, slot.applicationId))) throw new HttpProblem('form.stale');
    if (values['confirm'] !== 'yes') return showSlot(c, deps, { values, errors: refused('请先勾选确认。') }, 422);
    if ((await withdraw(deps.table, slot)) === 'busy')
      return showSlot(
        c,
        deps,
        { values, errors: refused('申报正在核验或刚刚有变化，请查看本页的最新状态后再试。') },
        422,
      );
    return c.redirect(pathOf(session.link.opens), 303);
  });

  app.get('/slots/:applicationId/form.xlsx', async (c) => {
    const { slot } = await needSlot(c, deps);
    const { policy } = await loadPinned(deps.table, deps.evidence, slot.roundId);
    const { blankForm } = await import('../../../shared/package/excel/fill.ts');
    // A view of its own buffer: Hono takes no other.
    const bytes = Uint8Array.from(blankForm(slot.category, policy, slot));
    return c.body(bytes, 200, {
      'Content-Type': fileType('xlsx')?.contentType ?? '',
      'Content-Disposition': `attachment; filename="form.xlsx"; filename*=UTF-8''${encodeURIComponent(FORM_FILE)}`,
      'Cache-Control': 'no-store',
    });
  });

  // What became of the uploads, for programs that wait for it.
  app.get('/slots/:applicationId/status.json', async (c) => {
    const { slot } = await needSlot(c, deps);
    return c.json(slotStatus(await loadSlotView(deps, slot, nowUtc())), 200, { 'Cache-Control': 'no-store' });
  });

  app.get('/slots/:applicationId/upload.json', async (c) => {
    const { slot } = await needSlot(c, deps);
    const view = await loadSlotView(deps, slot, nowUtc());
    if (!view.takesUploads) return c.json({ code: 'upload.closed', message: t('现在不接收上传。') }, 410);
    const uploadId = UploadId.safeParse(c.req.query('uploadId') ?? newUploadId());
    if (!uploadId.success)
      return c.json(
        { code: 'upload.id-malformed', message: t('uploadId 只能有字母、数字、下划线和短横线，不超过 64 个。') },
        400,
      );
    const maxBytes = view.policy.intake.value.maxPackageBytes;
    const form = await uploadForm(deps, slot, { uploadId: uploadId.data, maxBytes });
    return c.json({ uploadId: uploadId.data, ...form, maxBytes, expiresInSeconds: FORM_SECONDS });
  });
}
