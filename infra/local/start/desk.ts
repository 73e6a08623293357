import { join } from 'node:path';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { S3Client } from '@aws-sdk/client-s3';
import { exportRound } from '../../../shared/export/export.ts';
import { language, t } from '../../../shared/http/language.ts';
import { known } from '../../../shared/http/own.ts';
import { Bucket } from '../../../shared/store/buckets.ts';
import { Table } from '../../../shared/store/table.ts';
import type { LocalCloud } from '../cloud.ts';
import { LOCAL_CREDENTIALS } from '../environment.ts';
import type { Desk } from './landing/server.ts';
import { Mailroom } from './mailroom.ts';
import { openOffice } from './office.ts';
import { outputOf } from './outputs.ts';
import { players } from './players.ts';
import type { Visit } from './visit.ts';

const DAY_MS = 86_400_000;

/** What the landing page shows and does, around a cloud that runs. */
export function startDesk({ cloud, dataDir, visit }: { cloud: LocalCloud; dataDir: string; visit: Visit }) {
  const { clock, endpoints, environment } = cloud;
  const common = { region: environment['AWS_REGION'] ?? '', credentials: LOCAL_CREDENTIALS };
  const s3 = new S3Client({ ...common, endpoint: endpoints.s3, forcePathStyle: true });
  const dynamodb = new DynamoDBClient({ ...common, endpoint: endpoints.dynamodb });
  const evidence = new Bucket(outputOf(cloud, 'EvidenceBucket'), s3);
  const table = new Table(outputOf(cloud, 'TableName'), dynamodb);
  const mailroom = new Mailroom(join(dataDir, 'mail'));
  const dbPath = join(dataDir, 'people', 'finance.sqlite');
  const office = openOffice(cloud, { dbPath, now: () => clock.now(), outcome: () => ({ outcome: 'paid' }) });
  const letters = () => {
    mailroom.fetch();
    return mailroom.letters;
  };
  const jump = async (time: number) => {
    await clock.jumpTo(time);
    return t('时钟已拨动。');
  };
  const act = async () => {
    const counts = Object.entries((await players('act', dataDir)) as Record<string, number>);
    await cloud.idle();
    return counts.length === 0
      ? t('现在没有模拟人员可以办理的任务。')
      : t('已办理：{counts}。', {
          counts: counts.map(([what, count]) => `${known(what)} ${count}`).join(language() === 'en' ? ', ' : '，'),
        });
  };
  const settle = async () => {
    office.check();
    const answered = await office.settleAll();
    await cloud.idle();
    return t('财政已办理 {count} 笔。', { count: answered });
  };
  const desk: Desk = {
    letters,
    overview: async () => ({
      now: clock.now(),
      nextDue: clock.nextDue(),
      site: endpoints.http,
      round: await exportRound(table, evidence, visit.roundId),
      letters: letters(),
      alarms: cloud.alarms(),
      packages: visit.packages,
    }),
    actions: {
      '/clock/next': () => jump(clock.nextDue() ?? clock.now()),
      '/clock/day': () => jump(clock.now() + DAY_MS),
      '/people/act': act,
      '/finance/settle': settle,
    },
  };
  return {
    ...desk,
    stop: async () => {
      await office.stop();
      s3.destroy();
      dynamodb.destroy();
    },
  };
}
