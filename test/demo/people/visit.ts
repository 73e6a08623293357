import type { Letter } from '../../../infra/local/start/mailroom.ts';
import { Browser, type Page, UnexpectedAnswer, wordsOf } from '../outside/browser.ts';
import { choicesOf, formDeciding } from '../outside/forms.ts';

/** What somebody decides after reading a task's page: the form's fields by name, and how it is counted, in Chinese. */
export interface Decided {
  decision: string;
  values: Record<string, string>;
  counted: string;
}

const GONE = 410;

/**
 * Opens a task's link as its recipient does, reads the page, and sends the form.
 * @returns how it is counted; null where the task has ended meanwhile
 * @throws UnexpectedAnswer for a page that is no task's, or a decision that was not taken
 */
export async function visitTask({ link, about }: Letter, decide: (page: Page) => Decided): Promise<string | null> {
  const browser = new Browser();
  const page = await browser.open(link ?? '');
  if (page.status === GONE) return null;
  if (page.status !== 200) throw new UnexpectedAnswer(`${about}: ${page.status} ${wordsOf(page.html).slice(0, 400)}`);
  if (page.forms.length === 0) return null;
  const { decision, values, counted, page: at } = await decided(browser, page, decide);
  const form = formDeciding(at.forms, decision);
  if (form === undefined) throw new UnexpectedAnswer(`${about}: the page does not offer ${decision}`);
  const chosen = choicesOf(form, 'decision') === null ? {} : { decision };
  // Null: its time ended while it was being read.
  const taken = await browser.submit(at, form, { ...chosen, ...values });
  return taken === null ? null : counted;
}

/** An expert who does not stand aside declares that nothing ties it to the applicant, and sees the rest then. */
async function decided(
  browser: Browser,
  page: Page,
  decide: (page: Page) => Decided,
): Promise<Decided & { page: Page }> {
  const first = decide(page);
  const declaring = page.forms.find(({ action }) => action.endsWith('/declare'));
  if (declaring === undefined || first.decision === 'recuse') return { ...first, page };
  await browser.submit(page, declaring, { noConflict: 'yes' });
  const next = await browser.open(page.url);
  return { ...decide(next), page: next };
}
