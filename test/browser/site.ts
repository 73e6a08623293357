import { readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PutObjectCommand } from '@aws-sdk/client-s3';
import { examine } from '../../functions/eligibility/handler.ts';
import { acceptVersion } from '../../functions/intake/accept.ts';
import { noScan } from '../../functions/intake/scan.ts';
import { invite } from '../../functions/invite/handler.ts';
import type { SmsMessage } from '../../functions/notify/channels/sms.ts';
import { keptOf, makeNotifyDeps } from '../../functions/notify/deps.ts';
import { notify } from '../../functions/notify/handler.ts';
import { openAwaited } from '../../functions/task-open/handler.ts';
import { loadAssets } from '../../functions/web/assets.ts';
import { LinkPace } from '../../functions/web/pace.ts';
import { createSite } from '../../functions/web/site.ts';
import { bundleBrowser } from '../../infra/bundle.ts';
import { stageNamed } from '../../infra/stages.ts';
import { canonicalJson, sha256Hex } from '../../shared/canonical.ts';
import { localInstant } from '../../shared/domain/calendar.ts';
import { checkPackage } from '../../shared/package/check.ts';
import { Blocks } from '../../shared/package/source.ts';
import { PayeeKey } from '../../shared/payees/key.ts';
import { Policy } from '../../shared/policy/schema.ts';
import { type RoundRecord, SlotRecord } from '../../shared/schemas/records.ts';
import { REGISTER_KINDS } from '../../shared/schemas/registers.ts';
import { Bucket } from '../../shared/store/buckets.ts';
import { ensureGate } from '../../shared/store/gates.ts';
import { applicationIdOf, keys } from '../../shared/store/keys.ts';
import { policyKey } from '../../shared/store/policies.ts';
import { registerVersion, writeRegister } from '../../shared/store/registers.ts';
import { Table } from '../../shared/store/table.ts';
import { generateWorld } from '../world/generate.ts';
import { buildPackage } from '../world/packages.ts';
import type { ApplicationPlan } from '../world/types.ts';
import {
  EVIDENCE,
  INBOX,
  startBuckets,
  startKeys,
  startMailbox,
  startPages,
  startSecrets,
  startTable,
  TABLE,
} from './parts.ts';

const CLOCK = Symbol.for('awards.clock');
const POLICY = new URL('../../shared/policy/qingdao-2025.json', import.meta.url);

export type Site = Awaited<ReturnType<typeof startSite>>;

/** A round in its intake, over the real table, buckets and mail, with domain time standing still. */
export async function startSite(change?: (policy: Policy, registers: World['registers']) => void) {
  const dir = await mkdtemp(join(tmpdir(), 'pages-'));
  const time = { now: Date.parse('2025-11-10T02:00:00.000Z') };
  (globalThis as Record<symbol, unknown>)[CLOCK] = () => time.now;
  const [database, buckets, mailbox, keysOf] = await Promise.all([
    startTable(join(dir, 'table')),
    startBuckets(join(dir, 'buckets'), () => time.now),
    startMailbox(),
    startKeys(join(dir, 'keys')),
    bundleBrowser(join(dir, 'assets')),
  ]);
  const assets = loadAssets(join(dir, 'assets'));
  const table = new Table(TABLE, database.dynamo);
  const evidence = new Bucket(EVIDENCE, buckets.s3);
  const payeeKey = new PayeeKey(keysOf.keyArn, keysOf.kms);
  const pace = new LinkPace(table, stageNamed('local').linkPace);
  const deps = { table, evidence, payeeKey, s3: buckets.s3, inboxBucket: INBOX, assets, pace };
  const pages = await startPages(createSite(deps).app);
  const secrets = await startSecrets(join(dir, 'secrets'), { mail: { url: mailbox.url } });
  const env = {
    ...{ TABLE_NAME: TABLE, STAGE: 'test', EVIDENCE_BUCKET: EVIDENCE, PUBLIC_URL: pages.url, CHANNEL_HOSTS: '' },
    MAIL_FROM: '评选办公室 <pingxuan@awards.example.test>',
    ...secrets.arns,
  };
  const channels = makeNotifyDeps(env, keptOf(env, secrets.client));
  const texts: SmsMessage[] = [];
  const sms = { send: async (message: SmsMessage) => void texts.push(message) };
  const letters = { ...channels, ...deps, from: 'pingxuan@awards.example.test', sms };
  const policy = Policy.parse(JSON.parse(readFileSync(POLICY, 'utf8')));
  // Each letter by itself: nobody here waits for others.
  delete policy.notifications;
  const world = generateWorld({ seed: 'pages', applications: 20, policy });
  const { roundId } = world;
  change?.(policy, world.registers);
  await openRound({ table, evidence }, world);
  return {
    ...{
      table,
      evidence,
      pace,
      payeeKey,
      kms: keysOf.kms,
      payeeKeyArn: keysOf.keyArn,
      dynamo: database.dynamo,
      s3: buckets.s3,
      uploads: buckets.uploads,
      url: pages.url,
      mails: mailbox.mails,
      texts,
    },
    ...{ world, roundId, policy, time, assets },
    notify: (request: Parameters<typeof notify>[1]) => notify(letters, request),
    /** Link in the last mail. */
    lastLink(): string {
      const found = /https?:\/\/\S+\/l\/[\w-]{43}/.exec(mailbox.mails.at(-1)?.text ?? '')?.[0];
      if (found === undefined) throw new Error('the last mail has no link');
      return found;
    },
    async stop() {
      delete (globalThis as Record<symbol, unknown>)[CLOCK];
      await Promise.all([pages.stop(), mailbox.stop(), buckets.stop(), keysOf.stop(), secrets.stop(), database.stop()]);
      await rm(dir, { recursive: true, force: true });
    },
  };
}

type World = ReturnType<typeof generateWorld>;
type Stores = Pick<Site, 'table' | 'evidence'>;

async function openRound({ table, evidence }: { table: Table; evidence: Bucket }, world: World): Promise<void> {
  const { policy, roundId } = world;
  const policyHash = sha256Hex(canonicalJson(policy));
  const versions = REGISTER_KINDS.map((kind) => [kind, registerVersion(world.registers[kind])] as const);
  for (const kind of REGISTER_KINDS)
    await writeRegister(table, kind, registerVersion(world.registers[kind]), world.registers[kind]);
  await evidence.write(policyKey(policyHash), JSON.stringify(policy), 'application/json');
  const round: RoundRecord = {
    entity: 'Round',
    roundId,
    title: policy.title,
    policyId: policy.id,
    policyHash,
    registers: Object.fromEntries(versions) as RoundRecord['registers'],
    stage: 'call',
    openedAt: '2025-11-03T01:00:00.000Z',
    callDate: '2025-11-03',
    secretHash: sha256Hex('secret'),
    secret: 'secret',
  };
  await table.put(keys.round(roundId), round);
  const { intakeClosesAt, districtClosesAt } = policy.timeline.value;
  await ensureGate(table, roundId, 'intake', localInstant(intakeClosesAt), false);
  await ensureGate(table, roundId, 'district', localInstant(districtClosesAt), false);
  await invite(table, { roundId, cursor: null });
}

/** A faultless application of the category, with its id. */
export function planOf(world: World, category: ApplicationPlan['category']): { plan: ApplicationPlan; id: string } {
  const plan = world.plans.find((one) => one.category === category && one.fault === null);
  const invitation = plan === undefined ? undefined : world.registers.invitations[plan.invitation];
  if (plan === undefined || invitation === undefined) throw new Error(`nobody applies for ${category}`);
  return { plan, id: applicationIdOf(world.roundId, category, invitation.uscc, invitation.applicationNo) };
}

/** Takes a package in as the intake does, up to the district's open task; the execution that would wait is not there. */
export async function submitted(
  site: Site,
  category: ApplicationPlan['category'],
  variant: 'good' | 'gbk-names' = 'good',
): Promise<string> {
  const { plan, id } = planOf(site.world, category);
  const body = buildPackage(site.world, plan, variant);
  const key = `inbox/${site.roundId}/${id}/first.zip`;
  const { ETag = '' } = await site.s3.send(new PutObjectCommand({ Bucket: INBOX, Key: key, Body: body }));
  const slot = await site.table.get(keys.slot(id), SlotRecord);
  if (slot === null) throw new Error('the slot was not issued');
  const read = async (start: number, n: number) => body.subarray(start, start + n);
  const blocks = new Blocks({ size: body.length, read });
  const checked = await checkPackage(blocks, { ...slot, policy: site.policy });
  if (!checked.ok) throw new Error(`refused: ${checked.problems.map((problem) => problem.code).join()}`);
  const arrival = {
    key,
    etag: ETag,
    size: body.length,
    uploadId: 'first',
    slot,
    receivedAt: '2025-11-09T02:00:00.000Z',
  };
  const stores: Stores = site;
  await acceptVersion(
    { ...stores, inbox: new Bucket(INBOX, site.s3), applicationMachineArn: 'none', scan: noScan },
    arrival,
    null,
    {
      ...checked,
      sha256: sha256Hex(canonicalJson(checked.files)),
      blocks,
      limits: site.policy.intake.value,
      scan: 'none',
    },
  );
  const { version, attempt, waitId } = await examine(site, { applicationId: id });
  await openAwaited(site, {
    kind: 'district-review',
    token: 'the-execution-waits',
    ...{ roundId: site.roundId, applicationId: id, version, attempt, waitId },
  });
  return id;
}
