/** `npm run awards -- …`: what an operator does at a console. */
import { enableCompileCache } from 'node:module';

// Before anything else is loaded: the compiled modules are kept in the machine's temporary folder for the next command.
enableCompileCache();
const { run } = await import('./run.ts');

process.exitCode = await run(process.argv.slice(2), {
  out: (text) => process.stdout.write(text),
  err: (text) => process.stderr.write(text),
  environment: process.env,
});
