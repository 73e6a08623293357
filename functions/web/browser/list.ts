/** j and k go down and up in a list of entries, as in mail programs; Enter opens, as for any link. */
export function wireList(): void {
  const entries = [...document.querySelectorAll<HTMLAnchorElement>('a[data-entry]')];
  if (entries.length === 0) return;
  document.addEventListener('keydown', (event) => {
    const step = { j: 1, k: -1 }[event.key];
    const typing = event.target instanceof HTMLElement && event.target.matches('input[type=text], textarea, select');
    if (step === undefined || typing || event.ctrlKey || event.metaKey || event.altKey) return;
    const here = document.activeElement;
    const at = here instanceof HTMLAnchorElement ? entries.indexOf(here) : -1;
    const to = at < 0 ? (step > 0 ? 0 : entries.length - 1) : at + step;
    entries[to]?.focus();
    event.preventDefault();
  });
}
