/** The application's form with a script: saves by itself, takes files, packs and sends. Without one the same page works by its buttons. */
import { Autosave } from './autosave.ts';
import { Files } from './files.ts';
import { showFindings } from './findings.ts';
import { find, placeOf } from './page.ts';
import { addRow, removeRow, tableOf } from './rows.ts';
import { Sending } from './sending.ts';

const form = find<HTMLFormElement>('#application');
const place = placeOf(form);
let asked = false;
let latest: { findings: Parameters<typeof showFindings>[1]; values: Record<string, string> } | null = null;
const autosave = new Autosave(form, place, (findings, values) => {
  latest = { findings, values };
  showFindings(form, findings, values, asked);
  asked = false;
});

/** What the page can do by itself; everything else goes to the server as without a script. */
function press(button: HTMLButtonElement): boolean {
  const table = tableOf(button);
  const row = button.closest<HTMLElement>('[data-row]');
  if (table !== null && button.hasAttribute('data-add')) {
    addRow(table)?.querySelector<HTMLElement>('input, select, textarea')?.focus();
  } else if (table !== null && row !== null && button.hasAttribute('data-remove')) {
    removeRow(table, row);
    table.focus();
    autosave.changed();
  } else if (button.value === 'save') {
    void autosave.flush();
  } else if (button.value === 'check') {
    void check();
  } else return false;
  return true;
}

async function check(): Promise<void> {
  asked = true;
  const before = latest;
  const saved = await autosave.flush();
  // Nothing was left to save: what was said the last time still holds.
  if (saved && asked && before !== null) showFindings(form, before.findings, before.values, true);
  else if (saved && asked) location.assign(`${place.home}/form?check=1`);
  asked = false;
}

form.addEventListener('submit', (event) => {
  if (event.submitter instanceof HTMLButtonElement && press(event.submitter)) event.preventDefault();
});

const files = new Files(place.owner);
new Sending(place, autosave, files);
find('#without-script').hidden = true;
find('#files').hidden = false;
