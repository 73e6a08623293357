import { createReadStream } from 'node:fs';
import { ConditionalCheckFailedException, PutItemCommand, paginateScan } from '@aws-sdk/client-dynamodb';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import * as z from 'zod';
import { canonicalJson, sha256Hex } from '../../../shared/canonical.ts';
import { CliError } from '../errors.ts';
import type { Values } from '../parse.ts';
import type { Place } from '../place.ts';
import type { Said } from '../round.ts';
import { type Item, isOfRounds, itemOf, lineOf, type Manifest, type ObjectLine } from './format.ts';
import { checkedManifest, contentPath, linesOf, objectsOf } from './read.ts';

/** Stands in the table while a backup is put into it: whoever breaks off goes on with the same one. */
const MARK = { pk: 'RESTORE', sk: 'RESTORE' };
const Mark = z.looseObject({ backup: z.string() });
const AT_ONCE = 25;

interface Outcome {
  written: number;
  /** Was there already, just so. */
  same: number;
  /** Keys whose record is there and another one: left as they are. */
  different: string[];
  /** Objects that the list names and the bucket does not have. */
  missing: string[];
}

/**
 * Puts a backup into an empty stage: first what decisions are based on, then the records, and last the records that set something
 * going, so that whatever follows from them finds the others. Nothing that is there is overwritten. Broken off, the same again goes on.
 * @throws CliError restore.not-empty, backup.damaged
 */
export async function restore(place: Place, { dir, 'into-used': intoUsed }: Values<'restore'>): Promise<Said> {
  const manifest = await checkedManifest(dir);
  const id = sha256Hex(canonicalJson(manifest));
  await claim(place, id, intoUsed === true);
  const outcome: Outcome = { written: 0, same: 0, different: [], missing: [] };
  for (const object of objectsOf(dir, manifest)) await putObject(place, dir, manifest, object, outcome);
  for (const moving of [false, true])
    for (const file of manifest.table.files) {
      const items = linesOf(dir, file)
        .map(itemOf)
        .filter((item) => moves(item) === moving);
      await putItems(place, items, outcome);
    }
  await place.table.delete(MARK);
  return said(manifest, outcome);
}

/** Only into a table without records, or with those of this very backup. @throws CliError restore.not-empty */
async function claim(place: Place, id: string, intoUsed: boolean): Promise<void> {
  const { table } = place;
  const mark = await table.get(MARK, Mark);
  if (mark?.backup === id) return;
  if ((await isUsed(place)) && (mark !== null || !intoUsed))
    throw new CliError(
      'restore.not-empty',
      mark === null
        ? '系统中已有记录。恢复只写入空的系统；确要补入缺少的记录（不覆盖已有的），请加 --into-used。'
        : '系统中有另一份备份尚未恢复完，请先用那一份继续。',
    );
  await table.put(MARK, { entity: 'Restore', backup: id }, { replace: true });
}

async function isUsed({ table, dynamodb }: Place): Promise<boolean> {
  for await (const { Items = [] } of paginateScan(
    { client: dynamodb },
    { TableName: table.name, ConsistentRead: true, Limit: 100 },
  ))
    if (Items.some(isOfRounds)) return true;
  return false;
}

/** What the stream's readers wait for: letters, instructions, decisions. */
const moves = (item: Item): boolean => 'outbox' in item || 'settle' in item || item['entity']?.S === 'Task';

async function putItems({ dynamodb, table }: Place, items: Item[], outcome: Outcome): Promise<void> {
  for (let at = 0; at < items.length; at += AT_ONCE)
    await Promise.all(
      items.slice(at, at + AT_ONCE).map(async (Item) => {
        try {
          const ConditionExpression = 'attribute_not_exists(pk)';
          const ReturnValuesOnConditionCheckFailure = 'ALL_OLD' as const;
          await dynamodb.send(
            new PutItemCommand({
              TableName: table.name,
              Item,
              ConditionExpression,
              ReturnValuesOnConditionCheckFailure,
            }),
          );
          outcome.written += 1;
        } catch (error) {
          if (!(error instanceof ConditionalCheckFailedException)) throw error;
          if (error.Item !== undefined && lineOf(error.Item) === lineOf(Item)) outcome.same += 1;
          else outcome.different.push(keyOf(Item));
        }
      }),
    );
}

function keyOf({ pk, sk }: Item): string {
  const key = unmarshall({ ...(pk && { pk }), ...(sk && { sk }) });
  return `${key['pk']} ${key['sk']}`;
}

async function putObject(
  { evidence }: Place,
  dir: string,
  { objects }: Manifest,
  object: ObjectLine,
  outcome: Outcome,
): Promise<void> {
  const { key, size, sha256, contentType } = object;
  const there = await evidence.head(key);
  if (there?.size === size) return;
  if (!objects.contents || sha256 === null || there !== null) {
    outcome.missing.push(key);
    return;
  }
  await evidence.writeVerified(key, createReadStream(contentPath(dir, object)), { size, sha256, contentType });
}

const MOST_NAMED = 20;

function said({ table, objects, begunAt }: Manifest, { written, same, different, missing }: Outcome): Said {
  const named = (what: string, all: string[]) =>
    all.length === 0 ? [] : [`${what} ${all.length} 项：`, ...all.slice(0, MOST_NAMED).map((one) => `  ${one}`)];
  const good = different.length === 0 && missing.length === 0;
  return {
    text: [
      `备份始于 ${begunAt}：记录 ${table.items} 条，写入 ${written} 条，已有且相同 ${same} 条；证据文件 ${objects.count} 个。`,
      ...named('已有且不同，未覆盖', different),
      ...named('证据文件缺少或不同', missing),
      ...(good ? ['接下来：npm run awards -- reconcile（为未办结的事项启动流程），再逐批次 doctor --round ID。'] : []),
      '',
    ].join('\n'),
    good,
  };
}
