/** `npm run schemas`: writes `docs/events` anew. */
import { readdirSync, rmSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { eventDocuments } from './documents.ts';

const dir = fileURLToPath(new URL('../../docs/events/', import.meta.url));
const documents = eventDocuments();
for (const name of readdirSync(dir)) if (name.endsWith('.json') && !documents.has(name)) rmSync(`${dir}${name}`);
for (const [name, text] of documents) writeFileSync(`${dir}${name}`, text);
