import { expect, test } from 'vitest';
import { assemble } from '../../../shared/export/assemble.ts';
import { readBy } from '../../../shared/http/language.ts';
import { certificatePage, cutText } from '../../../shared/http/pages/console/certificate.ts';
import type { Category } from '../../../shared/schemas/basics.ts';
import { makeRound } from '../export/round.ts';

const exported = assemble(makeRound());
const { policy, applications, certificates } = exported;
const names = new Map(
  applications.map(({ applicationId, name, title }) => [applicationId, { name: `${name}<i>`, title }]),
);
const made = (category: Category) => certificates.find((one) => one.category === category) ?? null;
const pageOf = (category: Category, certificate = made(category)) =>
  String(certificatePage({ roundId: 'qd-2025', title: '评选' }, { policy, category, certificate, names }, 10_000));

test('shows what the ranking rests on, every place, and why the line lies where it lies', () => {
  const certificate = made('benchmark-enterprise');
  if (certificate === null) throw new Error('the fixture has no certificate');
  const page = pageOf('benchmark-enterprise');
  for (const hash of [certificate.sha256, certificate.inputs.sha256, certificate.policy.hash])
    expect(page).toContain(hash);
  for (const { inputs } of certificate.places) expect(page).toContain(inputs.slice(0, 12));
  expect(page).toContain(cutText(certificate, (id) => `${names.get(id)?.name}`).split('<')[0]);
  expect(page).toContain('主管部门（盖章）');
  expect(page).not.toContain('<i>');
  for (const forbidden of ['style="', 'NaN', 'undefined']) expect(page).not.toContain(forbidden);
});

test('tells of a tie that the panel put in order', () => {
  expect(pageOf('solution-product')).toContain('各项均相同，由评审组议定');
});

test('says so before there is a ranking, and where there is too much to read', () => {
  expect(pageOf('chain-case', null)).toContain('尚未排名，没有证书。');
  expect(String(certificatePage({ roundId: 'r', title: '评选' }, 'many', 5))).toContain('超过 5 件');
});

test('is English for who reads English, in what is not of the policy or of people', () => {
  const page = readBy({ language: 'en' }, () => pageOf('solution-product'));
  const words = page.replace(/<p class="language">.*?<\/p>/, '');
  const own = ['评选', ...[...names.values()].flatMap(({ name, title }) => [name, title])].join(' ');
  const others = [...words.matchAll(/[\p{Script=Han}]+/gu)].filter(([run]) => !own.includes(run));
  expect(others.map(([run]) => run)).toEqual([]);
  expect(page).toContain('Why the line lies where it lies');
});
