/** What each queue, stream and function takes: valid shapes, of ids that do not exist. */
import type { ReasonCode } from '../../../shared/reasons.ts';
import type { Json } from './generate.ts';

const roundId = 'no-such-round';
const applicationId = `${roundId}.b.0123456789abcdef`;
const waitId = `${applicationId}~score.1.1`;
const uscc = '91370200MA3CA8QX2R';
const time = '2025-11-03T01:00:00.000Z';
const NO_FILE = `config/${'0'.repeat(64)}.json`;

interface Shape {
  example: Json;
  /** Fields that may hold any text. */
  free?: string[];
  /** What becomes of the example itself. */
  code: ReasonCode;
}

const disbursementId = `${applicationId}.1.1`;
const answer = { disbursementId, roundId, amountFen: 5_000_000, outcome: 'paid', receivedAt: time, settledAt: time };
const uploaded = (bucket: string, key: string) => ({
  time,
  detail: { bucket: { name: bucket }, object: { key, size: 9, etag: '0123456789abcdef' } },
});

/** By the beginning of the queue's logical id. */
export const QUEUES: Record<string, Shape[]> = {
  IntakeInbox: [
    {
      example: uploaded('inbox', `inbox/${roundId}/${applicationId}/x.zip`),
      free: ['name', 'etag', 'key'],
      code: 'intake.slot-unknown',
    },
    { example: uploaded('inbox', '../../etc/passwd'), free: ['name', 'etag', 'key'], code: 'intake.key-unknown' },
  ],
  WorkflowStart: [{ example: { roundId, applicationId }, code: 'starter.no-panel' }],
  PublishingMail: [
    { example: { kind: 'task', taskId: waitId }, code: 'mail.task-unknown' },
    { example: { kind: 'slot', applicationId }, code: 'mail.slot-unknown' },
    { example: { kind: 'upload', applicationId, uploadId: 'x' }, code: 'mail.upload-unknown' },
    { example: { kind: 'digest', taskIds: [waitId, `${applicationId}~score.2.1`] }, code: 'mail.task-unknown' },
    { example: { kind: 'objection', roundId, objectionId: '0'.repeat(16) }, code: 'mail.objection-unknown' },
    { example: { kind: 'result', applicationId }, code: 'mail.result-unknown' },
    { example: { kind: 'release', roundId, category: 'chain-case', no: 1 }, code: 'mail.release-unknown' },
    { example: { kind: 'code', challengeHash: '0'.repeat(64) }, code: 'mail.challenge-unknown' },
  ],
  PublishingSettlement: [{ example: { detail: answer }, code: 'settlement.unknown' }],
};

/** Answers of finance, as they come over the bus. */
export const ANSWER: Shape = { example: answer, code: 'settlement.unknown' };

/** What finance is told. */
export const INSTRUCTION: Json = {
  specversion: '1.0',
  id: disbursementId,
  type: 'awards.disbursement.instructed.v1',
  source: 'awards',
  time,
  data: {
    disbursementId,
    roundId,
    awardId: applicationId,
    category: 'chain-case',
    planNo: 1,
    instalment: 1,
    attempt: 1,
    payeeUscc: uscc,
    payeeRef: 'p',
    amountFen: 5_000_000,
  },
};

/** Records by the stream that takes them; the attribute that makes it take them is put on afterwards. */
export const STREAMS: Record<string, Shape & { mark: Record<string, Json> }> = {
  PublishingOutbox: {
    example: { entity: 'Slot', applicationId, roundId, category: 'chain-case', uscc, applicationNo: 1, issuedAt: time },
    mark: { outbox: 'mail' },
    // Name and address of a contact are missing.
    code: 'record.malformed',
  },
  WorkflowSettle: {
    example: { entity: 'Wait', waitId, roundId, deadline: time, token: 'x', outcome: { decision: 'passed' } },
    // Without token or outcome nobody waits yet: that is no fault.
    free: ['waitId', 'token', 'outcome', 'decision'],
    mark: { settle: 'due' },
    code: 'wait.token-invalid',
  },
};

interface Called {
  examples: Json[];
  /** What it says to the examples, where that is an answer and no error. */
  answer?: object;
}

/** Functions that are called with one payload. */
export const CALLED: Record<string, Called> = {
  aggregate: { examples: [{ roundId, applicationId }] },
  call: {
    examples: [
      { op: 'status', roundId },
      { op: 'extend', roundId, stage: 'intake', until: time, by: '甲', reason: '乙' },
      { op: 'open', roundId, policy: NO_FILE, registers: { staff: NO_FILE }, secret: '0123456789abcdef' },
    ],
    answer: { ok: false },
  },
  close: { examples: [{ roundId }] },
  confirm: {
    examples: [
      { op: 'collect', roundId },
      { op: 'announce', roundId, listNo: 1 },
    ],
  },
  eligibility: { examples: [{ roundId, applicationId }] },
  'fan-out': { examples: [{ roundId, cursor: null }], answer: { cursor: '1#' } },
  invite: { examples: [{ roundId, cursor: null }] },
  issue: { examples: [{ roundId, planNo: 1, cursor: null }] },
  notice: {
    examples: [
      { op: 'publish', roundId },
      { op: 'check', roundId },
    ],
  },
  panels: {
    examples: [
      { op: 'draw', roundId },
      { op: 'replace', roundId, applicationId, seat: 1, waitId },
    ],
  },
  payee: {
    examples: [
      { roundId, by: '甲', reason: '乙', payees: [{ disbursementId: `${applicationId}.1.1`, payeeRef: 'payee-1' }] },
    ],
  },
  plan: { examples: [{ roundId }] },
  rank: { examples: [{ roundId }] },
  seal: {
    examples: [
      { gate: 'intake', no: 1, roundId },
      { gate: 'notice', no: 1, roundId },
      { gate: 'awards', no: 1, roundId },
    ],
  },
  'task-escalate': {
    examples: [
      { kind: 'gate-deadline', roundId, stage: 'intake' },
      { kind: 'deadline', roundId, task: 'deliberate' },
      { kind: 'gate', roundId, stage: 'places', waitId },
      { kind: 'district-review', roundId, applicationId, waitId, version: 1, attempt: 1 },
      { kind: 'correction', roundId, applicationId, waitId, attempt: 1 },
      { kind: 'refusal', roundId, applicationId, waitId, attempt: 1 },
      { kind: 'refusal-review', roundId, applicationId, waitId, attempt: 1 },
      { kind: 'score', roundId, applicationId, waitId, seat: 1 },
      { kind: 'second-look', roundId, applicationId, waitId, seat: 1 },
      { kind: 'confirm', roundId, waitId, listNo: 1 },
    ],
  },
  'task-open': {
    examples: [
      { kind: 'score', roundId, applicationId, waitId, seat: 1, token: 'x' },
      { kind: 'second-look', roundId, applicationId, waitId, seat: 1, token: 'x' },
      { kind: 'tie-break', roundId, waitId, category: 'chain-case', token: 'x' },
      { kind: 'gate', roundId, waitId, stage: 'intake', token: 'x' },
    ],
  },
};

/** Functions that events come to; given something else they say so. */
const record = { messageId: 'x', body: '{}', eventSourceARN: 'arn:aws:sqs:x:0:y', eventSource: 'aws:sqs' };
const change = { eventSourceARN: 'x', eventSource: 'aws:dynamodb', dynamodb: { SequenceNumber: '1', Keys: {} } };
const request = {
  version: '2.0',
  rawPath: '/',
  rawQueryString: '',
  headers: {},
  requestContext: { http: { method: 'GET' } },
};
/** Fields of what functions are called with that may hold any text. */
export const FREE = [
  ...['by', 'reason', 'secret', 'token', 'stage'],

  'messageId',
  'body',
  'eventSourceARN',
  'eventSource',
  'SequenceNumber',
  'rawPath',
  'rawQueryString',
  'method',
  'Keys',
];
export const FED: Record<string, Json> = {
  intake: { Records: [record] },
  notify: { Records: [record] },
  settlement: { Records: [record] },
  starter: { Records: [record] },
  publisher: { Records: [change] },
  'task-settle': { Records: [change] },
  web: request,
  due: { source: 'aws.events' },
  reconciler: { source: 'aws.events' },
};
