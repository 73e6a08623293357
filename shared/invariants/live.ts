import { GetQueueAttributesCommand, type SQSClient } from '@aws-sdk/client-sqs';
import * as z from 'zod';
import { exportDecisions } from '../export/decisions.ts';
import type { DecisionsDocument } from '../schemas/decision-log.ts';
import { type LedgerEntryRecord, WaitRecord } from '../schemas/records.ts';
import type { Bucket } from '../store/buckets.ts';
import { openIds } from '../store/gates.ts';
import { keys, outboxPartitions } from '../store/keys.ts';
import { loadLedger } from '../store/ledger.ts';
import { loadAwards, loadLists } from '../store/lists.ts';
import { forEachId, rosterIds } from '../store/roster.ts';
import type { Table } from '../store/table.ts';
import { findUpload } from '../store/uploads.ts';

/** What the running system shows of a round beside its export. */
export interface LiveFacts {
  /** Objects in the place of a slot in the inbox, older than the grace. */
  objects: { key: string; recorded: boolean }[];
  /** Records, and decisions for executions, that should have left before the grace, by id. */
  unsent: string[];
  /** Rows of the open sets. */
  open: { stage: string; id: string }[];
  /** Messages in dead-letter queues by the queue's name; of the whole system, and without the empty ones. */
  deadLetters: Record<string, number>;
  /** Tasks, outcomes for executions and payment instructions as they stand in the table, by id. */
  records: { id: string; content: unknown }[];
  /** The chains of decisions. */
  decisions: DecisionsDocument;
  /** 历次奖补: the whole ledger of everybody who has an award in this round. */
  ledger: LedgerEntryRecord[];
}

/** Where the facts are. `now`: the domain's time, UTC milliseconds. */
export interface LiveSystem {
  table: Table;
  inbox: Bucket;
  sqs: SQSClient;
  /** Addresses of all dead-letter queues, separated by commas: the app's output `DlqUrls`. */
  dlqUrls: string;
  now: number;
  /** Younger than this, a fact may be on its way: the reconciler, which runs every hour, has not had its turn. 0 for a system that is idle. */
  graceMs?: number;
}

const GRACE_MS = 90 * 60_000;

/** Reads the facts of a round that its export does not have. */
export async function liveFacts(system: LiveSystem, roundId: string): Promise<LiveFacts> {
  const until = system.now - (system.graceMs ?? GRACE_MS);
  const [objects, unsent, open, deadLetters, records, decisions, ledger] = await Promise.all([
    inboxObjects(system, roundId, until),
    unsentRecords(system.table, roundId, new Date(until).toISOString()),
    openRows(system.table, roundId),
    deadLetterCounts(system),
    liveRecords(system.table, roundId),
    exportDecisions(system.table, roundId),
    ledgersOf(system.table, roundId),
  ]);
  return { objects, unsent, open, deadLetters, records, decisions, ledger };
}

async function ledgersOf(table: Table, roundId: string): Promise<LedgerEntryRecord[]> {
  const payees = new Set((await loadAwards(table, roundId)).map(({ uscc }) => uscc));
  return (await forEachId([...payees], (uscc) => loadLedger(table, uscc))).flat();
}

const AnyRecord = z.looseObject({ entity: z.string().optional(), roundId: z.string().optional() });
const INBOX_KEY = /^inbox\/[^/]+\/([^/]+)\/([^/]+)\.zip$/;

async function inboxObjects(
  { table, inbox }: LiveSystem,
  roundId: string,
  until: number,
): Promise<LiveFacts['objects']> {
  const etags = new Map<string, string>();
  for await (const { key, etag, modified } of inbox.list(`inbox/${roundId}/`))
    if (modified <= until) etags.set(key, etag);
  const found = await forEachId([...etags.keys()], async (key) => {
    const [, applicationId, name] = INBOX_KEY.exec(key) ?? [];
    if (applicationId === undefined || name === undefined) return [];
    // Under no slot's name it is nobody's upload: no form leads there.
    if ((await table.get(keys.slot(applicationId), AnyRecord))?.roundId !== roundId) return [];
    const { known } = await findUpload(table, applicationId, name, etags.get(key) ?? '');
    return [{ key, recorded: known !== null }];
  });
  return found.flat();
}

/** The index may lag behind: the record itself says what is still due. */
async function unsentRecords(table: Table, roundId: string, until: string): Promise<string[]> {
  const ids: string[] = [];
  for (const partition of outboxPartitions) {
    for await (const page of table.keysInIndex(partition, until)) {
      const due = await Promise.all(page.map(async (key) => isDue(await table.get(key, AnyRecord), roundId)));
      ids.push(...page.filter((_, i) => due[i]).map(({ pk, sk }) => `${pk} ${sk}`));
    }
  }
  return ids.toSorted();
}

/** Without a token nobody waits for the outcome; whoever comes completes at once. */
function isDue(record: z.infer<typeof AnyRecord> | null, roundId: string): boolean {
  if (record === null || record.roundId !== roundId) return false;
  if (record.entity !== 'Wait') return record['outbox'] !== undefined;
  return [record['settle'], record['token'], record['outcome']].every((part) => part !== undefined);
}

async function openRows(table: Table, roundId: string): Promise<LiveFacts['open']> {
  const lists = await loadLists(table, roundId);
  const stages = ['district', 'experts', ...lists.map(({ listNo }) => `payee-${listNo}`), 'settlement'];
  const rows = await Promise.all(
    stages.map(async (stage) => (await openIds(table, roundId, stage)).map((id) => ({ stage, id }))),
  );
  return rows.flat();
}

async function deadLetterCounts({ sqs, dlqUrls }: LiveSystem): Promise<Record<string, number>> {
  const counts = await Promise.all(
    dlqUrls.split(',').map(async (QueueUrl) => {
      const { Attributes } = await sqs.send(
        new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ['ApproximateNumberOfMessages'] }),
      );
      return [
        QueueUrl.split('/').at(-1) ?? QueueUrl,
        Number(Attributes?.['ApproximateNumberOfMessages'] ?? 0),
      ] as const;
    }),
  );
  return Object.fromEntries(counts.filter(([, count]) => count > 0));
}

async function liveRecords(table: Table, roundId: string): Promise<LiveFacts['records']> {
  const partitions = [
    keys.roundPk(roundId),
    keys.disbursementsPk(roundId),
    keys.directivesPk(roundId),
    ...(await rosterIds(table, roundId)).map(keys.applicationPk),
  ];
  const items = await forEachId(partitions, (pk) => table.all(pk, AnyRecord));
  return items.flat().flatMap((item) => {
    if (item.entity === 'Task') return [{ id: String(item['taskId']), content: item }];
    if (item.entity === 'Disbursement') return [{ id: String(item['disbursementId']), content: item }];
    // Why is for people on our side: what leaves says nothing of it.
    if (item.entity === 'Directive') return [{ id: String(item['directiveId']), content: { ...item, reason: '' } }];
    // The token belongs to the wait, and stays there.
    const wait = item.entity === 'Wait' ? WaitRecord.safeParse(item).data : undefined;
    return wait?.outcome === undefined ? [] : [{ id: wait.waitId, content: wait.outcome }];
  });
}
