import { createHmac } from 'node:crypto';
import { nowUtc } from '../clock.ts';
import { type FlagDraft, flagsOf } from '../domain/flags/compare.ts';
import { type Fact, normalName } from '../domain/flags/facts.ts';
import { FactRecord, FactsRecord, FlagRecord, OverrideRecord } from '../schemas/records.ts';
import { keys } from './keys.ts';
import { forEachId } from './roster.ts';
import { type Action, ConditionFailed, type Table } from './table.ts';

/**
 * Who has what in common (flags, never verdicts). Each value of an application is a row under the value's hash: rows are
 * written first and read afterwards, consistently, so that of two who come at once at least one sees the other; and who
 * sees writes the flag for both.
 */
type Owner = Pick<FactRecord, 'roundId' | 'applicationId' | 'uscc' | 'category' | 'version' | 'related'>;

/** Names and phones must not be found by hashing candidates: the key is the round's own secret. */
const hashed = (secret: string, { kind, value }: Fact): string =>
  createHmac('sha256', secret).update(`${kind}|${value}`).digest('hex').slice(0, 32);

/** Kinds for which it matters who is whose provider, customer or partner. */
const RELATED: readonly Fact['kind'][] = ['legal-person', 'phone'];

const rowsOf = (owner: Owner, facts: Fact[], secret: string): FactRecord[] =>
  facts.map(({ kind, labels, ...rest }) => ({
    entity: 'Fact',
    ...owner,
    kind,
    labels,
    hash: hashed(secret, { kind, labels, ...rest }),
    related: RELATED.includes(kind) ? owner.related : [],
  }));

/**
 * States what an application's current version holds, in place of what an earlier one held, and flags it and whoever has
 * the same. Repeated it changes nothing more.
 * @returns false where others moved at the same time and it must be tried again
 */
export async function stateFacts(table: Table, owner: Owner, facts: Fact[], secret: string): Promise<boolean> {
  const rows = rowsOf(owner, facts, secret);
  await replaceFacts(table, owner, rows);
  return settleFlags(table, owner, rows, 'new-version');
}

/** An application that was taken back has nothing in common with anybody any more. */
export async function retractFacts(table: Table, owner: Omit<Owner, 'related'>): Promise<boolean> {
  await replaceFacts(table, { ...owner, related: [] }, []);
  return settleFlags(table, { ...owner, related: [] }, [], 'withdrawn');
}

/** The list of all rows, old and new, stands before any of them changes: one who dies in between is followed by one who finds them. */
async function replaceFacts(table: Table, { roundId, applicationId, version }: Owner, rows: FactRecord[]) {
  const key = keys.facts(applicationId);
  const known = (await table.get(key, FactsRecord))?.facts ?? [];
  const wanted = new Set(rows.map(nameOf));
  const old = known.filter((fact) => !wanted.has(nameOf(fact)));
  const keep = (facts: FactsRecord['facts']) =>
    table.put(key, { entity: 'Facts', applicationId, version, facts }, { replace: true });
  const own = rows.map(({ kind, hash }) => ({ kind, hash }));
  await keep([...own, ...old]);
  await table.putMany(rows.map((row) => ({ key: keys.fact(roundId, row.kind, row.hash, applicationId), item: row })));
  if (old.length === 0) return;
  await forEachId(old.map(nameOf), async (name) => {
    const [kind = '', hash = ''] = name.split(' ');
    await table.delete(keys.fact(roundId, kind, hash, applicationId));
  });
  await keep(own);
}

const nameOf = ({ kind, hash }: Pick<FactRecord, 'kind' | 'hash'>) => `${kind} ${hash}`;
const pairOf = ({ code, counterpartId }: Pick<FlagDraft, 'code' | 'counterpartId'>) => `${code} ${counterpartId}`;

/** Two applications that change at the same moment may have to look at each other once more. */
const PASSES = 6;

/**
 * Brings the application's flags in line with what it shares: the flags are read before the facts, one whose ground is
 * gone is marked only if nobody wrote it since, and after every write there is another look. So a counterpart that moves
 * meanwhile is either seen here or sees this one.
 */
async function settleFlags(table: Table, owner: Owner, rows: FactRecord[], why: 'new-version' | 'withdrawn') {
  for (let pass = 1; pass <= PASSES; pass += 1) {
    const known = await loadFlags(table, owner.applicationId);
    const standing = new Map(known.filter(({ gone }) => gone === null).map((flag) => [pairOf(flag), flag]));
    const drafts = flagsOf(await sharedWith(table, owner, rows), new Set(standing.keys()));
    const named = new Set(drafts.map(pairOf));
    const lost = [...standing.values()].filter((flag) => !named.has(pairOf(flag)));
    // The first time all are written: who marks one as gone at this moment must notice.
    const due = pass === 1 ? drafts : drafts.filter((draft) => !isSame(standing.get(pairOf(draft)), draft, owner));
    const first = new Map(known.map((flag) => [pairOf(flag), flag.firstAt]));
    for (const draft of due) await table.transact(raise(owner, draft, first.get(pairOf(draft)) ?? nowUtc()));
    for (const flag of lost) await markGone(table, flag, why);
    if (due.length === 0 && lost.length === 0) return true;
  }
  return false;
}

async function sharedWith(table: Table, { roundId }: Owner, rows: FactRecord[]) {
  const byName = new Map(rows.map((row) => [nameOf(row), row]));
  const found = await forEachId([...byName.keys()], async (name) => {
    const mine = byName.get(name);
    if (mine === undefined) return [];
    return [{ mine, others: await table.all(keys.factPk(roundId, mine.kind, mine.hash), FactRecord) }];
  });
  return found.flat();
}

const isSame = (known: FlagRecord | undefined, draft: FlagDraft, { version }: Owner): boolean =>
  known !== undefined &&
  known.version === version &&
  known.counterpartVersion === draft.counterpartVersion &&
  known.evidence === draft.evidence;

/** The flag and its mirror, in one transaction. */
function raise(owner: Owner, draft: FlagDraft, firstAt: string): Action[] {
  const { roundId, applicationId, version } = owner;
  const { code, clause, counterpartId, counterpartVersion, evidence, mirrored } = draft;
  const common = { entity: 'Flag', roundId, code, clause, firstAt, lastAt: nowUtc(), gone: null };
  const side = (id: string, other: string, own: Pick<FlagRecord, 'evidence' | 'version' | 'counterpartVersion'>) => ({
    update: keys.flag(id, code, other),
    change: { set: { ...common, applicationId: id, counterpartId: other, ...own }, add: { rev: 1 }, upsert: true },
  });
  return [
    side(applicationId, counterpartId, { evidence, version, counterpartVersion }),
    side(counterpartId, applicationId, {
      evidence: mirrored,
      version: counterpartVersion,
      counterpartVersion: version,
    }),
  ];
}

/** Marked, never deleted: that it was so stays on record. Who wrote it meanwhile had ground for it, and the next look tells. */
async function markGone(table: Table, flag: FlagRecord, why: 'new-version' | 'withdrawn'): Promise<void> {
  const { applicationId, counterpartId, code, rev } = flag;
  const change = { set: { gone: { at: nowUtc(), why } }, add: { rev: 1 }, when: { rev } };
  try {
    await table.transact([
      { update: keys.flag(applicationId, code, counterpartId), change },
      { update: keys.flag(counterpartId, code, applicationId), change },
    ]);
  } catch (error) {
    if (!(error instanceof ConditionFailed)) throw error;
  }
}

/** Applicants whose legal representative has this name; found by its hash, as it is kept. */
export const ledBy = (table: Table, roundId: string, secret: string, name: string): Promise<FactRecord[]> => {
  const hash = hashed(secret, { kind: 'legal-person', value: normalName(name), labels: [] });
  return table.all(keys.factPk(roundId, 'legal-person', hash), FactRecord);
};

/** All flags of an application, also those whose ground is gone. */
export const loadFlags = (table: Table, applicationId: string): Promise<FlagRecord[]> =>
  table.all(keys.applicationPk(applicationId), FlagRecord, 'FLAG#');

export const loadOverride = (table: Table, applicationId: string, rule: string): Promise<OverrideRecord | null> =>
  table.get(keys.override(applicationId, rule), OverrideRecord);
