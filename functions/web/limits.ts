/** How large a request may be, by its address: where files come in as large as they are, everywhere else as a form is typed. */
import { bodyLimit } from 'hono/body-limit';
import { FORM_LIMIT_BYTES, MAX_SCAN_BYTES } from '../../shared/http/form.ts';
import { HttpProblem, type ProblemCode } from '../../shared/http/problems.ts';
import { MAX_PAGE_FILE_BYTES } from '../../shared/registers/limits.ts';

/** Of a request with a whole draft in it: a Chinese character takes nine bytes in a form. */
const DRAFT_BYTES = 1_500_000;
/** What a form has around its files. */
const AROUND_BYTES = 64 * 1024;

const limit = (maxSize: number, code: ProblemCode) =>
  bodyLimit({
    maxSize,
    onError: () => {
      throw new HttpProblem(code);
    },
  });
const files = (maxBytes: number, code: ProblemCode) => limit(maxBytes + AROUND_BYTES, code);

const LARGER: readonly [address: RegExp, limit: ReturnType<typeof limit>][] = [
  [/^\/registers\/[a-z]{1,20}$/, files(MAX_PAGE_FILE_BYTES, 'registers.file-too-large')],
  [/^\/(?:work\/[^/]+\/)?tasks\/[^/]+\/scan$/, files(MAX_SCAN_BYTES, 'scan.too-large')],
  [/^\/(?:rounds\/[^/]+\/objections|objections\/[^/]+)$/, files(MAX_SCAN_BYTES, 'objection.files-too-large')],
  [/^\/slots\/[^/]+\/(?:form|draft\.json|manifest\.json)$/, limit(DRAFT_BYTES, 'draft.body-too-large')],
];
const USUAL = limit(FORM_LIMIT_BYTES, 'form.too-large');

/** The limit for a path: what is larger is refused with a page that says so. */
export const limitFor = (path: string) => LARGER.find(([address]) => address.test(path))?.[1] ?? USUAL;
