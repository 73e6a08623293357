/** The page that checks proofs: reads one, computes its root by the system's own function, and says what that proves. */
import { config } from 'zod';
import { checkProof, type ProofResult } from '../../../shared/domain/proofs.ts';
import { Proof } from '../../../shared/schemas/proofs.ts';
import { find, make } from './page.ts';
import { contentOf, type Said, said } from './verifier-words.ts';

// It would try to make functions of texts, which the page does not allow.
config({ jitless: true });

const MOST_BYTES = 1_000_000;
const TONES: Record<ProofResult, 'good' | 'warn' | 'bad'> = {
  proven: 'good',
  consistent: 'warn',
  'other-list': 'bad',
  altered: 'bad',
};
const VERDICTS: Record<ProofResult, Said> = {
  proven: '核验通过：该条目在公布的名单中。',
  consistent: '凭证自身完整，但还没有与公布的根值比对。请填入公布的存证根值后再核验。',
  'other-list':
    '核验不通过：凭证属于另一份名单，它的根值不是所填的根值。请核对批次、环节、类别和名单编号；都相同的，说明公布的名单与出具凭证时的不是同一份。',
  altered: '核验不通过：凭证的内容被改动过，或不完整。',
};

const file = find<HTMLInputElement>('#file');
const content = find<HTMLTextAreaElement>('#proof');
const root = find<HTMLInputElement>('#root');
const result = find('#result');

function show(tone: string, ...shown: Node[]): void {
  result.replaceChildren(make('div', { className: `panel ${tone}` }, ...shown));
  result.focus();
}

function refuse(field: HTMLElement, why: Said): void {
  field.setAttribute('aria-invalid', 'true');
  show('bad', make('p', {}, said(why)));
}

function readProof(text: string): Proof | null {
  try {
    const parsed = Proof.safeParse(JSON.parse(text));
    return parsed.success ? parsed.data : null;
  } catch {
    return null;
  }
}

const list = (title: Said, ...items: Said[]): Node[] => [
  make('h2', {}, said(title)),
  make('ul', {}, ...items.map((item) => make('li', {}, said(item)))),
];

function told(proof: Proof, outcome: ProofResult): Node[] {
  const verdict = make('p', {}, make('strong', {}, said(VERDICTS[outcome])));
  // What was changed says nothing: it is not shown as if it did.
  if (outcome === 'altered') return [verdict];
  const facts = contentOf(proof).flatMap(([name, value]) => [make('dt', {}, said(name)), make('dd', {}, ...value)]);
  const shown = [verdict, make('h2', {}, said('凭证所写的内容')), make('dl', {}, ...facts)];
  if (outcome !== 'proven') return shown;
  return [
    ...shown,
    ...list(
      '已经证明',
      '条目的每一项内容、它在名单中的位置和名单的条数，都与公布根值时相同。',
      '名单中的其他条目此后也没有改动：改动任何一条，根值都会不同。',
    ),
    ...list(
      '没有证明',
      '条目本身是否正确，例如得分和名次是否依方案得出：这可由导出的记录重算。',
      '名单是否包含了应当包含的所有人，以及出示凭证的是谁。',
      '所填的根值是否就是公布的那一个：请从您信任的来源抄录。',
    ),
  ];
}

/** What the fields hold, or the one that holds something else. */
function read(): { proof: Proof; published: string | null } | { field: HTMLElement; why: Said } {
  if (content.value.trim() === '') return { field: content, why: '请选择凭证文件，或粘贴凭证内容。' };
  const proof = readProof(content.value);
  if (proof === null) return { field: content, why: '内容不是存证凭证，或者不完整。请使用申报页面下载的文件。' };
  const published = root.value.replace(/\s/g, '').toLowerCase();
  if (published === '') return { proof, published: null };
  return /^[0-9a-f]{64}$/.test(published)
    ? { proof, published }
    : { field: root, why: '根值应为 64 位数字和字母 a 至 f，请核对。' };
}

function check(): void {
  for (const field of [file, content, root]) field.removeAttribute('aria-invalid');
  const asked = read();
  if ('why' in asked) {
    refuse(asked.field, asked.why);
    return;
  }
  const outcome = checkProof(asked.proof, asked.published);
  show(TONES[outcome], ...told(asked.proof, outcome));
}

async function choose(): Promise<void> {
  const chosen = file.files?.[0];
  if (chosen === undefined) return;
  content.value = '';
  try {
    if (chosen.size > MOST_BYTES) throw new RangeError('too large');
    content.value = await chosen.text();
    result.replaceChildren();
  } catch {
    refuse(file, '文件无法读取，或超过 1 MB，不是存证凭证。');
  }
}

file.addEventListener('change', () => void choose());
find('#proof-form').addEventListener('submit', (event) => {
  event.preventDefault();
  check();
});
// Where both languages are.
find('#other-language').hidden = location.protocol === 'file:';
