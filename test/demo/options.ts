import { parseArgs } from 'node:util';
import * as z from 'zod';
import { CATEGORIES } from '../../shared/schemas/basics.ts';

const Options = z.object({
  applications: z.coerce
    .number('a whole number')
    .int('a whole number')
    .min(CATEGORIES.length, `at least ${CATEGORIES.length}, one per category`)
    .max(20_000, 'at most 20000'),
  seed: z.string().trim().min(1, 'not empty').max(100, 'at most 100 characters'),
  policy: z.string().min(1, 'a file').optional(),
  weather: z.enum(['fair', 'bad'], 'fair or bad'),
  out: z.string().min(1, 'a folder'),
  json: z.boolean(),
});
export type Options = z.infer<typeof Options>;

export const USAGE = `npm run demo -- [--applications N] [--seed S] [--policy FILE] [--weather bad] [--out DIR] [--json]

  --applications N  how many apply, over all four categories (default 300)
  --seed S          another seed is another city with other people (default qingdao)
  --policy FILE     another city's policy, see shared/policy/README.md (default Qingdao 2025)
  --weather bad     everything misbehaves that can: calls fail, functions die, events come twice, late or in another order
  --out DIR         where the results go (default out)
  --json            print the summary as JSON and nothing else`;

/** A flag that is unknown or has no good value; the message says which, and what there is. */
export class BadFlags extends Error {
  override name = 'BadFlags';
}

/** @throws BadFlags */
export function readOptions(args: string[]): Options {
  const parsed = Options.safeParse(flagsOf(args));
  if (parsed.success) return parsed.data;
  const faults = parsed.error.issues.map(({ path, message }) => `--${path.join('.')}: ${message}`);
  throw new BadFlags(`${faults.join('\n')}\n\n${USAGE}`);
}

function flagsOf(args: string[]): Record<string, unknown> {
  try {
    return parseArgs({
      args,
      strict: true,
      allowPositionals: false,
      options: {
        applications: { type: 'string', default: '300' },
        seed: { type: 'string', default: 'qingdao' },
        policy: { type: 'string' },
        weather: { type: 'string', default: 'fair' },
        out: { type: 'string', default: 'out' },
        json: { type: 'boolean', default: false },
      },
    }).values;
  } catch (error) {
    throw new BadFlags(`${error instanceof Error ? error.message : String(error)}\n\n${USAGE}`);
  }
}
