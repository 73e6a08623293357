/** A task's page or a worklist with a script: saves by itself, shows papers beside the form, and takes keys. Without one the same page works by its buttons. */
import { Autosave } from './autosave.ts';
import { wireList } from './list.ts';
import { placeOf } from './page.ts';
import { wireViewer } from './viewer.ts';

function wireForm(form: HTMLFormElement): void {
  const autosave = new Autosave(form, placeOf(form), () => undefined);
  /** One decides; from a list, another one goes on to the next as well. */
  const deciding = [...form.querySelectorAll<HTMLButtonElement>('button[type=submit]:not([formaction])')];
  let sending = false;
  form.addEventListener('submit', (event) => {
    const button = event.submitter;
    if (sending || !(button instanceof HTMLButtonElement)) return;
    const decides = deciding.includes(button);
    if (!decides && button.value !== 'save') return;
    event.preventDefault();
    void autosave.flush().then((saved) => {
      // What cannot be saved is not sent either: it would be lost with the page.
      if (!decides || !(saved || autosave.isHeard)) return;
      sending = true;
      form.requestSubmit(button);
    });
  });
  document.addEventListener('keydown', (event) => {
    if (event.key !== 'Enter') return;
    const last = deciding.at(-1);
    if ((event.ctrlKey || event.metaKey) && last !== undefined) form.requestSubmit(last);
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
wireList();
