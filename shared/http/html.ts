import { html as tag } from 'hono/html';

/** Markup that is safe as it stands. Everything else put into a template is escaped. */
export type Markup = ReturnType<typeof tag>;

/** Template whose values are escaped, unless they are markup themselves; arrays are joined, null and false leave nothing. */
export const html = tag;

/** Text that a person wrote, with its line breaks kept. */
export const written = (text: string): Markup => html`<div class="written">${text}</div>`;
