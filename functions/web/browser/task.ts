/** A task's page with a script: saves by itself, shows papers beside the form, and takes keys. Without one the same page works by its buttons. */
import { Autosave } from './autosave.ts';
import { find, placeOf } from './page.ts';
import { wireViewer } from './viewer.ts';

function wireForm(form: HTMLFormElement): void {
  const autosave = new Autosave(form, placeOf(form), () => undefined);
  const decide = find<HTMLButtonElement>('button[type=submit]:not([formaction])', form);
  let sending = false;
  form.addEventListener('submit', (event) => {
    const button = event.submitter;
    if (sending || !(button instanceof HTMLButtonElement)) return;
    if (button !== decide && button.value !== 'save') return;
    event.preventDefault();
    void autosave.flush().then((saved) => {
      // What cannot be saved is not sent either: it would be lost with the page.
      if (button !== decide || !(saved || autosave.isHeard)) return;
      sending = true;
      form.requestSubmit(decide);
    });
  });
  document.addEventListener('keydown', (event) => {
    if (event.key !== 'Enter') return;
    if (event.ctrlKey || event.metaKey) form.requestSubmit(decide);
    else if (event.target instanceof HTMLInputElement && form.contains(event.target)) next(form, event.target);
    else return;
    event.preventDefault();
  });
}

/** Enter in a field goes on to the next one; browsers would send the half-filled form. */
function next(form: HTMLFormElement, from: HTMLInputElement): void {
  const fields = [...form.querySelectorAll<HTMLElement>('input:not([type=hidden]), textarea, select, button')];
  fields[fields.indexOf(from) + 1]?.focus();
}

const form = document.querySelector<HTMLFormElement>('#task-form');
if (form !== null) wireForm(form);
wireViewer();
