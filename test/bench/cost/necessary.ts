/**
 * The least that the work needs of the services, given its promises (docs of what must always hold): every decision and upload is a
 * record with its entry in the chain of decisions, a person's task is a record and a letter, whoever waits has a callback.
 * A record of up to 1 KB is one unit, two in a transaction; an entry in a sparse index is one unit when it comes and one when it goes.
 */
import type { Facts, PlayedRound } from './played.ts';
import type { Stage } from './stages.ts';

interface Necessary {
  stage: Stage;
  operation: string;
  per: keyof Facts;
  each: number;
  /** Why it cannot be less. */
  because: string;
}

const of =
  (stage: Stage, per: keyof Facts) =>
  (operation: string, each: number, because: string): Necessary => ({ stage, operation, per, each, because });

/** A letter leaves: the record is published and sent in batches of ten, its letter marked as sent. */
const letter = (stage: Stage, per: keyof Facts): Necessary[] => {
  const need = of(stage, per);
  return [
    need('dynamodb.writeUnits', 2, 'the entry among what has not left: it comes and goes'),
    need('dynamodb.writeUnits', 1, 'that the letter has left'),
    need('dynamodb.writeUnits', 1, 'the link in the letter, by its hash'),
    need('dynamodb.readUnits', 3, 'the record, whom it goes to, and the address'),
    need('sqs.requests', 0.3, 'sent, received and deleted, ten at a time'),
    need('lambda.invocations', 0.2, 'published and sent, ten at a time'),
    need('lambda.gbSeconds', 0.01, '10 ms at 512 MB for each of the two'),
  ];
};

/** A person opens a page and acts: two requests, each with its link and session, the page with what it shows. */
const act = (stage: Stage, per: keyof Facts, pages = 2): Necessary[] => {
  const need = of(stage, per);
  return [
    need('httpapi.requests', pages, 'a page, and the form that is sent'),
    need('lambda.invocations', pages, 'one for each request'),
    need('lambda.gbSeconds', pages * 0.03, '30 ms at 1 GB for each request'),
    need('dynamodb.readUnits', pages * 5, 'link, task, application, round and what is shown, each once a request'),
  ];
};

/** Somebody is asked and waits for: the record with its places in the indexes, and the callback's token. */
const task = (stage: Stage, per: keyof Facts): Necessary[] => {
  const need = of(stage, per);
  return [
    need('dynamodb.writeUnits', 3, 'the task, and its places among what has not left and on its holder’s list'),
    need('dynamodb.writeUnits', 1, 'the token beside the wait'),
    need('dynamodb.readUnits', 3, 'the application, who is asked, and the wait'),
    need('lambda.invocations', 1, 'the state calls it with its token'),
    need('lambda.gbSeconds', 0.01, '20 ms at 512 MB'),
    ...letter(stage, per),
  ];
};

/** A decision: task, wait, what is decided about, its entry in the chain and the chain's head, in one transaction; then the callback. */
const decision = (stage: Stage, per: keyof Facts, records: number): Necessary[] => {
  const need = of(stage, per);
  return [
    need('dynamodb.writeUnits', records * 2, `${records} records in one transaction: decided at once, or not at all`),
    need('dynamodb.writeUnits', 3, 'the task leaves its holder’s list, the wait stands among what is due and leaves'),
    need('dynamodb.writeUnits', 1, 'that the callback was sent'),
    need('lambda.invocations', 0.2, 'what follows from the stream, by fives'),
    need('lambda.gbSeconds', 0.004, '8 ms at 512 MB'),
    ...act(stage, per),
  ];
};

export const NECESSARY: readonly Necessary[] = [
  of('intake', 'rows')('dynamodb.writeUnits', 1, 'each row of the pinned registers'),
  of('intake', 'slots')('dynamodb.writeUnits', 4, 'the slot and its place among all slots, in one transaction'),
  ...letter('intake', 'slots'),
  ...act('intake', 'uploads', 3),
  ...letter('intake', 'uploads'),
  of('intake', 'uploads')('s3.PostObject', 1, 'the package arrives'),
  of('intake', 'uploads')('sqs.requests', 2, 'its news is received and deleted: one package at a time'),
  of('intake', 'uploads')('lambda.invocations', 1, 'it is checked'),
  of('intake', 'uploads')('lambda.gbSeconds', 0.1, '100 ms at 1 GB: read, inflated, hashed'),
  of('intake', 'uploads')('dynamodb.readUnits', 4, 'slot, what is known of the upload, application, gate'),
  of('intake', 'uploads')('s3.GetObject', 2, 'the package is read twice: to check, and to keep its files'),
  of('intake', 'versions')('s3.CopyObject', 1, 'the package in the locked bucket'),
  of('intake', 'versions')('s3.PutObject', 1, 'its application form as data'),
  of('intake', 'files')('s3.PutObject', 1, 'each paper by itself, for reviewers to open'),
  of('intake', 'versions')(
    'dynamodb.writeUnits',
    16,
    'version, upload, application, open row, place in the roster, wait, log and its head',
  ),

  of('eligibility', 'versions')('lambda.invocations', 1, 'the state calls it'),
  of('eligibility', 'versions')('lambda.gbSeconds', 0.02, '40 ms at 512 MB'),
  of('eligibility', 'versions')('s3.GetObject', 1, 'the application form'),
  of('eligibility', 'versions')(
    'dynamodb.readUnits',
    16,
    'application, version, six registers, and who has the same of eight kinds of facts',
  ),
  of('eligibility', 'versions')('dynamodb.writeUnits', 8, 'application, wait, findings and log, in one transaction'),
  of('eligibility', 'versions')('dynamodb.writeUnits', 12, 'its facts, each where whoever has the same one finds it'),

  of('district', 'versions')('stepfunctions.transition', 3, 'checked, waited for, and the answer chosen by'),
  of('district', 'applications')('stepfunctions.transition', 1, 'a choice cannot end an execution'),
  ...task('district', 'reviews'),
  ...decision('district', 'reviews', 7),

  of('panels', 'panels')('sqs.requests', 0.3, 'asked for, received and deleted, ten at a time'),
  of('panels', 'panels')('lambda.invocations', 1.1, 'the starter, ten at a time; the panel is loaded'),
  of('panels', 'panels')('lambda.gbSeconds', 0.01, '20 ms at 512 MB'),
  of('panels', 'panels')('dynamodb.writeUnits', 6, 'application, open row and formula points, in one transaction'),
  of('panels', 'sheets')('dynamodb.writeUnits', 4, 'each seat and its wait, in the same one'),
  of('panels', 'panels')('dynamodb.readUnits', 8, 'what the draw and the formulas need of it, and its seats'),

  of('scoring', 'panels')(
    'stepfunctions.transition',
    5,
    'loaded, mapped over its seats, added up, the answer chosen by, ended',
  ),
  of('scoring', 'sheets')(
    'stepfunctions.transition',
    3,
    'waited for, the answer chosen by, and a choice cannot end a branch',
  ),
  ...task('scoring', 'sheets'),
  ...decision('scoring', 'sheets', 6),
  ...act('scoring', 'sheets', 2),
  of('scoring', 'sheets')('dynamodb.writeUnits', 1, 'that conflicts were declared before the first look'),
  of('scoring', 'panels')('lambda.invocations', 1, 'the sheets are added up'),
  of('scoring', 'panels')('lambda.gbSeconds', 0.015, '30 ms at 512 MB'),
  of('scoring', 'panels')('dynamodb.readUnits', 8, 'application, its sheets and points'),
  of('scoring', 'panels')(
    'dynamodb.writeUnits',
    12,
    'total, application, open row, log and its head, in one transaction',
  ),

  of('ranking', 'panels')('dynamodb.readUnits', 2, 'each total and application'),
  of('ranking', 'panels')('dynamodb.writeUnits', 1, 'its place'),

  of('notice', 'panels')('dynamodb.readUnits', 2, 'each place, to publish and to seal'),

  of('money', 'awards')(
    'dynamodb.writeUnits',
    14,
    'award, its payee’s ledger and number, the wait for the account, in one transaction',
  ),
  ...task('money', 'awards'),
  ...decision('money', 'awards', 4),
  of('money', 'awards')('kms.GenerateDataKey', 1, 'the account is sealed under a key of its own'),
  of('money', 'disbursements')('dynamodb.writeUnits', 8, 'planned, instructed, published, settled'),
  of('money', 'disbursements')('dynamodb.writeUnits', 4, 'in and out of what has not left; award and ledger follow'),
  of('money', 'disbursements')(
    'dynamodb.readUnits',
    10,
    'read for the plan, the instruction, the answer and the reconciliation',
  ),
  of('money', 'disbursements')('sqs.requests', 0.6, 'instruction and answer, ten at a time'),
  of('money', 'disbursements')('eventbridge.events', 2, 'the copy for whoever listens, and finance’s answer'),
  of('money', 'disbursements')('lambda.invocations', 0.3, 'published, settled, ten at a time'),
];

/** What the round would have come to with no more than that, by stage and operation. */
export const necessaryOf = ({ facts }: PlayedRound) =>
  NECESSARY.map(({ stage, operation, per, each }) => ({ stage, operation, by: '', amount: each * facts[per] }));
