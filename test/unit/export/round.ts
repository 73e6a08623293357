import { canonicalJson, sha256Hex } from '../../../shared/canonical.ts';
import { checklistOf } from '../../../shared/domain/checklist.ts';
import { legalPersons } from '../../../shared/domain/panels/candidates.ts';
import { drawPanels } from '../../../shared/domain/panels.ts';
import type { RoundRecords } from '../../../shared/export/read.ts';
import { parsePolicy } from '../../../shared/policy/check.ts';
import qingdao from '../../../shared/policy/qingdao-2025.json' with { type: 'json' };
import type { Policy } from '../../../shared/policy/schema.ts';
import type { ApplicationRecord, FlagRecord, SlotRecord } from '../../../shared/schemas/records.ts';
import { REGISTER_KINDS, type RegisterKind } from '../../../shared/schemas/registers.ts';
import { applicationIdOf } from '../../../shared/store/keys.ts';
import { registerVersion } from '../../../shared/store/registers.ts';
import { generateWorld } from '../../world/generate.ts';
import { awarding } from './awarding.ts';
import { at, ROUND, SECRET } from './constants.ts';
import { duties } from './duties.ts';
import { review } from './reviewing.ts';

/**
 * The records of a whole small round, made by the rules and not by the export: 40 applications of a generated city, some
 * refused, a seat given away, a sheet revised in a second look, a tie across the cut of the solutions, an objection upheld, one rejected, a payment that
 * came back, a supplementary list.
 */

/** Fewer places, so that a small round has reserves. */
function smallPolicy(): { policy: Policy; hash: string } {
  const changed = structuredClone(qingdao);
  changed.categories['benchmark-enterprise'].quota.value = 8;
  changed.categories['service-provider'].quota.value = 2;
  changed.categories['solution-product'].quota.value = 1;
  changed.categories['chain-case'].quota.value = 2;
  const parsed = parsePolicy(changed);
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.faults));
  return parsed;
}

export function makeRound(): RoundRecords {
  const { policy, hash } = smallPolicy();
  const world = generateWorld({ seed: 'export', applications: 40, policy });
  const { registers } = world;
  const versions = Object.fromEntries(REGISTER_KINDS.map((kind) => [kind, registerVersion(registers[kind])])) as Record<
    RegisterKind,
    string
  >;
  const slots = registers.invitations.map((row): SlotRecord => {
    const applicationId = applicationIdOf(ROUND, row.category, row.uscc, row.applicationNo);
    return { entity: 'Slot', applicationId, roundId: ROUND, issuedAt: at('11-01'), mailedAt: at('11-01'), ...row };
  });
  const base: RoundRecords = {
    round: {
      entity: 'Round',
      roundId: ROUND,
      title: policy.title,
      policyId: policy.id,
      policyHash: hash,
      registers: versions,
      stage: 'closed',
      openedAt: at('11-01'),
      callDate: '2025-11-01',
      secretHash: sha256Hex(SECRET),
      secret: SECRET,
      closedAt: at('12-30'),
    },
    policy,
    registers,
    gates: [
      {
        entity: 'Gate',
        roundId: ROUND,
        stage: 'intake',
        deadline: at('11-20'),
        closed: true,
        passedAt: at('11-20'),
        extensions: [{ by: 'Operator Zhang', reason: '平台维护', at: at('11-10'), from: at('11-15'), to: at('11-20') }],
      },
      // How often the round was woken between lists is no fact of the round.
      { entity: 'Gate', roundId: ROUND, stage: 'places', deadline: at('12-30'), closed: false, extensions: [] },
    ],
    slots,
    ...intake(slots, policy),
    flags: [],
    overrides: [],
    inquiries: [],
    autos: [],
    seats: [],
    sheets: [],
    secondLooks: [],
    struckSheets: [],
    conflicts: [],
    scores: [],
    draws: [],
    tasks: [],
    rankings: [],
    places: [],
    notices: [],
    calendarYears: [
      {
        ...{ entity: 'CalendarYear', roundId: ROUND, year: '2027', source: '某通知', off: ['2027-01-01'], worked: [] },
        ...{ by: 'bureau-1', at: at('12-20'), reason: '已公布' },
      },
    ],
    objections: [],
    lists: [],
    awards: [],
    plans: [],
    disbursements: [],
    directives: [],
    recoveries: [],
    reconciliations: [{ entity: 'Reconciliation', agrees: true, signed: false, at: at('12-30') }],
  };
  const seated = draw(base);
  const reviewed = { ...seated, ...review(seated) };
  const round = { ...reviewed, ...awarding(reviewed) };
  return { ...round, ...besides(round), tasks: [...round.tasks, ...duties(round)] };
}

/** Two applications that share a file, once more than they do now; and a credit code that an officer confirmed. */
function besides({ applications }: RoundRecords): Pick<RoundRecords, 'flags' | 'overrides' | 'inquiries'> {
  const [a, b] = applications;
  if (a === undefined || b === undefined) throw new Error('too few applications');
  const flag = (one: string, other: string, code: FlagRecord['code'], gone: FlagRecord['gone']): FlagRecord => ({
    entity: 'Flag',
    roundId: ROUND,
    applicationId: one,
    code,
    clause: '五(二)',
    counterpartId: other,
    evidence: '附件“投入明细”与对方的“投入明细”是同一个文件',
    version: 1,
    counterpartVersion: 1,
    firstAt: at('11-12'),
    lastAt: at('11-12'),
    gone,
    rev: 1,
  });
  const gone = { at: at('11-13'), why: 'new-version' } as const;
  const [one, other] = [a.applicationId, b.applicationId];
  return {
    flags: [
      flag(other, one, 'same-file', null),
      flag(one, other, 'same-file', null),
      flag(one, other, 'same-invoice', gone),
      flag(other, one, 'same-invoice', gone),
    ],
    inquiries: [
      {
        entity: 'Inquiry',
        roundId: ROUND,
        applicationId: one,
        inquiryId: '0123456789abcdef',
        ...{ authority: '应急管理局', matter: '近三年安全事故', askedOn: '2025-11-20' },
        ...{ answer: '无记录', answeredOn: '2025-11-21', by: a.decidedBy ?? '', at: at('11-21') },
      },
    ],
    overrides: [
      {
        entity: 'Override',
        roundId: ROUND,
        applicationId: one,
        rule: 'common.credit-code',
        version: 1,
        taskId: `${one}~district.1`,
        by: a.decidedBy ?? '',
        at: a.decidedAt ?? '',
        reason: '执照原件与登记一致',
      },
    ],
  };
}

/** Slot 0 uploaded nothing, 1 only something broken, 2 too late, 3 twice; the last two were not recommended. */
function intake(slots: SlotRecord[], policy: Policy): Pick<RoundRecords, 'uploads' | 'versions' | 'applications'> {
  const taken = slots.slice(3);
  const hashOf = (slot: SlotRecord) => sha256Hex(`package of ${slot.applicationId}`);
  const problem = (code: string) => ({
    code,
    where: 'zip',
    message: '不能打开',
    mend: '重新打包',
    messageEn: 'broken',
  });
  const upload = (slot: SlotRecord | undefined, no: number) => ({
    entity: 'Upload' as const,
    applicationId: slot?.applicationId ?? '',
    roundId: ROUND,
    uploadId: `random-${Math.random()}`,
    receivedAt: at('11-12', `0${no}:00:00.000`),
    size: 1000 + no,
    sha256: null,
    verdict: 'refused' as const,
    version: null,
    problems: [problem('package.not-a-zip'), problem('package.not-a-zip'), problem('package.manifest-missing')],
    mailedAt: at('11-12'),
  });
  return {
    uploads: [
      upload(slots[1], 1),
      { ...upload(slots[2], 2), verdict: 'late', problems: [] },
      ...taken.map((slot) => ({
        ...upload(slot, 3),
        verdict: 'accepted' as const,
        problems: [],
        sha256: hashOf(slot),
        version: 1,
      })),
      { ...upload(slots[3], 4), verdict: 'duplicate', problems: [], sha256: 'a'.repeat(64), version: 1 },
    ],
    versions: taken.map((slot) => ({
      entity: 'Version',
      applicationId: slot.applicationId,
      version: 1,
      sha256: hashOf(slot),
      scan: 'none' as const,
      key: `evidence/${slot.applicationId}`,
      size: 1003,
      receivedAt: at('11-12', '03:00:00.000'),
      files: [
        {
          kind: 'case-text',
          path: 'attachments/王某某.pdf',
          size: 9,
          sha256: sha256Hex('b'),
          contentType: 'application/pdf',
        },
        { kind: 'business-licence', path: 'a.pdf', size: 5, sha256: sha256Hex('a'), contentType: 'application/pdf' },
      ],
    })),
    applications: taken.map((slot, i): ApplicationRecord => {
      const { applicationId, category, uscc, name, applicationNo } = slot;
      const refused = i >= taken.length - 2;
      return {
        entity: 'Application',
        applicationId,
        roundId: ROUND,
        category,
        uscc,
        name,
        title: name,
        applicationNo,
        status: refused ? 'not-recommended' : 'recommended',
        ...(refused ? {} : { checks: checklistOf(policy, slot.category).map(({ code }) => code) }),
        version: 1,
        packageSha256: hashOf(slot),
        receivedAt: at('11-12', '03:00:00.000'),
        district: '370202',
        attempt: 1,
        waitId: null,
        correctedOnce: false,
        findings: [
          {
            rule: 'common.accident-free',
            outcome: refused ? 'fail' : 'pass',
            clause: '二',
            title: '三年内无重大事故',
            evidence: '',
            register: null,
          },
        ],
        conflictUsccs: [uscc],
        opinion: '情况属实',
        decidedAt: at('11-25'),
        decidedBy: 'district-370202',
        ...(refused ? refusal(i === taken.length - 1) : {}),
      };
    }),
  };
}

/** Refused by the district; one of the two asked for a review, in vain. */
const refusal = (contested: boolean): Pick<ApplicationRecord, 'refusal' | 'review'> => ({
  refusal: { status: 'not-recommended', opinion: '情况属实', by: 'district-370202', at: at('11-25') },
  ...(contested
    ? {
        review: {
          requestedAt: at('11-26'),
          grounds: '请电话 13912345678 核实',
          ruling: { decision: 'uphold', reason: '维持', by: 'bureau-1', at: at('11-27') },
        },
      }
    : {}),
});

/** Panels by the rules; then the expert of one seat stands aside for somebody who may take it. */
function draw(records: RoundRecords): RoundRecords {
  const { applications, registers, policy, round } = records;
  const recommended = applications
    .filter(({ status }) => status === 'recommended')
    .toSorted((a, b) => (a.applicationId < b.applicationId ? -1 : 1));
  const root = sha256Hex(canonicalJson(recommended.map((one) => [one.applicationId, one.packageSha256])));
  const seed = sha256Hex(`${SECRET}|${root}|${round.registers.experts}`);
  const drawn = drawPanels({
    policy,
    roundId: ROUND,
    seed,
    applications: recommended.map((one) => ({ ...one, industry: null, fields: [] })),
    experts: registers.experts,
    legalPersons: legalPersons([...registers.pilots, ...registers.providers]),
  });
  if (!drawn.ok) throw new Error('no panels');
  const seats = recommended.flatMap(({ applicationId }) =>
    (drawn.panels[applicationId] ?? []).map((expertId, i) => ({
      entity: 'Seat' as const,
      applicationId,
      roundId: ROUND,
      seat: i + 1,
      status: 'scored' as const,
      expertId,
      turn: 1,
      past: [] as { expertId: string; left: 'recused' | 'late'; at: string }[],
    })),
  );
  const size = policy.panel.value.size;
  return {
    ...records,
    seats,
    autos: recommended.map(({ applicationId }) => ({
      entity: 'Auto' as const,
      applicationId,
      items: [],
      industry: null,
      fields: [],
    })),
    draws: [
      {
        entity: 'Draw',
        roundId: ROUND,
        seed,
        drawnAt: at('12-01'),
        applications: recommended.length,
        seats: recommended.length * size,
        loads: drawn.loads,
        prices: drawn.prices,
      },
    ],
  };
}
