import { type ParseArgsOptionsConfig, parseArgs } from 'node:util';
import * as z from 'zod';
import { localInstant } from '../../shared/domain/calendar.ts';
import { LANGUAGES } from '../../shared/http/spoken.ts';
import { ApplicationId, Category, RoundId, Text, UsccShape } from '../../shared/schemas/basics.ts';
import { DisbursementId } from '../../shared/schemas/events.ts';
import { REGISTER_KINDS } from '../../shared/schemas/registers.ts';
import { SECRET_NAMES } from '../../shared/secrets/kinds.ts';

const Path = z.string().min(1);
const common = { outputs: Path.optional() };
/** Typed on the wall in Beijing, kept as the UTC instant it means. */
const BeijingTime = z.string().transform((text, context) => {
  try {
    return localInstant(text);
  } catch {
    context.addIssue({ code: 'custom', message: '应为北京时间，如 2025-12-05T17:00' });
    return z.NEVER;
  }
});

/** A round that runs, or the export of one. */
const RoundOrFile = z
  .strictObject({ file: Path.optional(), round: RoundId.optional(), ...common })
  .refine(({ file, round }) => (file === undefined) !== (round === undefined), {
    path: ['round'],
    message: '批次与导出文件给出其一',
  });

const Kind = z.enum(REGISTER_KINDS, { error: `应为台账之一：${REGISTER_KINDS.join('、')}` });
const KindOrAll = z.enum([...REGISTER_KINDS, 'all'], { error: `应为 all，或台账之一：${REGISTER_KINDS.join('、')}` });
const Secret = z.enum(SECRET_NAMES, { error: `应为密钥之一：${SECRET_NAMES.join('、')}` });
const Flag = z.boolean().optional();
/** Days that an officer's link may be valid. */
const Days = z
  .string()
  .regex(/^[1-9]\d{0,2}$/, '应为 1 至 366 天')
  .transform(Number)
  .refine((days) => days <= 366, '应为 1 至 366 天');

/** What stands without a name, in this order. */
const OPERANDS = ['kind', 'file', 'dir'];

const Ordinal = z
  .string()
  .regex(/^[1-9]\d?$/, '应为 1 至 99 的整数')
  .transform(Number);
/** What a package is checked against, beside or instead of a slot file. */
const slotFacts = {
  slot: Path.optional(),
  policy: Path.optional(),
  round: RoundId.optional(),
  category: Category.optional(),
  uscc: UsccShape.optional(),
  'application-no': Ordinal.optional(),
};

/** What is said about one payment after it was instructed. */
const said = {
  round: RoundId,
  disbursement: DisbursementId,
  by: Text(50).min(1),
  reason: Text(2000).min(1),
  ...common,
};

/** Every command with its options; `kind`, `file` and `dir` stand without a name. */
const COMMANDS = {
  'round open': z.strictObject({
    policy: Path,
    registers: Path,
    round: RoundId,
    'secret-file': Path,
    ...common,
  }),
  'round extend': z.strictObject({
    round: RoundId,
    stage: z.enum(['intake', 'district']),
    until: BeijingTime,
    by: Text(50).min(1),
    reason: Text(500).min(1),
    ...common,
  }),
  'round status': z.strictObject({ round: RoundId, ...common }),
  'round close': z.strictObject({ round: RoundId, ...common }),
  panels: z.strictObject({ round: RoundId, ...common }),
  conflict: z.strictObject({
    round: RoundId,
    application: ApplicationId,
    expert: z.string().min(1).max(32),
    by: Text(50).min(1),
    reason: Text(2000).min(1),
    sheet: z.enum(['keep', 'strike']).optional(),
    ...common,
  }),
  'notice correct': z.strictObject({
    round: RoundId,
    by: Text(50).min(1),
    reason: Text(2000).min(1),
    application: ApplicationId.optional(),
    name: Text(200).min(1).optional(),
    title: Text(200).min(1).optional(),
    seen: z.string().max(60).optional(),
    ...common,
  }),
  'disbursement hold': z.strictObject(said),
  'disbursement release': z.strictObject(said),
  'disbursement cancel': z.strictObject({
    ...said,
    next: z.enum(['correct', 'end'], { error: '应为 correct 或 end' }),
  }),
  'disbursement revoke': z.strictObject(said),
  replay: z.strictObject({
    round: RoundId,
    from: BeijingTime,
    to: BeijingTime,
    by: Text(50).min(1),
    reason: Text(500).min(1),
    ...common,
  }),
  settlement: z.strictObject({ round: RoundId, ...common }),
  reconcile: z.strictObject({ by: Text(50).min(1).default('命令行'), ...common }),
  migrate: z.strictObject({ round: RoundId, 'dry-run': Flag, ...common }),
  mendings: z.strictObject({ round: RoundId, ...common }),
  'mail bounce': z.strictObject({ file: Path, ...common }),
  'mail undelivered': z.strictObject({ round: RoundId, ...common }),
  export: z
    .strictObject({
      ...{ round: RoundId, out: Path, audit: Flag },
      ...{ by: Text(50).min(1).default('命令行'), reason: Text(500).min(1).optional(), ...common },
    })
    .refine(({ audit, reason }) => audit !== true || reason !== undefined, { path: ['reason'], message: '缺少' }),
  verify: z.strictObject({ file: Path }),
  summary: z.strictObject({ file: Path }),
  certificate: z.strictObject({ file: Path, category: Category, text: Flag }),
  'what-if': z.strictObject({ policy: Path, file: Path, html: Path.optional() }),
  doctor: z
    .strictObject({ file: Path.optional(), round: RoundId.optional(), ...common })
    .refine(({ file, round }) => file === undefined || round === undefined, {
      path: ['round'],
      message: '批次与导出文件最多给出其一',
    }),
  findings: RoundOrFile,
  'decisions write': z.strictObject({ round: RoundId, out: Path, ...common }),
  'decisions check': z.strictObject({ file: Path, export: Path }),
  verifier: z.strictObject({ out: Path, lang: z.enum(LANGUAGES).default('zh') }),
  'policy check': z.strictObject({ file: Path }),
  'registers check': z.strictObject({ dir: Path, policy: Path.optional() }),
  'registers template': z.strictObject({ kind: KindOrAll, out: Path, policy: Path.optional() }),
  'registers import': z
    .strictObject({
      kind: Kind,
      file: Path,
      'dry-run': Flag,
      apply: Flag,
      'skip-refused': Flag,
      'id-key-file': Path.optional(),
      by: Text(50).min(1).optional(),
      reason: Text(500).min(1).optional(),
      policy: Path.optional(),
      ...common,
    })
    .refine((given) => given.apply !== true || given['dry-run'] !== true, {
      path: ['apply'],
      message: '--dry-run 与 --apply 给出其一',
    })
    .refine((given) => given.apply !== true || given.by !== undefined, { path: ['by'], message: '缺少' })
    .refine((given) => given.apply !== true || given.reason !== undefined, { path: ['reason'], message: '缺少' }),
  'registers hash': z.strictObject({
    kind: Kind,
    file: Path,
    'id-key-file': Path,
    out: Path,
    policy: Path.optional(),
  }),
  'registers export': z.strictObject({
    kind: Kind,
    out: Path,
    version: z.string().min(1).optional(),
    policy: Path.optional(),
    ...common,
  }),
  'registers list': z.strictObject({ ...common }),
  'registers history': z.strictObject({ kind: Kind, ...common }),
  'registers link': z.strictObject({
    staff: z.string().min(1),
    round: RoundId.optional(),
    days: Days.default(7),
    ...common,
  }),
  'console link': z.strictObject({
    staff: z.string().min(1),
    round: RoundId,
    days: Days.default(7),
    ...common,
  }),
  'work link': z.strictObject({
    person: z.string().min(1),
    round: RoundId,
    days: Days.default(30),
    ...common,
  }),
  'sessions end': z
    .strictObject({
      ...{ round: RoundId, person: z.string().min(1).max(100).optional(), 'link-file': Path.optional() },
      ...{ by: Text(50).min(1).default('命令行'), reason: Text(2000).min(1), ...common },
    })
    .refine(({ person, 'link-file': file }) => (person === undefined) !== (file === undefined), {
      path: ['person'],
      message: '--person 与 --link-file 给出其一',
    }),
  'secrets set': z.strictObject({ kind: Secret, 'from-file': Path.optional(), ...common }),
  'secrets list': z.strictObject({ ...common }),
  'package init': z.strictObject({
    category: Category,
    round: RoundId,
    uscc: UsccShape,
    'application-no': Ordinal,
    name: Text(100).optional(),
    policy: Path.optional(),
    out: Path,
  }),
  'package schema': z.strictObject({ category: Category }),
  'package form': z.strictObject({ category: Category, policy: Path.optional(), out: Path }),
  'package check': z.strictObject({ file: Path, json: z.boolean().optional(), ...slotFacts }),
  'package build': z.strictObject({ dir: Path, out: Path, json: z.boolean().optional(), ...slotFacts }),
  'package submit': z.strictObject({
    file: Path.optional(),
    link: Path.optional(),
    list: Path.optional(),
    wait: z
      .string()
      .regex(/^\d{1,5}$/, '应为秒数')
      .transform(Number)
      .default(600),
    json: z.boolean().optional(),
  }),
  backup: z.strictObject({ out: Path, objects: Flag, ...common }),
  restore: z.strictObject({ dir: Path, 'into-used': Flag, ...common }),
  redrive: z.strictObject({ queue: z.string().optional(), 'dry-run': z.boolean().optional(), ...common }),
  help: z.strictObject({}),
} as const;

export type CommandName = keyof typeof COMMANDS;
export type Values<K extends CommandName> = z.infer<(typeof COMMANDS)[K]>;
export type Command = { [K in CommandName]: { name: K; values: Values<K> } }[CommandName];
export type Parsed =
  | { ok: true; command: Command }
  | { ok: false; code: 'cli.unknown-command' | 'cli.usage'; message: string };

/** Reads the arguments of the command line. Pure: looks at no file and at no variable. */
export function parseCli(args: readonly string[]): Parsed {
  if (args.length === 0 || ['help', '--help', '-h'].includes(args[0] ?? '')) return done('help', {});
  const name = (Object.keys(COMMANDS) as CommandName[]).find((one) =>
    one.split(' ').every((word, i) => args[i] === word),
  );
  if (name === undefined) {
    const words = args.filter((word) => !word.startsWith('-')).slice(0, 2);
    return { ok: false, code: 'cli.unknown-command', message: `没有“${words.join(' ')}”这个命令。` };
  }
  return parseCommand(name, args.slice(name.split(' ').length));
}

function parseCommand(name: CommandName, args: readonly string[]): Parsed {
  const shape: Record<string, z.ZodType> = COMMANDS[name].shape;
  const known = Object.keys(shape);
  const operands = OPERANDS.filter((key) => known.includes(key));
  const options: ParseArgsOptionsConfig = Object.fromEntries(
    known
      .filter((key) => !operands.includes(key))
      .map((key) => [key, { type: shape[key]?.safeParse(true).success === true ? 'boolean' : 'string' }]),
  );
  let given: { values: Record<string, unknown>; positionals: string[] };
  try {
    given = parseArgs({ args: [...args], options, allowPositionals: operands.length > 0, strict: true });
  } catch (error) {
    return usage(error instanceof Error ? error.message : String(error));
  }
  const more = given.positionals.slice(operands.length);
  if (more.length > 0) return usage(`多余的参数：${more.join(' ')}`);
  return done(name, {
    ...given.values,
    ...Object.fromEntries(given.positionals.map((text, i) => [operands[i], text])),
  });
}

function done(name: CommandName, values: Record<string, unknown>): Parsed {
  const parsed = COMMANDS[name].safeParse(values);
  // The schema is the one of this very name; that the pair belongs together is beyond the type checker.
  if (parsed.success) return { ok: true, command: { name, values: parsed.data } as Command };
  return usage(parsed.error.issues.map((issue) => describe(issue, values)).join('\n'));
}

function describe(issue: z.core.$ZodIssue, values: Record<string, unknown>): string {
  const key = String(issue.path[0] ?? '');
  const label = OPERANDS.includes(key) ? `<${key.toUpperCase()}>` : `--${key}`;
  return values[key] === undefined ? `缺少 ${label}。` : `${label}：${issue.message}`;
}

const usage = (message: string): Parsed => ({ ok: false, code: 'cli.usage', message });
