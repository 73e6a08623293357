import { PDFDocument } from 'pdf-lib';
import { describe, expect, it } from 'vitest';
import { checkPackage } from '../../../shared/package/check.ts';
import { PackageManifest } from '../../../shared/schemas/package.ts';
import { attachmentsFor } from '../../world/attachments.ts';
import { applicantOf } from '../../world/directory.ts';
import { buildPackage } from '../../world/packages.ts';
import type { ApplicationPlan, Variant, World } from '../../world/types.ts';
import { bytesSource, sha256 } from '../package/fixture.ts';
import { manifestOf, planned, policy, worldOf } from './fixture.ts';

const world = worldOf(300);

async function checkVariant(plan: ApplicationPlan, variant: Variant) {
  const { category, uscc, applicationNo } = applicantOf(world, plan.invitation).invitation;
  const bytes = buildPackage(world, plan, variant);
  return checkPackage(bytesSource(bytes), { roundId: world.roundId, category, uscc, applicationNo, policy });
}

describe('packages', () => {
  it('of a whole world are accepted or refused for exactly the planned reasons', async () => {
    for (const plan of world.plans) {
      for (const { variant, outcome, problems } of plan.uploads) {
        const result = await checkVariant(plan, variant);
        const found = result.ok ? [] : result.problems.map(({ code }) => code).sort();
        expect(found, `${plan.fault} ${variant}`).toEqual(problems);
        expect(result.ok).toBe(outcome !== 'refused');
      }
    }
  });

  it('answer a correction request with another version that is accepted', async () => {
    const plan = world.plans.find(({ behaviour }) => behaviour.district === 'return-once');
    if (!plan) throw new Error('no application is returned');
    const corrected = await checkVariant(plan, 'corrected');
    const good = await checkVariant(plan, 'good');
    if (!corrected.ok || !good.ok) throw new Error('not accepted');
    expect(corrected.manifestSha256).not.toBe(good.manifestSha256);
  });

  it('are the same to the byte for the same seed, and others for another', () => {
    const hashes = (some: World) =>
      some.plans.flatMap((plan) => plan.uploads.map(({ variant }) => sha256(buildPackage(some, plan, variant))));
    const once = hashes(worldOf(20));
    expect(hashes(worldOf(20))).toEqual(once);
    const other = new Set(hashes(worldOf(20, 'other')));
    expect(once.filter((hash) => other.has(hash))).toEqual([]);
    const [twice] = planned(world, 'same-file-twice');
    const [first, second] = (twice?.uploads ?? []).map(({ variant }) => variant);
    expect(first).toBe(second);
  });

  it('of every fifth applicant hold the filled form instead of the JSON', async () => {
    const good = world.plans.filter(({ fault }) => fault === null).slice(0, 30);
    const forms = new Set<boolean>();
    for (const plan of good) {
      const result = await checkVariant(plan, 'good');
      const isForm = result.ok && result.files[0]?.path === '申报书.xlsx';
      expect(isForm).toBe(plan.invitation % 5 === 4);
      forms.add(isForm);
      if (result.ok) expect(result.manifest).toEqual(manifestOf(world, plan).manifest);
    }
    expect(forms.size).toBe(2);
  });

  it('carry manifests that the schema takes, and files that no two applicants share', () => {
    const seen = new Map<string, string>();
    for (const plan of world.plans) {
      const { manifest } = manifestOf(world, plan);
      expect(PackageManifest.safeParse(manifest).error).toBeUndefined();
      for (const hash of manifest.attachments.map((item) => item.sha256)) {
        expect(seen.get(hash) ?? manifest.uscc).toBe(manifest.uscc);
        seen.set(hash, manifest.uscc);
      }
    }
  });

  it('hold documents that other software opens', async () => {
    for (const category of ['benchmark-enterprise', 'service-provider', 'solution-product', 'chain-case']) {
      const plan = world.plans.find((candidate) => candidate.category === category);
      const files = attachmentsFor(world, applicantOf(world, plan?.invitation ?? -1), 1);
      for (const { path, data } of files) {
        if (path.endsWith('.pdf')) expect((await PDFDocument.load(data)).getPageCount()).toBe(1);
        if (path.endsWith('.png')) {
          const image = await (await PDFDocument.create()).embedPng(data);
          expect([image.width, image.height]).toEqual([48, 48]);
        }
      }
      expect(files.some(({ path }) => path.endsWith('.pdf'))).toBe(true);
      expect(files.some(({ path }) => path.endsWith('.png'))).toBe(true);
    }
  });
});
