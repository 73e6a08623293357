import type { Context, Hono } from 'hono';
import { nowUtc } from '../../../shared/clock.ts';
import { contentPolicyFor } from '../../../shared/http/headers.ts';
import { slotPage } from '../../../shared/http/pages/slot.ts';
import { UploadId } from '../../../shared/schemas/basics.ts';
import type { SlotRecord } from '../../../shared/schemas/records.ts';
import type { WebDeps } from '../deps.ts';
import { loadSlot, loadSlotView } from '../load/slot.ts';
import { isSecure, needSession, pathOf } from '../session.ts';
import { FORM_SECONDS, newUploadId, uploadForm } from '../upload-form.ts';

async function needSlot(c: Context, deps: WebDeps): Promise<SlotRecord> {
  const applicationId = c.req.param('applicationId') ?? '';
  await needSession(c, deps.table, { kind: 'slot', applicationId });
  return loadSlot(deps, applicationId);
}

/** The page's own address as the browser knows it: the bucket sends the browser back there. */
function ownAddress(c: Context, slot: SlotRecord): string {
  const host = c.req.header('host') ?? new URL(c.req.url).host;
  return `${isSecure(c) ? 'https' : 'http'}://${host}${pathOf({ kind: 'slot', applicationId: slot.applicationId })}`;
}

/** The upload that the bucket sent the browser back for, as its address tells. */
const uploadedId = (c: Context): string | undefined => /([\w-]{1,64})\.zip$/.exec(c.req.query('key') ?? '')?.[1];

export function slotRoutes(app: Hono, deps: WebDeps): void {
  app.get('/slots/:applicationId', async (c) => {
    const slot = await needSlot(c, deps);
    const view = await loadSlotView(deps, slot, nowUtc());
    const maxBytes = view.policy.intake.value.maxPackageBytes;
    const options = { uploadId: newUploadId(), maxBytes, after: ownAddress(c, slot) };
    const upload = view.takesUploads ? await uploadForm(deps, slot, options) : null;
    const uploaded = uploadedId(c);
    const pending = uploaded !== undefined && !view.uploads.some((known) => known.uploadId === uploaded);
    if (upload !== null) c.header('Content-Security-Policy', contentPolicyFor(new URL(upload.url).origin));
    return c.html(slotPage({ ...view, upload, pending }));
  });

  app.get('/slots/:applicationId/upload.json', async (c) => {
    const slot = await needSlot(c, deps);
    const view = await loadSlotView(deps, slot, nowUtc());
    if (!view.takesUploads) return c.json({ code: 'upload.closed', message: '现在不接收上传。' }, 410);
    const uploadId = UploadId.safeParse(c.req.query('uploadId') ?? newUploadId());
    if (!uploadId.success)
      return c.json(
        { code: 'upload.id-malformed', message: 'uploadId 只能有字母、数字、下划线和短横线，不超过 64 个。' },
        400,
      );
    const maxBytes = view.policy.intake.value.maxPackageBytes;
    const form = await uploadForm(deps, slot, { uploadId: uploadId.data, maxBytes });
    return c.json({ uploadId: uploadId.data, ...form, maxBytes, expiresInSeconds: FORM_SECONDS });
  });
}
