/** A task's page or a worklist with a script: saves by itself, shows papers beside the form, and takes keys. Without one the same page works by its buttons. */
import { Autosave } from './autosave.ts';
import { wireList } from './list.ts';
import { placeOf } from './page.ts';
import { wireViewer } from './viewer.ts';

function wireForm(form: HTMLFormElement): void {
  const autosave = new Autosave(form, placeOf(form), () => undefined);
  /** One decides; from a list, another one goes on to the next as well. */
  const deciding = [...form.querySelectorAll<HTMLButtonElement>('button[data-decides]')];
  let step: 'writing' | 'saving' | 'sending' | 'sent' = 'writing';
  form.addEventListener('submit', (event) => {
    const button = event.submitter;
    if (!(button instanceof HTMLButtonElement)) return;
    const decides = deciding.includes(button);
    if (!decides && button.value !== 'save') return;
    if (decides && step === 'sending') {
      step = 'sent';
      return;
    }
    event.preventDefault();
    // Two clicks are one.
    if (decides && step !== 'writing') return;
    if (decides) step = 'saving';
    void autosave.flush().then((saved) => {
      if (!decides) return;
      // What cannot be saved is not sent either: it would be lost with the page.
      step = saved || autosave.isHeard ? 'sending' : 'writing';
      if (step === 'sending') form.requestSubmit(button);
    });
  });
  // Whoever comes back to the page may go on with it.
  window.addEventListener('pageshow', () => {
    step = 'writing';
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
