/** The pipeline, as far as that can be seen without running it: pinned, with few rights, and one assembly for what was planned and what is deployed. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import * as z from 'zod';
import packageJson from '../../../package.json' with { type: 'json' };

const Permissions = z.record(z.string(), z.enum(['read', 'write', 'none']));
const Step = z.strictObject({
  ...{ name: z.string().optional(), uses: z.string().optional(), run: z.string().optional() },
  ...{ shell: z.string().optional(), env: z.record(z.string(), z.string()).optional() },
  with: z.record(z.string(), z.unknown()).default({}),
});
const Job = z.looseObject({
  needs: z.union([z.string().transform((one) => [one]), z.array(z.string())]).default([]),
  permissions: Permissions.default({}),
  environment: z.string().optional(),
  concurrency: z.looseObject({ group: z.string(), 'cancel-in-progress': z.boolean() }).optional(),
  uses: z.string().optional(),
  with: z.record(z.string(), z.unknown()).default({}),
  'timeout-minutes': z.int().optional(),
  steps: z.array(Step).default([]),
});
const Workflow = z.looseObject({ name: z.string(), permissions: Permissions, jobs: z.record(z.string(), Job) });

const Strategy = z.object({ matrix: z.object({ stage: z.array(z.string()) }) });

/** As workflows write a value that is put in. */
const value = (name: string): string => `\${{ ${name} }}`;

const dir = join(import.meta.dirname, '..', '..', '..', '.github', 'workflows');
const files = readdirSync(dir);
const text = (file: string) => readFileSync(join(dir, file), 'utf8');
const workflow = (file: string) => Workflow.parse(parse(text(file)));
const [ci, deploy] = [workflow('ci.yml'), workflow('deploy.yml')];
const runs = (job: z.infer<typeof Job> | undefined) => (job?.steps ?? []).map(({ run = '' }) => run).join('\n');
const uses = (job: z.infer<typeof Job> | undefined, action: string) =>
  (job?.steps ?? []).filter((step) => step.uses?.startsWith(`${action}@`));

describe.each(files)('%s', (file) => {
  const { permissions, jobs } = workflow(file);

  test('runs nothing of others but by its commit, and says which release that is', () => {
    const lines = text(file)
      .split('\n')
      .filter((line) => /^\s*(- )?uses:/.test(line));
    expect(lines.length).toBeGreaterThan(3);
    for (const line of lines)
      expect(line).toMatch(
        /uses: (\.\/\.github\/workflows\/[a-z]+\.yml|[\w-]+\/[\w-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+)$/,
      );
  });

  test('may read the sources, and a job that deploys may say who it is', () => {
    expect(permissions).toEqual({ contents: 'read' });
    for (const [name, job] of Object.entries(jobs)) {
      const deploys = job.uses !== undefined || uses(job, 'aws-actions/configure-aws-credentials').length > 0;
      expect(job.permissions, name).toEqual(deploys ? { contents: 'read', 'id-token': 'write' } : {});
    }
  });

  test('has no key, ends some day, and puts nothing that somebody wrote into a command', () => {
    expect(text(file)).not.toMatch(/secrets\.|aws-access-key|AWS_ACCESS_KEY/);
    for (const [name, job] of Object.entries(jobs)) {
      if (job.uses === undefined) expect(job['timeout-minutes'], name).toBeGreaterThan(0);
      expect(runs(job), name).not.toContain('${{');
      for (const checkout of uses(job, 'actions/checkout')) expect(checkout.with['persist-credentials']).toBe(false);
    }
  });

  test('calls only scripts that there are', () => {
    const called = Object.values(jobs).flatMap((job) => [...runs(job).matchAll(/npm run (?:--silent )?([\w:-]+)/g)]);
    for (const [, script = ''] of called) expect(Object.keys(packageJson.scripts)).toContain(script);
  });
});

test('a stage is synthesized once, after everything else is green, on main', () => {
  const { synth, check, test: tests, 'supply-chain': supply, ...stages } = ci.jobs;
  expect(synth?.needs).toEqual(['check', 'test', 'supply-chain']);
  expect(synth?.['if']).toContain("github.ref == 'refs/heads/main'");
  expect([runs(check), runs(tests), runs(supply)].join('\n')).not.toContain('synth');
  expect(runs(supply)).toMatch(/npm audit .*--audit-level=high/);
  const { matrix } = Strategy.parse(synth?.['strategy']);
  expect(Object.keys(stages)).toEqual(matrix.stage);
  const [upload] = uses(synth, 'actions/upload-artifact');
  expect(upload?.with).toMatchObject({ name: `assembly-${value('matrix.stage')}`, path: 'cdk.out' });
  for (const [stage, job] of Object.entries(stages)) {
    expect(job.uses).toBe('./.github/workflows/deploy.yml');
    const china = stage.startsWith('cn-') ? '.cn' : '';
    expect(job.with).toEqual({ stage, audience: `sts.amazonaws.com${china}` });
    expect(job.needs).toEqual([stage === 'dev' ? 'synth' : 'dev']);
  }
});

test('what was planned is what is deployed: that very assembly, never another synthesis', () => {
  const { plan, deploy: job } = deploy.jobs;
  for (const one of [plan, job]) {
    const [download, ...others] = uses(one, 'actions/download-artifact');
    expect(others).toEqual([]);
    expect(download?.with).toEqual({ name: `assembly-${value('inputs.stage')}`, path: 'cdk.out' });
    const cdk = runs(one)
      .split('\n')
      .filter((line) => /\bcdk\b/.test(line) && /npx/.test(line));
    expect(cdk).toHaveLength(1);
    for (const line of cdk) expect(line).toContain('--app cdk.out');
    expect(runs(one)).not.toMatch(/synth|infra\/app/);
  }
  expect(runs(plan)).toMatch(/cdk diff .*GITHUB_STEP_SUMMARY/s);
  expect(runs(plan)).not.toContain('cdk deploy');
});

test('who approves has seen the plan; what would lose data never comes to that; one deployment of a stage at a time', () => {
  const { plan, deploy: job } = deploy.jobs;
  expect([plan?.environment, job?.environment]).toEqual([`${value('inputs.stage')}-plan`, value('inputs.stage')]);
  expect(job?.needs).toEqual(['plan']);
  expect(runs(plan)).toContain('infra/delivery/protect.ts');
  expect(job?.concurrency).toEqual({ group: `deploy-${value('inputs.stage')}`, 'cancel-in-progress': false });
});
