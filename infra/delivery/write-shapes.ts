/** `npm run shapes`: writes `shared/schemas/shapes.json` anew, and says what has another version now. */
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { Shapes, shapesOfCode } from './shapes.ts';

const file = fileURLToPath(new URL('../../shared/schemas/shapes.json', import.meta.url));
const before = Shapes.parse(JSON.parse(readFileSync(file, 'utf8')));
const now = await shapesOfCode(before);
writeFileSync(file, `${JSON.stringify(now, null, 2)}\n`);
for (const [name, { version }] of Object.entries(now))
  if (before[name] !== undefined && before[name].version !== version)
    console.log(`${name} is version ${version} now: it needs a migration, see docs/upgrading.md`);
