import { parseArgs } from 'node:util';
import * as z from 'zod';

const Options = z.object({
  port: z.coerce.number('a port').int('a port').min(0, 'a port').max(65_535, 'a port'),
  dir: z.string().min(1, 'a folder'),
  fresh: z.boolean(),
});

const USAGE = `npm start -- [--port N] [--dir DIR] [--fresh]

  --port N   where the landing page is (default 4300; 0 takes any free one)
  --dir DIR  where everything is kept (default .local)
  --fresh    forget the last round and begin anew`;

/** A flag that is unknown or has no good value; the message says which, and what there is. */
export class BadFlags extends Error {
  override name = 'BadFlags';
}

/** @throws BadFlags */
export function readOptions(args: string[]): z.infer<typeof Options> {
  try {
    const options = {
      port: { type: 'string', default: '4300' },
      dir: { type: 'string', default: '.local' },
      fresh: { type: 'boolean', default: false },
    } as const;
    const parsed = Options.safeParse(parseArgs({ args, strict: true, allowPositionals: false, options }).values);
    if (parsed.success) return parsed.data;
    throw new Error(parsed.error.issues.map(({ path, message }) => `--${path.join('.')}: ${message}`).join('\n'));
  } catch (error) {
    throw new BadFlags(`${error instanceof Error ? error.message : String(error)}\n\n${USAGE}`);
  }
}
