import { writeAudit } from './audit.ts';
import { restore } from './backup/restore.ts';
import { backup } from './backup/write.ts';
import { listUndelivered, recordBounce } from './bounce.ts';
import { certificateOf } from './certificate.ts';
import { checkPolicy, checkRegisters } from './checks.ts';
import { recordExpertConflict } from './conflict.ts';
import type { Console } from './console.ts';
import { checkedDecisions, writeDecisions } from './decisions.ts';
import { sayOf, settlement } from './disbursement.ts';
import { examinePlace } from './doctor/place.ts';
import { examineFile, examineRound } from './doctor/round.ts';
import { readExport, summaryText } from './documents.ts';
import { writeExport } from './export.ts';
import { findingsOfFile, findingsOfRound } from './findings.ts';
import { HELP } from './help.ts';
import { migrate } from './migrate.ts';
import { correctTheNotice } from './notice.ts';
import { linkToConsole, linkToRegisters, linkToWork } from './officer-link.ts';
import { packageCommand } from './package/commands.ts';
import { tryDraw } from './panels.ts';
import type { Command, Values } from './parse.ts';
import { openPlace, type Place } from './place.ts';
import { faultTable, table } from './print.ts';
import { mendings, reconcile } from './reconcile.ts';
import { redrive } from './redrive.ts';
import { hashRegister } from './register-ids.ts';
import { exportRegister, importRegister, listRegisters, showHistory, writeTemplates } from './registers.ts';
import { replayEvents } from './replay.ts';
import { closing, extendStage, openRound, roundStatus, type Said } from './round.ts';
import { listSecrets, setSecret } from './secrets.ts';
import { endAccess } from './sessions.ts';
import { writeVerifier } from './verifier.ts';
import { whatIfOf } from './what-if.ts';

/** Commands that need more than a file of an export. */
type Executed = Exclude<Command, { name: 'verify' }>;

export function execute(command: Executed, io: Console): Promise<Said> | Said {
  const { environment } = io;
  const at = (outputs: string | undefined, work: (place: Place) => Promise<Said>) =>
    withPlace(openPlace(outputs, environment), work);
  switch (command.name) {
    case 'help':
      return { text: HELP, good: true };
    case 'round open':
      return at(command.values.outputs, (place) => openRound(place, command.values));
    case 'round extend':
      return at(command.values.outputs, (place) => extendStage(place, command.values));
    case 'round status':
      return at(command.values.outputs, (place) => roundStatus(place, command.values.round));
    case 'round close':
      return at(command.values.outputs, (place) => closing(place, command.values.round));
    case 'panels':
      return at(command.values.outputs, (place) => tryDraw(place, command.values.round));
    case 'conflict':
      return at(command.values.outputs, (place) => recordExpertConflict(place, command.values));
    case 'notice correct':
      return at(command.values.outputs, (place) => correctTheNotice(place, command.values));
    case 'disbursement hold':
      return at(command.values.outputs, (place) => sayOf(place, 'hold', command.values));
    case 'disbursement release':
      return at(command.values.outputs, (place) => sayOf(place, 'release', command.values));
    case 'disbursement cancel': {
      const { next, ...values } = command.values;
      return at(values.outputs, (place) => sayOf(place, `cancel-${next}`, values));
    }
    case 'disbursement revoke':
      return at(command.values.outputs, (place) => sayOf(place, 'recover', command.values));
    case 'replay':
      return at(command.values.outputs, (place) => replayEvents(place, command.values));
    case 'settlement':
      return at(command.values.outputs, (place) => settlement(place, command.values.round));
    case 'reconcile':
      return at(command.values.outputs, (place) => reconcile(place, command.values.by));
    case 'migrate':
      return at(command.values.outputs, (place) => migrate(place, command.values));
    case 'mendings':
      return at(command.values.outputs, (place) => mendings(place, command.values.round));
    case 'mail bounce':
      return at(command.values.outputs, (place) => recordBounce(place, command.values.file));
    case 'mail undelivered':
      return at(command.values.outputs, (place) => listUndelivered(place, command.values.round));
    case 'export':
      return at(command.values.outputs, async (place) => {
        const { round, out, audit, by, reason = '' } = command.values;
        const write = audit === true ? writeAudit(place, { round, out, by, reason }) : writeExport(place, round, out);
        return { text: await write, good: true };
      });
    case 'backup':
      return at(command.values.outputs, (place) => backup(place, command.values));
    case 'restore':
      return at(command.values.outputs, (place) => restore(place, command.values));
    case 'redrive':
      return at(command.values.outputs, (place) => redrive(place, command.values));
    case 'summary':
      return { text: summaryText(readExport(command.values.file)), good: true };
    case 'certificate':
      return certificateOf(command.values);
    case 'what-if':
      return whatIfOf(command.values);
    case 'decisions write':
      return at(command.values.outputs, (place) => writeDecisions(place, command.values));
    case 'decisions check':
      return checkedDecisions(command.values);
    case 'verifier':
      return writeVerifier(command.values);
    case 'doctor': {
      const { file, round, outputs } = command.values;
      if (file !== undefined) return examineFile(file);
      return at(outputs, (place) => (round === undefined ? examinePlace(place) : examineRound(place, round)));
    }
    case 'findings': {
      const { file, round = '', outputs } = command.values;
      return file === undefined ? at(outputs, (place) => findingsOfRound(place, round)) : findingsOfFile(file);
    }
    case 'package init':
    case 'package schema':
    case 'package form':
    case 'package check':
    case 'package build':
    case 'package submit':
      return packageCommand(command, io);
    case 'policy check': {
      const { faults, hash } = checkPolicy(command.values.file);
      return hash === null ? faulty('方案', faults) : { text: `方案无误，哈希 ${hash}\n`, good: true };
    }
    case 'registers check':
      return checked(command.values);
    case 'registers template':
      return writeTemplates(command.values);
    case 'registers import':
      return at(command.values.outputs, (place) => importRegister(place, command.values));
    case 'registers hash':
      return hashRegister(command.values);
    case 'registers export':
      return at(command.values.outputs, (place) => exportRegister(place, command.values));
    case 'registers list':
      return at(command.values.outputs, listRegisters);
    case 'registers history':
      return at(command.values.outputs, (place) => showHistory(place, command.values.kind));
    case 'registers link':
      return at(command.values.outputs, (place) => linkToRegisters(place, command.values));
    case 'console link':
      return at(command.values.outputs, (place) => linkToConsole(place, command.values));
    case 'sessions end':
      return at(command.values.outputs, (place) => endAccess(place, command.values));
    case 'secrets set':
      return at(command.values.outputs, (place) => setSecret(place, command.values));
    case 'secrets list':
      return at(command.values.outputs, listSecrets);
    case 'work link':
      return at(command.values.outputs, (place) => linkToWork(place, command.values));
  }
}

async function checked({ dir, policy }: Values<'registers check'>): Promise<Said> {
  const { faults, counts } = await checkRegisters(dir, policy);
  if (faults.length > 0) return faulty('台账', faults);
  return {
    text: `台账无误。\n\n${table(
      ['台账', '行数'],
      counts.map(([kind, n]) => [kind, `${n}`]),
    )}`,
    good: true,
  };
}

async function withPlace(place: Place, work: (place: Place) => Promise<Said>): Promise<Said> {
  try {
    return await work(place);
  } finally {
    place.close();
  }
}

const faulty = (what: string, faults: Parameters<typeof faultTable>[0]): Said => ({
  text: `${what}有 ${faults.length} 处问题：\n${faultTable(faults)}`,
  good: false,
});
