import { find } from './page.ts';

/** Room for a page of paper beside the form. */
const WIDE = '(min-width: 80rem)';

/** Opens papers beside the form where there is room for both; elsewhere their links open a window of their own, as without a script. */
export function wireViewer(): void {
  const viewer = document.querySelector<HTMLElement>('#viewer');
  if (viewer === null) return;
  const frame = find<HTMLIFrameElement>('#viewer-frame', viewer);
  const links = document.querySelectorAll<HTMLAnchorElement>('a[data-paper]');
  const close = () => {
    viewer.hidden = true;
    document.body.classList.remove('beside');
    frame.removeAttribute('src');
    for (const link of links) link.removeAttribute('aria-current');
  };
  for (const link of links)
    link.addEventListener('click', (event) => {
      if (!matchMedia(WIDE).matches || event.ctrlKey || event.metaKey || event.shiftKey) return;
      event.preventDefault();
      close();
      viewer.hidden = false;
      document.body.classList.add('beside');
      // With the mark of its language, where it has one.
      find('#viewer-name', viewer).replaceChildren(...[...link.childNodes].map((node) => node.cloneNode(true)));
      link.setAttribute('aria-current', 'true');
      frame.src = link.href;
    });
  find('#viewer-close', viewer).addEventListener('click', close);
}
