import type { LocalCloud } from '../../../infra/local/cloud.ts';
import { AnswersRefused } from '../../../infra/local/finance/answers.ts';
import { type OpenOffice, openOffice } from '../../../infra/local/start/office.ts';
import { placeAt } from './cast.ts';
import type { Circumstances, Duty } from './duty.ts';
import { daysAfter } from './schedule.ts';

export interface FinanceDepartment {
  office: OpenOffice;
  /** The paydays to come. */
  duties(): Duty[];
}

/** The treasury (财政) pays two days after it was told to; the bank sends one payment back (退票). */
export function openFinance(
  c: Circumstances,
  site: Pick<LocalCloud, 'endpoints' | 'environment' | 'outputs'>,
  options: { dbPath: string; now: () => number },
): FinanceDepartment {
  const { notebook, cast } = c;
  const office = openOffice(site, {
    ...options,
    outcome: ({ awardId, attempt }) => {
      const failing = placeAt(notebook.notes.shortlist ?? {}, cast.world.paymentFailure);
      const failed = awardId === failing && attempt === 1;
      return failed ? { outcome: 'failed', reason: '账号与户名不符，银行退票。' } : { outcome: 'paid' };
    },
  });
  return { office, duties: () => paydays(c, office) };
}

const TRIES = 5;

/** What the bus did not take stands in the office's books; somebody sees to it that it is sent again. */
async function settle(office: OpenOffice): Promise<number> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await office.settleAll();
    } catch (error) {
      if (!(error instanceof AnswersRefused) || attempt === TRIES) throw error;
    }
  }
}

function paydays({ cast, notebook }: Circumstances, office: OpenOffice): Duty[] {
  office.check();
  const days = new Set(office.received().map(({ receivedAt }) => daysAfter(Date.parse(receivedAt), 2, '15:00')));
  return [...days]
    .filter((day) => !notebook.notes.paydays.includes(day))
    .map((day) => ({
      id: `payday ${day}`,
      owner: cast.world.roundId,
      stage: 'settlement',
      readyAt: day,
      perform: async () => {
        const answered = await settle(office);
        notebook.note((notes) => {
          notes.paydays.push(day);
        });
        return answered === 0 ? null : '财政拨付';
      },
    }));
}
