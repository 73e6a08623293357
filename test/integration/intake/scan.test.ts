import { createServer as createHttpServer } from 'node:http';
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';
import { S3Client } from '@aws-sdk/client-s3';
import { expect, onTestFinished, test } from 'vitest';
import { guardDuty, noScan, scannerOf } from '../../../functions/intake/scan.ts';
import { Blocks } from '../../../shared/package/source.ts';
import { Bucket } from '../../../shared/store/buckets.ts';

const EICAR = 'X5O!P%@AP[4\\PZX54(P^)7CC)7}$EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*';
const upload = (bytes: Buffer) => {
  const read = async (start: number, length: number) => bytes.subarray(start, start + length);
  return { key: 'inbox/x.zip', blocks: new Blocks({ size: bytes.length, read }) };
};
const nobody = new Bucket('inbox');

async function listening(server: Server): Promise<number> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void server.close());
  return (server.address() as AddressInfo).port;
}

/** A daemon that speaks clamd's INSTREAM: it finds what contains EICAR, and refuses what is too long, in the middle. */
function clamd(limit: number): Promise<number> {
  const serve = (socket: Socket) => {
    let bytes = Buffer.alloc(0);
    const received: Buffer[] = [];
    socket.on('error', () => undefined);
    socket.on('data', (chunk) => {
      bytes = Buffer.concat([bytes, chunk]);
      if (received.length === 0 && bytes.length >= 10) {
        expect(bytes.toString('latin1', 0, 10)).toBe('zINSTREAM\0');
        received.push(Buffer.alloc(0));
        bytes = bytes.subarray(10);
      }
      while (received.length > 0 && bytes.length >= 4 && bytes.length >= 4 + bytes.readUInt32BE(0)) {
        const length = bytes.readUInt32BE(0);
        received.push(bytes.subarray(4, 4 + length));
        bytes = bytes.subarray(4 + length);
        const all = Buffer.concat(received);
        if (all.length > limit) socket.end('INSTREAM size limit exceeded. ERROR\0');
        else if (length === 0) socket.end(all.includes(EICAR) ? 'stream: Eicar-Signature FOUND\0' : 'stream: OK\0');
      }
    });
  };
  return listening(createServer(serve));
}

test('a ClamAV daemon sees every byte of an upload, and its word counts', async () => {
  const scan = scannerOf(`clamd://127.0.0.1:${await clamd(3_000_000)}`, nobody);
  expect(await scan(upload(Buffer.alloc(1_000_000, 'ab')))).toBe('clean');
  const infected = Buffer.alloc(300_000, 'ab');
  // Across the seam of two chunks.
  infected.write(EICAR, 64 * 1024 - 20);
  expect(await scan(upload(infected))).toBe('threats');
  await expect(scan(upload(Buffer.alloc(5_000_000)))).rejects.toThrow(/clamd/);
});

test('a daemon that is not there, or hangs up, is asked again later', async () => {
  const hangsUp = await listening(createServer((socket) => void socket.destroy()));
  const gone = createServer();
  const nowhere = await listening(gone);
  gone.close();
  for (const port of [hangsUp, nowhere])
    await expect(scannerOf(`clamd://127.0.0.1:${port}`, nobody)(upload(Buffer.alloc(10)))).rejects.toMatchObject({
      name: 'Retryable',
    });
});

/** A bucket whose object has these tags, one set after the other as time goes by. */
async function tagged(...statuses: (string | null)[]): Promise<Bucket> {
  const server = createHttpServer((request, response) => {
    expect(request.url).toContain('/inbox/inbox/x.zip?tagging');
    const status = statuses.length > 1 ? statuses.shift() : statuses[0];
    const other = '<Tag><Key>other</Key><Value>1</Value></Tag>';
    const tag = status ? `<Tag><Key>GuardDutyMalwareScanStatus</Key><Value>${status}</Value></Tag>` : '';
    response.end(`<?xml version="1.0"?><Tagging><TagSet>${other}${tag}</TagSet></Tagging>`);
  });
  const endpoint = `http://127.0.0.1:${await listening(server)}`;
  const credentials = { accessKeyId: 'a', secretAccessKey: 'b' };
  const client = new S3Client({ endpoint, credentials, region: 'us-east-1', forcePathStyle: true });
  onTestFinished(() => client.destroy());
  return new Bucket('inbox', client);
}

test.each([
  ['NO_THREATS_FOUND', 'clean'],
  ['THREATS_FOUND', 'threats'],
  ['UNSUPPORTED', 'unsupported'],
])('GuardDuty says %s', async (status, outcome) => {
  expect(await guardDuty(await tagged(null, null, status), 1)(upload(Buffer.alloc(1)))).toBe(outcome);
});

test.each([null, 'FAILED', 'ACCESS_DENIED', 'toString'])(
  'GuardDuty that says %s is asked again later',
  async (status) => {
    const scan = guardDuty(await tagged(status), 1)(upload(Buffer.alloc(1)));
    await expect(scan).rejects.toMatchObject({ name: 'Retryable' });
  },
);

test('without a scanner nobody says that it is clean', async () => {
  expect(await scannerOf('none', nobody)(upload(Buffer.alloc(1)))).toBe('none');
  expect(await noScan(upload(Buffer.alloc(1)))).toBe('none');
});
