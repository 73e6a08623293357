import { expect, test } from 'vitest';
import { parseCli } from '../../../infra/cli/parse.ts';

const words = (line: string) => line.split(' ');

test.each([
  [
    'round open --policy p.json --registers r --round qd-2025 --secret-file s',
    'round open',
    { policy: 'p.json', registers: 'r', round: 'qd-2025', 'secret-file': 's' },
  ],
  ['round status --round qd-2025 --outputs o.json', 'round status', { round: 'qd-2025', outputs: 'o.json' }],
  ['round close --round=qd-2025', 'round close', { round: 'qd-2025' }],
  ['export --round qd-2025 --out e.json', 'export', { round: 'qd-2025', out: 'e.json', by: '命令行' }],
  [
    'export --round qd-2025 --out p.json --audit --by W --reason R',
    'export',
    { round: 'qd-2025', out: 'p.json', audit: true, by: 'W', reason: 'R' },
  ],
  ['verify e.json', 'verify', { file: 'e.json' }],
  ['settlement --round qd-2025', 'settlement', { round: 'qd-2025' }],
  [
    'disbursement cancel --round qd-2025 --disbursement qd-2025.b.0123456789abcdef.1.1 --by s1 --reason 失实 --next end',
    'disbursement cancel',
    {
      ...{ round: 'qd-2025', disbursement: 'qd-2025.b.0123456789abcdef.1.1' },
      ...{ by: 's1', reason: '失实', next: 'end' },
    },
  ],
  ['summary e.json', 'summary', { file: 'e.json' }],
  [
    'certificate e.json --category chain-case --text',
    'certificate',
    { file: 'e.json', category: 'chain-case', text: true },
  ],
  ['what-if --policy d.json e.json --html h', 'what-if', { policy: 'd.json', file: 'e.json', html: 'h' }],
  ['findings e.json', 'findings', { file: 'e.json' }],
  ['findings --round qd-2025', 'findings', { round: 'qd-2025' }],
  ['doctor', 'doctor', {}],
  ['doctor e.json', 'doctor', { file: 'e.json' }],
  ['backup --out b --objects', 'backup', { out: 'b', objects: true }],
  ['restore b --into-used', 'restore', { dir: 'b', 'into-used': true }],
  ['doctor --round qd-2025 --outputs o.json', 'doctor', { round: 'qd-2025', outputs: 'o.json' }],
  ['policy check p.json', 'policy check', { file: 'p.json' }],
  ['registers check dir', 'registers check', { dir: 'dir' }],
  ['registers template all --out d', 'registers template', { kind: 'all', out: 'd' }],
  [
    'registers import pilots p.xlsx --apply --by a --reason b --skip-refused',
    'registers import',
    { kind: 'pilots', file: 'p.xlsx', apply: true, 'skip-refused': true, by: 'a', reason: 'b' },
  ],
  ['registers history staff', 'registers history', { kind: 'staff' }],
  ['registers link --staff s-1', 'registers link', { staff: 's-1', days: 7 }],
  ['console link --staff s-1 --round qd-2025', 'console link', { staff: 's-1', round: 'qd-2025', days: 7 }],
  [
    'sessions end --round qd-2025 --person d-1 --reason 遗失',
    'sessions end',
    { round: 'qd-2025', person: 'd-1', by: '命令行', reason: '遗失' },
  ],
  ['secrets set mail --from-file m.json', 'secrets set', { kind: 'mail', 'from-file': 'm.json' }],
  ['package check p.zip --json', 'package check', { file: 'p.zip', json: true }],
  [
    'package build dir --out p.zip --application-no 3',
    'package build',
    { dir: 'dir', out: 'p.zip', 'application-no': 3 },
  ],
  ['package submit p.zip --wait 5', 'package submit', { file: 'p.zip', wait: 5 }],
  ['--help', 'help', {}],
])('%s', (line, name, values) => {
  expect(parseCli(words(line))).toEqual({ ok: true, command: { name, values } });
});

test('no argument at all asks for help', () => {
  expect(parseCli([])).toMatchObject({ ok: true, command: { name: 'help' } });
});

test('a time is the wall clock in Beijing', () => {
  const line = 'round extend --round qd-2025 --stage intake --until 2025-12-05T17:00 --by 张某 --reason 平台维护';
  expect(parseCli(words(line))).toEqual({
    ok: true,
    command: {
      name: 'round extend',
      values: { round: 'qd-2025', stage: 'intake', until: '2025-12-05T09:00:00.000Z', by: '张某', reason: '平台维护' },
    },
  });
});

test.each([
  ['frobnicate', 'cli.unknown-command', '没有“frobnicate”这个命令'],
  ['round', 'cli.unknown-command', '没有“round”这个命令'],
  ['round delete --round x', 'cli.unknown-command', '没有“round delete”这个命令'],
  ['verify', 'cli.usage', '缺少 <FILE>'],
  ['export --round qd-2025 --out p.json --audit', 'cli.usage', '缺少 --reason'],
  ['verify a b', 'cli.usage', '多余的参数：b'],
  ['sessions end --round qd-2025 --reason b', 'cli.usage', '缺少 --person'],
  ['sessions end --round qd-2025 --person a --link-file f --reason b', 'cli.usage', '给出其一'],
  ['sessions end --round qd-2025 --person a', 'cli.usage', '缺少 --reason'],
  ['secrets set smtp', 'cli.usage', '应为密钥之一'],
  ['secrets set mail smtps://user:password@host', 'cli.usage', '多余的参数'],
  ['round status', 'cli.usage', '缺少 --round'],
  ['findings', 'cli.usage', '缺少 --round'],
  ['doctor e.json --round qd-2025', 'cli.usage', '批次与导出文件最多给出其一'],
  ['registers import pilots', 'cli.usage', '缺少 <FILE>'],
  ['registers import pilot p.csv', 'cli.usage', '<KIND>：应为台账之一'],
  ['registers import pilots p.csv --apply --reason b', 'cli.usage', '缺少 --by'],
  ['registers import pilots p.csv --apply --dry-run --by a --reason b', 'cli.usage', '给出其一'],
  ['console link --staff s-1', 'cli.usage', '缺少 --round'],
  ['registers link --staff s-1 --days 0', 'cli.usage', '1 至 366 天'],
  ['doctor e.json --round qd-2025', 'cli.usage', '给出其一'],
  ['round status --round QD', 'cli.usage', '--round'],
  ['round status --round qd-2025 --verbose', 'cli.usage', '--verbose'],
  ['round open --round qd-2025', 'cli.usage', '缺少 --policy'],
  ['round extend --round qd-2025 --stage experts --until 2025-12-05T17:00 --by a --reason b', 'cli.usage', '--stage'],
  ['round extend --round qd-2025 --stage intake --until 2025-12-05 --by a --reason b', 'cli.usage', '北京时间'],
  ['round extend --round qd-2025 --stage intake --until 2025-02-30T17:00 --by a --reason b', 'cli.usage', '北京时间'],
])('%s is refused with %s', (line, code, sentence) => {
  const parsed = parseCli(words(line));
  expect(parsed).toMatchObject({ ok: false, code });
  expect(parsed.ok ? '' : parsed.message).toContain(sentence);
});
