import { describe, expect, it } from 'vitest';
import { localInstant } from '../../../shared/domain/calendar.ts';
import { levelFor } from '../../../shared/domain/digital-level.ts';
import { assessEligibility } from '../../../shared/domain/eligibility.ts';
import { conflictUsccs, drawPanels } from '../../../shared/domain/panels.ts';
import { usccIsValid } from '../../../shared/domain/uscc.ts';
import { CATEGORIES } from '../../../shared/schemas/basics.ts';
import type { RegisterKind } from '../../../shared/schemas/registers.ts';
import { REGISTER_KINDS, REGISTERS } from '../../../shared/schemas/registers.ts';
import { isIneligible } from '../../world/faults.ts';
import { scoresFor } from '../../world/scores.ts';
import type { World } from '../../world/types.ts';
import { FAULTS } from '../../world/types.ts';
import { manifestOf, planned, policy, servedBy, worldOf } from './fixture.ts';

const sizes = [4, 20, 100, 300, 1200];
const worlds = new Map(sizes.map((size) => [size, worldOf(size)]));
const world = (size: number): World => worlds.get(size) ?? worldOf(size);
const versions = Object.fromEntries(REGISTER_KINDS.map((kind) => [kind, 'v1'])) as Record<RegisterKind, string>;

const byCategory = (size: number) =>
  CATEGORIES.map((category) => world(size).plans.filter((plan) => plan.category === category).length);

describe('counts', () => {
  it('at 300 are the city’s, with more good applications than places', () => {
    const { registers, plans } = world(300);
    expect(byCategory(300)).toEqual([175, 26, 70, 29]);
    expect([registers.pilots, registers.providers, registers.experts].map((rows) => rows.length)).toEqual([
      530, 60, 60,
    ]);
    expect(
      registers.staff
        .map(({ role }) => role)
        .sort()
        .join(),
    ).toBe(['bureau', 'bureau', 'bureau', ...Array(10).fill('district'), 'finance'].join());
    for (const category of CATEGORIES) {
      const good = plans.filter(
        (plan) =>
          plan.category === category &&
          plan.behaviour.district !== 'not-recommend' &&
          plan.uploads.some(({ outcome }) => outcome === 'accepted'),
      );
      expect(good.length).toBeGreaterThan(policy.categories[category].quota.value);
    }
  });

  it('scale with the number of applications', () => {
    expect(byCategory(20)).toEqual([11, 2, 5, 2]);
    expect(byCategory(1200)).toEqual([700, 104, 280, 116]);
    expect(world(1200).registers.pilots).toHaveLength(2120);
    expect(byCategory(4)).toEqual([1, 1, 1, 1]);
    expect(() => worldOf(3)).toThrow(RangeError);
  });

  it('have every fault from 100 applications on, six kinds in a small world, and 15 to 20 percent in all', () => {
    for (const size of [100, 300, 1200]) {
      const faulty = world(size).plans.filter(({ fault }) => fault !== null);
      expect(new Set(faulty.map(({ fault }) => fault))).toEqual(new Set(FAULTS));
      expect(faulty.length / size).toBeGreaterThan(0.15);
      expect(faulty.length / size).toBeLessThan(0.2);
    }
    expect(new Set(world(20).plans.map(({ fault }) => fault)).size - 1).toBe(6);
  });
});

describe.each(sizes)('a world of %i', (size) => {
  const { registers, plans } = world(size);

  it('has register rows that the schemas take', () => {
    for (const kind of REGISTER_KINDS)
      for (const row of registers[kind]) expect(REGISTERS[kind].safeParse(row).error).toBeUndefined();
  });

  it('has valid and different credit codes, names and addresses', () => {
    const firms = [...registers.pilots, ...registers.providers];
    for (const { uscc } of [...firms, ...registers.invitations]) expect(usccIsValid(uscc)).toBe(true);
    expect(new Set(firms.map(({ uscc }) => uscc)).size).toBe(firms.length);
    expect(new Set(firms.map(({ name }) => name)).size).toBe(firms.length);
    const people = [...registers.experts, ...registers.staff];
    const applicants = new Map(registers.invitations.map(({ uscc, email }) => [uscc, email]));
    const emails = [...people.map(({ email }) => email), ...applicants.values()];
    expect(new Set(emails).size).toBe(emails.length);
    for (const email of emails) expect(email).toMatch(/\.example\.test$/);
    const slots = registers.invitations.map((row) => `${row.category} ${row.uscc} ${row.applicationNo}`);
    expect(new Set(slots).size).toBe(size);
  });

  it('has levels that follow from score and grades', () => {
    for (const row of registers.pilots) expect(levelFor(policy, row.pointsScore, row.grades)).toBe(row.level);
  });

  it('has applicants that meet every condition, except those planned not to', () => {
    const pilots = new Map(registers.pilots.map((row) => [row.uscc, row]));
    for (const plan of plans) {
      const { manifest, pilot, provider } = manifestOf(world(size), plan);
      const claimed = 'served' in manifest ? manifest.served : 'landed' in manifest ? manifest.landed : [];
      const findings = assessEligibility({
        policy,
        callDate: policy.timeline.value.callAt.slice(0, 10),
        manifest,
        versions,
        pilot,
        provider,
        dishonesty: registers.dishonesty,
        accidents: registers.accidents,
        servedPilots: servedBy(world(size), manifest.uscc),
        claimedPilots: claimed.map(({ uscc }) => {
          const found = pilots.get(uscc);
          return found ? { ...found, found: true } : { uscc, found: false };
        }),
        usccOverride: null,
        receivedAt: localInstant(policy.timeline.value.callAt),
        window: {
          opensAt: localInstant(policy.timeline.value.callAt),
          closesAt: localInstant(policy.timeline.value.intakeClosesAt),
        },
        answersCorrection: false,
        otherEntries: [],
      });
      const failed = findings.filter(({ outcome }) => outcome === 'fail').map(({ rule }) => rule);
      expect(failed.length > 0, `${plan.fault}: ${failed.join()}`).toBe(isIneligible(plan.fault));
      expect(plan.behaviour.district === 'not-recommend').toBe(isIneligible(plan.fault));
    }
  });

  it('has experts enough for a panel on every application, whatever their conflicts', () => {
    const applications = plans.map((plan) => {
      const { manifest, pilot } = manifestOf(world(size), plan);
      return {
        applicationId: String(plan.invitation),
        category: plan.category,
        uscc: manifest.uscc,
        conflictUsccs: conflictUsccs(manifest, pilot, servedBy(world(size), manifest.uscc)),
        industry: pilot?.industry ?? null,
        fields: 'links' in manifest ? manifest.links : [],
      };
    });
    const draw = drawPanels({
      policy,
      roundId: 'qingdao-2025',
      seed: 's',
      applications,
      experts: registers.experts,
      legalPersons: new Map(),
    });
    expect(draw).toMatchObject({ ok: true });
  });
});

describe('behaviour', () => {
  it('has returns, recusals, late and harsh experts in every size', () => {
    for (const size of sizes) {
      const some = world(size).plans.map(({ behaviour }) => behaviour);
      expect(some.some(({ district }) => district === 'return-once')).toBe(true);
      expect(some.some(({ recusedSeats }) => recusedSeats.length > 0)).toBe(true);
      expect(some.some(({ lateSeats }) => lateSeats.length > 0)).toBe(true);
      expect(some.some(({ harshSeat }) => harshSeat !== null)).toBe(true);
    }
    const { plans, objections } = world(300);
    expect(plans.filter(({ behaviour }) => !behaviour.answersCorrection)).toHaveLength(1);
    expect(objections.map(({ ruling }) => ruling).sort()).toEqual(['dismissed', 'open', 'upheld']);
  });

  it('gives somebody else’s slot a donor of the same category', () => {
    const some = world(300);
    const wrong = planned(some, 'somebody-elses-slot');
    expect(wrong.length).toBeGreaterThan(0);
    for (const { donor, category } of wrong) expect(some.plans[donor ?? -1]).toMatchObject({ category, fault: null });
  });

  it('scores every item within its points and in the policy’s steps, the same each time, better for better ones', () => {
    const { plans } = world(300);
    const items = policy.categories['benchmark-enterprise'].indicators.flatMap((indicator) => indicator.items);
    const enterprises = plans.filter(({ category }) => category === 'benchmark-enterprise');
    const totals = enterprises.map((plan) => {
      const scores = scoresFor(world(300), plan, 0, 'expert-0001', items);
      expect(scoresFor(world(300), plan, 0, 'expert-0001', items)).toEqual(scores);
      for (const { code, points } of items) {
        expect(scores[code]).toBeGreaterThanOrEqual(0);
        expect(scores[code]).toBeLessThanOrEqual(points * 10);
        expect((scores[code] ?? 1) % policy.panel.value.stepTenths).toBe(0);
      }
      const total = Object.values(scores).reduce((sum, tenths) => sum + tenths, 0);
      return { quality: plan.behaviour.qualityPercent, total };
    });
    totals.sort((a, b) => a.quality - b.quality);
    const mean = (some: typeof totals) => some.reduce((sum, { total }) => sum + total, 0) / some.length;
    expect(mean(totals.slice(-40))).toBeGreaterThan(mean(totals.slice(0, 40)) + 100);
  });
});

describe('determinism', () => {
  it('the same seed gives the same world, another seed another one', () => {
    expect(worldOf(100)).toEqual(world(100));
    const other = worldOf(100, 'other');
    for (const kind of ['pilots', 'providers', 'experts', 'invitations', 'subsidies'] as const)
      expect(other.registers[kind]).not.toEqual(world(100).registers[kind]);
    expect(other.plans).not.toEqual(world(100).plans);
  });
});
