import { nowUtc } from '../../../shared/clock.ts';
import type { ApplicationFormView } from '../../../shared/http/pages/application-form.ts';
import { csrfToken } from '../../../shared/links.ts';
import { type DraftValues, draftOf, readDraft } from '../../../shared/package/draft.ts';
import { type FormField, formFields } from '../../../shared/package/form.ts';
import type { Policy } from '../../../shared/policy/schema.ts';
import type { DraftRecord } from '../../../shared/schemas/drafts.ts';
import type { Problem } from '../../../shared/schemas/findings.ts';
import type { ApplicationRecord, SlotRecord } from '../../../shared/schemas/records.ts';
import { loadDrafts } from '../../../shared/store/drafts.ts';
import { loadManifest } from '../../../shared/store/evidence.ts';
import { loadPinned } from '../../../shared/store/rounds.ts';
import type { WebDeps } from '../deps.ts';
import { pathOf, type Session } from '../session.ts';
import { knownFacts } from './known.ts';
import { loadSlotView } from './slot.ts';

/** A slot's form and what has been saved of it. */
export interface OpenForm {
  slot: SlotRecord;
  policy: Policy;
  fields: FormField[];
  draft: DraftRecord | null;
  other: DraftRecord | null;
}

export async function openForm({ table, evidence }: WebDeps, slot: SlotRecord): Promise<OpenForm> {
  const [{ policy }, drafts] = await Promise.all([
    loadPinned(table, evidence, slot.roundId),
    loadDrafts(table, slot.applicationId),
  ]);
  return { slot, policy, fields: formFields(slot.category, policy), ...drafts };
}

/** Every problem of what is typed; the attachments are looked at when the package is made. */
export const problemsOf = ({ slot, policy, fields }: OpenForm, values: DraftValues): Problem[] =>
  readDraft(values, fields, { ...slot, policy }, null).problems;

/** What a first visit finds: what the package said that is under review, else what the invitation says. The person may correct it. */
async function firstValues(
  deps: WebDeps,
  { slot, fields }: OpenForm,
  application: ApplicationRecord | null,
): Promise<DraftValues> {
  if (application === null) return { name: slot.name, 'contact.name': slot.contactName };
  return draftOf(fields, await loadManifest(deps.evidence, application));
}

/** How this visit to the form goes. */
export type Visit = Partial<Pick<ApplicationFormView, 'values' | 'rows' | 'conflict' | 'tooLarge'>> & {
  check?: boolean;
};

export async function loadFormView(
  deps: WebDeps,
  form: OpenForm,
  session: Session,
  visit: Visit,
): Promise<ApplicationFormView> {
  const { slot, policy, fields, draft, other } = form;
  const [{ application, correction, deadline, takesUploads, unfinished }, known] = await Promise.all([
    loadSlotView(deps, slot, nowUtc()),
    knownFacts(deps, slot),
  ]);
  const values = visit.values ?? draft?.values ?? (await firstValues(deps, form, application));
  return {
    ...{ slot, policy, fields, draft, values, known, deadline, correction },
    takesUploads: takesUploads || unfinished,
    rows: visit.rows ?? {},
    opinion: application?.opinion ?? null,
    problems: visit.check === true ? problemsOf(form, values) : null,
    conflict: visit.conflict ?? false,
    tooLarge: visit.tooLarge ?? false,
    hasOther: other !== null,
    home: pathOf(session.link.opens),
    csrf: csrfToken(session.token, slot.applicationId),
    script: deps.assets.formScript,
  };
}
