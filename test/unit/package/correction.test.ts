import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { lockedValues, unaskedChanges, unaskedPoints } from '../../../shared/package/correction.ts';
import { draftOf } from '../../../shared/package/draft.ts';
import { formFields } from '../../../shared/package/form.ts';
import { pointGroups } from '../../../shared/package/points.ts';
import { applicantOf } from '../../world/directory.ts';
import { generateWorld } from '../../world/generate.ts';
import { manifestFor } from '../../world/manifests.ts';
import { attachments, manifest, policy, slot } from './fixture.ts';

/** 五(二), 补正: whatever was not asked for stays as it was returned. */
const fields = formFields('chain-case', policy);
const returned = manifest(attachments());
type Manifest = typeof returned;
const [licence, ...others] = returned.attachments as [Manifest['attachments'][number], ...Manifest['attachments']];
const having = (change: Partial<Manifest>): Manifest => ({ ...returned, ...change });
const files = (...all: Manifest['attachments']) => having({ attachments: all });
const found = (corrected: Manifest, asked: string[] = []) =>
  unaskedChanges(fields, { version: 1, content: returned, asked }, corrected).map(
    ({ code, where }) => `${code.replace('correction.unasked-', '')} ${where}`,
  );
const LICENCE = `attachments.${licence.kind}`;
const other = 'f'.repeat(64);
const moved = `attachments/moved-${licence.path.slice('attachments/'.length)}`;

describe('what differs from the version that was returned', () => {
  it.each<[what: string, corrected: Manifest, asked: string[], unasked: string[]]>([
    ['nothing', returned, [], []],
    ['a field', having({ title: '另一个案例' }), [], ['field title']],
    ['a field that was asked for', having({ title: '另一个案例' }), ['title'], []],
    [
      'a field beside the one that was asked for',
      having({ title: '新', measures: '新' }),
      ['title'],
      ['field measures'],
    ],
    ['a field that was emptied', having({ publicSummary: '' }), [], ['field publicSummary']],
    ['how a text is wrapped', having({ measures: ` ${returned.measures}\r\n` }), [], []],
    ['the row of a table', having({ landed: [{ uscc: slot.uscc, name: '别家' }] }), [], ['field landed']],
    ['a table that was asked for as a whole', having({ landed: [] }), ['landed'], []],
    ['a file', files({ ...licence, sha256: other }, ...others), [], [`changed ${licence.path}`]],
    ['a file of a kind that was asked for', files({ ...licence, sha256: other }, ...others), [LICENCE], []],
    ['a file that is gone', files(...others), [], [`removed ${licence.path}`]],
    ['a file that is gone, of a kind that was asked for', files(...others), [LICENCE], []],
    ['one file more', files(licence, { ...licence, path: moved }, ...others), [], [`added ${moved}`]],
    [
      'a file under another name',
      files({ ...licence, path: moved }, ...others),
      [],
      [`removed ${licence.path}`, `added ${moved}`],
    ],
    ['the order of files', files(...others, licence), [], []],
    [
      'several things, all at once',
      { ...files(...others), title: '新', legalPerson: '李某' },
      ['publicSummary'],
      ['field legalPerson', 'field title', `removed ${licence.path}`],
    ],
  ])('%s', (_, corrected, asked, unasked) => {
    expect(found(corrected, asked).toSorted()).toEqual(unasked.toSorted());
  });

  it('is told with what stood there, but never what is of a person', () => {
    const corrected = having({ title: '新', legalPerson: '李某' });
    const told = unaskedChanges(fields, { version: 1, content: returned, asked: [] }, corrected);
    const text = JSON.stringify(told);
    expect(text).toContain(`原为“${returned.title}”`);
    expect(text).not.toContain(returned.legalPerson);
  });

  it('is nothing where a whole application came back as it was, whatever is in it', () => {
    const world = generateWorld({ seed: 'corrections', applications: 24, policy });
    for (const plan of world.plans) {
      const content = manifestFor(world, applicantOf(world, plan.invitation), [], 1);
      const own = formFields(plan.category, policy);
      expect(unaskedChanges(own, { version: 1, content, asked: [] }, structuredClone(content))).toEqual([]);
    }
  });
});

describe('a draft over the version that was returned', () => {
  const points = pointGroups('chain-case', policy).flatMap((group) => group.points.map(({ path }) => path));
  const before = draftOf(fields, returned);
  const Asked = fc.subarray(points.filter((point) => !point.startsWith('attachments.')));
  const Sent = fc.dictionary(fc.constantFrom(...Object.keys(before), 'landed[1].name'), fc.string(), { maxKeys: 6 });

  it('keeps what nobody asked for, whatever is sent, and takes the rest as it is', () => {
    fc.assert(
      fc.property(Asked, Sent, (asked, sent) => {
        const locked = lockedValues(fields, { version: 1, content: returned, asked }, sent);
        const open = (name: string) => asked.includes(name.replace(/\[.*$/, ''));
        const named = new Set([...Object.keys(before), ...Object.keys(sent)]);
        for (const name of named) expect(locked[name]).toBe(open(name) ? sent[name] : before[name]);
      }),
    );
  });

  it('says which points were sent otherwise; the same text, or none, is no change', () => {
    const at = (asked: string[]) => ({ version: 1, content: returned, asked });
    expect(unaskedPoints(fields, at([]), before)).toEqual([]);
    expect(unaskedPoints(fields, at([]), {})).toEqual([]);
    expect(unaskedPoints(fields, at(['title']), { title: '新', measures: '新', 'landed[1].name': '新' })).toEqual([
      'measures',
      'landed',
    ]);
  });
});
