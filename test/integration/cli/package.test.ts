import { cpSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import iconv from 'iconv-lite';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { fillForm } from '../../../shared/package/excel/fill.ts';
import { openWorkbook } from '../../../shared/package/excel/open.ts';
import { isBlankForm } from '../../../shared/package/excel/read.ts';
import { kindOfFile } from '../../../shared/package/titles.ts';
import type { Problem } from '../../../shared/schemas/findings.ts';
import { SlotStatus } from '../../../shared/schemas/slot-status.ts';
import { manifestOf, planned, policy, worldOf } from '../../unit/world/fixture.ts';
import { attachmentsFor } from '../../world/attachments.ts';
import { applicantOf } from '../../world/directory.ts';
import type { Variant } from '../../world/types.ts';
import { type Applicant, makeCity } from '../flows/city.ts';
import { type Flows, openFlows } from '../flows/harness.ts';
import { openDesk } from './desk.ts';

const desk = openDesk();
afterAll(() => desk.close());
const cli = (...args: string[]) => desk.awards(['package', ...args]);

describe('without a network', () => {
  const world = worldOf(20);
  const [plan] = planned(world, null).filter(({ category }) => category === 'benchmark-enterprise');
  if (plan === undefined) throw new Error('nobody applies');
  const { manifest, invitation } = manifestOf(world, plan);
  const files = attachmentsFor(world, applicantOf(world, plan.invitation), 1);
  const facts = [
    ...['--category', manifest.category, '--round', manifest.roundId, '--uscc', manifest.uscc],
    ...['--application-no', String(manifest.applicationNo)],
  ];

  /** A folder as `init` leaves it, with what the applicant put into it. */
  const folder = async (name: string, content: Record<string, string | Uint8Array>): Promise<string> => {
    const dir = desk.path(name);
    const made = await cli('init', ...facts, '--name', invitation.name, '--out', dir);
    expect(made).toMatchObject({ code: 0, err: '' });
    for (const [path, data] of Object.entries(content)) writeFileSync(join(dir, path), data);
    return dir;
  };
  const attached = Object.fromEntries(files.map(({ path, data }) => [path, data]));
  const json = JSON.stringify({ ...manifest, attachments: [] });

  test('a folder is prepared once, with all that an applicant needs', async () => {
    const dir = await folder('prepared', {});
    const slot = JSON.parse(readFileSync(join(dir, 'slot.json'), 'utf8'));
    expect(await isBlankForm(readFileSync(join(dir, '申报书.xlsx')), { ...slot, policy })).toBe(true);
    expect(readFileSync(join(dir, '证明材料说明.txt'), 'utf8')).toContain('信用报告（credit-report）');
    const blank = desk.path('blank.xlsx');
    expect(await cli('form', '--category', manifest.category, '--out', blank)).toMatchObject({ code: 0, err: '' });
    expect(await isBlankForm(readFileSync(blank), { ...slot, policy })).toBe(true);
    expect(readFileSync(join(dir, 'application.schema.json'), 'utf8')).toBe(
      (await cli('schema', '--category', manifest.category)).out,
    );
    expect(await cli('init', ...facts, '--out', dir)).toMatchObject({
      code: 2,
      err: expect.stringMatching(/^cli\.file-exists/),
    });
    const { code, out } = await cli('check', dir);
    expect(code).toBe(1);
    expect(out).toMatch(/package\.manifest-field +申报书.xlsx 申报信息!B9 +“法定代表人”没有填写。/);
    expect(out).toMatch(/package\.attachment-missing +attachments/);
  });

  test('hashes and kinds are filled in, the zip is the same each time, and is found to be good', async () => {
    const dir = await folder('json', { ...attached, 'application.json': json });
    const [one, two] = [desk.path('one.zip'), desk.path('two.zip')];
    const built = await cli('build', dir, '--out', one);
    // The invoices are scanned under a name that tells nothing.
    expect(built).toMatchObject({
      code: 1,
      out: expect.stringMatching(/package\.attachment-not-listed +attachments\/发票扫描件.png/),
    });
    const listed = JSON.parse(readFileSync(join(dir, 'application.json'), 'utf8'));
    const scan = files.find(({ path }) => kindOfFile(path) === null);
    listed.attachments.push({ kind: scan?.kind, path: scan?.path, sha256: '0'.repeat(64) });
    writeFileSync(join(dir, 'application.json'), JSON.stringify(listed));
    for (const out of [one, two]) expect(await cli('build', dir, '--out', out)).toMatchObject({ code: 0, err: '' });
    expect(readFileSync(one).equals(readFileSync(two))).toBe(true);
    expect(await cli('check', dir)).toMatchObject({ code: 0, out: `检查通过，共 ${files.length + 1} 个文件。\n` });
    const checked = await cli('check', one, '--slot', join(dir, 'slot.json'), '--json');
    const hashes = new Map(files.map(({ path, sha256 }) => [path, sha256]));
    const told = JSON.parse(checked.out).files.slice(1) as { path: string; sha256: string }[];
    expect(new Map(told.map(({ path, sha256 }) => [path, sha256]))).toEqual(hashes);
    expect(await cli('check', one, ...facts.slice(0, -1), '7')).toMatchObject({
      code: 1,
      out: expect.stringContaining('package.application-no-mismatch'),
    });
  });

  test('of form and JSON the one that was filled in counts; with both nobody knows', async () => {
    const form = fillForm(manifest.category, policy, manifest);
    const dir = await folder('form', { ...attached, '申报书.xlsx': form });
    expect(await cli('check', dir)).toMatchObject({ code: 0, err: '' });
    cpSync(dir, desk.path('both'), { recursive: true });
    writeFileSync(join(desk.path('both'), 'application.json'), json);
    expect(await cli('check', desk.path('both'))).toMatchObject({
      code: 2,
      err: expect.stringMatching(/^cli\.two-manifests/),
    });
  });

  test.each([
    [['check', 'nowhere.zip'], 'cli.file-missing'],
    [['check', 'empty'], 'cli.slot-unknown'],
    [['check', 'empty', '--slot', 'half.json'], 'cli.slot-malformed'],
    [['check', 'empty', '--policy', 'half.json', ...facts], 'cli.policy-faulty'],
    [['check', 'empty', ...facts], 'cli.no-manifest'],
    [['build', 'half.json', '--out', 'x.zip', ...facts], 'cli.not-a-folder'],
    [['submit', 'half.json'], 'cli.no-link'],
    [['submit', 'half.json', '--link', 'secret-token'], 'cli.link-malformed'],
    [['submit', 'empty', '--link', 'https://example.test/l/x'], 'cli.not-a-zip'],
    [['build', 'empty'], 'cli.usage'],
    [['init', '--category', 'none', ...facts.slice(2), '--out', 'x'], 'cli.usage'],
    [['init', ...facts.slice(0, -1), '0', '--out', 'x'], 'cli.usage'],
  ])('%j is answered with %s', async (args, code) => {
    mkdirSync(desk.path('empty'), { recursive: true });
    desk.write('half.json', { roundId: 'x' });
    const paths = ['nowhere.zip', 'empty', 'half.json', 'x.zip', 'x'];
    const answer = await cli(...args.map((arg) => (paths.includes(arg) ? desk.path(arg) : arg)));
    expect(answer).toMatchObject({ code: 2, out: '' });
    expect(answer.err.startsWith(`${code}: `)).toBe(true);
    expect(answer.err).not.toContain('secret-token');
  });
});

describe('with a round that is open', () => {
  const city = makeCity({
    roundId: 'cli-package',
    invite: { 'benchmark-enterprise': 8, 'solution-product': 4 },
    policy: ({ categories }) => {
      const kinds = ['business-licence', 'credit-report', 'truth-undertaking', 'no-accident-undertaking'] as const;
      for (const category of Object.values(categories)) category.attachments.value = [...kinds];
    },
  });
  let flows: Flows;
  beforeAll(async () => {
    flows = await openFlows();
    expect(await flows.openRound(city)).toMatchObject({ ok: true });
    desk.write('policy.json', city.policy);
  }, 120_000);
  afterAll(() => flows.close());

  const written = ({ zip }: Applicant, variant: Variant): string => {
    writeFileSync(desk.path('package.zip'), zip(variant));
    return desk.path('package.zip');
  };
  const linkOf = ({ applicationId }: Applicant) => flows.mailAbout(applicationId, 'slot').link;
  const checked = async (applicant: Applicant, path: string): Promise<{ ok: boolean; problems?: Problem[] }> => {
    const { applicationId, category, uscc } = applicant;
    const row = city.registers.invitations.find((one) => one.category === category && one.uscc === uscc);
    const facts = { roundId: city.roundId, category, uscc, applicationNo: row?.applicationNo };
    const slot = desk.write(`${applicationId}.json`, facts);
    return JSON.parse((await cli('check', path, '--slot', slot, '--policy', desk.path('policy.json'), '--json')).out);
  };

  test('what the check accepts the intake accepts, what it refuses is refused for the same reasons', async () => {
    const variants: Variant[] = ['good', 'gbk-names', 'several-faults', 'missing-attachment', 'wrong-content'];
    const more: Variant[] = ['wrong-credit-code', 'broken-zip', 'revised', 'good', 'corrected', 'several-faults'];
    const pairs = [...variants, ...more].map((variant, i) => [city.applicants[i], variant] as const);
    const seen = new Set<boolean>();
    for (const [applicant, variant] of pairs) {
      if (applicant === undefined) throw new Error('too few applicants');
      const path = written(applicant, variant);
      const offline = await checked(applicant, path);
      const { code, out } = await cli('submit', path, '--link', linkOf(applicant), '--json');
      const verdict = JSON.parse(out) as { ok: boolean; problems: Problem[] };
      expect([variant, verdict.ok, verdict.problems]).toEqual([variant, offline.ok, offline.problems ?? []]);
      expect(code).toBe(offline.ok ? 0 : 1);
      seen.add(offline.ok);
    }
    expect([...seen].toSorted()).toEqual([false, true]);
  }, 60_000);

  test('a receipt has number, time and hash; the same file again is recognised', async () => {
    const applicant = city.one('solution-product', 3);
    const [path, link] = [written(applicant, 'good'), linkOf(applicant)];
    const first = await cli('submit', path, '--link', link);
    expect(first).toMatchObject({ code: 0, err: '' });
    expect(first.out).toMatch(
      /^已受理：.*\n申报 cli-package\.s\.\w+\n上传编号 cli-\w{40}，第 1 版\n收到时间 2025年11月3日 09:\d\d（北京时间）\n文件 SHA-256 \w{64}\n/,
    );
    const again = await cli('submit', path, '--link', link);
    expect(again).toMatchObject({ code: 0, out: `这个文件之前已经上传，结果如下。\n${first.out}` });
    await flows.cloud.idle();
    const visit = await flows.visit(applicant.applicationId, 'slot');
    const status = JSON.parse((await visit.get(`${visit.path}/status.json`)).html);
    expect(SlotStatus.parse(status).uploads).toHaveLength(1);
    expect(Object.keys(status.application)).toEqual(['status', 'version']);
  }, 30_000);

  test('of a list each is submitted, and what cannot be stops none of the others', async () => {
    const [one, two] = [city.one('solution-product', 2), city.one('benchmark-enterprise', 7)];
    writeFileSync(desk.path('一,甲.zip'), one.zip());
    writeFileSync(desk.path('faulty.zip'), two.zip('missing-attachment'));
    const lines = [
      '文件,链接',
      `"一,甲.zip",${linkOf(one)}`,
      `none.zip,${linkOf(one)}`,
      `faulty.zip,${linkOf(two)}`,
      '',
    ];
    const list = desk.path('list.csv');
    writeFileSync(list, iconv.encode(lines.join('\r\n'), 'gb18030'));
    const { code, out, err } = await cli('submit', '--list', list);
    expect(code).toBe(1);
    expect(out).toMatch(/一,甲.zip +已受理 +cli-\w{40} +2025年11月3日/);
    expect(out).toMatch(/none.zip +未上传 +cli.file-missing/);
    expect(out.split('faulty.zip 的问题：\n')[1]).toContain('package.attachment-missing');
    expect(out.split('faulty.zip 的问题：\n')[1]).toMatch(/attachments? .*(missing|lack|zip again)/i);
    for (const { applicationId } of [one, two])
      expect(`${out}${err}`).not.toContain(flows.mailAbout(applicationId, 'slot').link.split('/').at(-1));
    const again = JSON.parse((await cli('submit', '--list', list, '--json')).out) as {
      verdict?: string;
      code?: string;
    }[];
    expect(again.map(({ verdict, code: why }) => verdict ?? why)).toEqual(['accepted', 'cli.file-missing', 'refused']);
    expect(await cli('submit', '--list', desk.write('bad.csv', 'https://nothing'))).toMatchObject({
      code: 2,
      err: expect.stringMatching(/^cli\.list-malformed: .* 第 1 行/),
    });
  }, 30_000);

  test('the slot hands out its form, with what it knows filled in', async () => {
    const applicant = city.one('benchmark-enterprise', 0);
    const { cookie, path } = await flows.visit(applicant.applicationId, 'slot');
    const url = `${new URL(linkOf(applicant)).origin}${path}/form.xlsx`;
    const response = await fetch(url, { headers: { cookie } });
    expect(response.headers.get('content-disposition')).toContain(encodeURIComponent('申报书.xlsx'));
    const opened = await openWorkbook(new Uint8Array(await response.arrayBuffer()));
    const cells = opened.ok ? [...(opened.workbook.sheets[0]?.rows.values() ?? [])].map((row) => row.get(2)) : [];
    const texts = cells.map((cell) => (cell?.type === 'text' ? cell.value : null));
    expect(texts).toEqual(expect.arrayContaining([city.roundId, applicant.uscc, applicant.name]));
    expect((await fetch(url)).status).toBe(403);
  });

  test('links that do not serve are told apart, and no token is in any answer', async () => {
    const applicant = city.one('benchmark-enterprise', 0);
    const path = written(applicant, 'good');
    const link = linkOf(applicant);
    const unknown = `${link.slice(0, -6)}abcdef`;
    const task = flows.mails().find(({ kind }) => kind === 'district-review')?.link ?? '';
    const nobody = link.replace(/:\d+\//, ':1/');
    for (const [url, code] of [
      [unknown, 'cli.link-refused'],
      [task, 'cli.link-not-slot'],
      [nobody, 'cli.unreachable'],
    ] as const) {
      const answer = await cli('submit', path, '--link', url);
      expect(answer).toMatchObject({ code: 2, out: '', err: expect.stringMatching(new RegExp(`^${code}: `)) });
      expect(answer.err).not.toContain(url.split('/').at(-1));
    }
    const decision = { decision: 'recommend', opinion: '同意推荐。' };
    await flows.decide(`${applicant.applicationId}~district.1`, decision);
    expect(await cli('submit', written(applicant, 'revised'), '--link', link)).toMatchObject({
      code: 2,
      err: expect.stringMatching(/^upload\.closed: /),
    });
  }, 60_000);
});
