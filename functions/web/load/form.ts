import { nowUtc } from '../../../shared/clock.ts';
import type { ApplicationFormView } from '../../../shared/http/pages/application-form.ts';
import { csrfToken } from '../../../shared/links.ts';
import { lockedValues, type Returned } from '../../../shared/package/correction.ts';
import { type DraftValues, draftOf, readDraft } from '../../../shared/package/draft.ts';
import { type FormField, formFields } from '../../../shared/package/form.ts';
import { pointOf } from '../../../shared/package/points.ts';
import type { Policy } from '../../../shared/policy/schema.ts';
import type { DraftRecord } from '../../../shared/schemas/drafts.ts';
import type { Problem } from '../../../shared/schemas/findings.ts';
import { AttachmentKind } from '../../../shared/schemas/package.ts';
import { ApplicationRecord, type SlotRecord } from '../../../shared/schemas/records.ts';
import { loadDrafts } from '../../../shared/store/drafts.ts';
import { loadManifest, loadReturned } from '../../../shared/store/evidence.ts';
import { keys } from '../../../shared/store/keys.ts';
import { loadPinned } from '../../../shared/store/rounds.ts';
import type { WebDeps } from '../deps.ts';
import { pathOf, type Session } from '../session.ts';
import { loadVersion } from './application.ts';
import { knownFacts } from './known.ts';
import { loadSlotView } from './slot.ts';

/** A slot's form and what has been saved of it. */
export interface OpenForm {
  slot: SlotRecord;
  policy: Policy;
  fields: FormField[];
  draft: DraftRecord | null;
  other: DraftRecord | null;
  application: ApplicationRecord | null;
  /** What the district asked for, and of which version; null while everything may be written. */
  returned: Returned | null;
}

export async function openForm({ table, evidence }: WebDeps, slot: SlotRecord): Promise<OpenForm> {
  const [{ policy }, drafts, application] = await Promise.all([
    loadPinned(table, evidence, slot.roundId),
    loadDrafts(table, slot.applicationId),
    table.get(keys.application(slot.applicationId), ApplicationRecord),
  ]);
  const fields = formFields(slot.category, policy);
  const returned = await loadReturned(evidence, application);
  const returnedAt = application?.correction?.at ?? '';
  const { draft, other } = drafts;
  const over = (record: DraftRecord | null) => record && corrected(record, fields, returned, returnedAt);
  return { slot, policy, fields, draft: over(draft), other: over(other), application, returned };
}

/** What was written before the return gives way to the version that was returned; after it, what was not asked for does. */
function corrected(
  draft: DraftRecord,
  fields: FormField[],
  returned: Returned | null,
  returnedAt: string,
): DraftRecord {
  if (returned === null) return draft;
  const values = draft.savedAt < returnedAt ? draftOf(fields, returned.content) : draft.values;
  return { ...draft, values: lockedValues(fields, returned, values) };
}

/** Of a draft, what may be written now. */
export const openValues = ({ returned }: OpenForm, values: DraftValues): DraftValues =>
  returned === null
    ? values
    : Object.fromEntries(Object.entries(values).filter(([name]) => returned.asked.includes(pointOf(name))));

/** Every problem of what is typed; the attachments are looked at when the package is made. */
export const problemsOf = ({ slot, policy, fields }: OpenForm, values: DraftValues): Problem[] =>
  readDraft(values, fields, { ...slot, policy }, null).problems;

/** What a first visit finds: what the package said that is under review, else what the invitation says. The person may correct it. */
async function firstValues(deps: WebDeps, { slot, fields, application }: OpenForm): Promise<DraftValues> {
  if (application === null) return { name: slot.name, 'contact.name': slot.contactName };
  return draftOf(fields, await loadManifest(deps.evidence, application));
}

/** How this visit to the form goes. */
export type Visit = Partial<Pick<ApplicationFormView, 'values' | 'rows' | 'conflict' | 'tooLarge' | 'locked'>> & {
  check?: boolean;
};

export async function loadFormView(
  deps: WebDeps,
  form: OpenForm,
  session: Session,
  visit: Visit,
): Promise<ApplicationFormView> {
  const { slot, policy, fields, draft, other, application, returned } = form;
  const [{ correction, deadline, takesUploads, unfinished }, known, version] = await Promise.all([
    loadSlotView(deps, slot, nowUtc()),
    knownFacts(deps, slot),
    returned === null || application === null
      ? null
      : loadVersion(deps, application.applicationId, application.version),
  ]);
  const values = visit.values ?? draft?.values ?? (await firstValues(deps, form));
  return {
    ...{ slot, policy, fields, draft, values, known, deadline, correction },
    takesUploads: takesUploads || unfinished,
    rows: visit.rows ?? {},
    opinion: application?.opinion ?? null,
    asked: returned?.asked ?? null,
    submitted: (version?.files ?? []).flatMap(({ kind, ...file }) => {
      const known = AttachmentKind.safeParse(kind);
      return known.success ? [{ ...file, kind: known.data }] : [];
    }),
    locked: visit.locked ?? [],
    problems: visit.check === true ? problemsOf(form, values) : null,
    conflict: visit.conflict ?? false,
    tooLarge: visit.tooLarge ?? false,
    hasOther: other !== null,
    home: pathOf(session.link.opens),
    csrf: csrfToken(session.token, slot.applicationId),
    script: deps.assets.formScript,
  };
}
