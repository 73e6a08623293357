import { describe, expect, test } from 'vitest';
import { STAGE_NAMES, stageNamed } from '../../infra/stages.ts';
import { BROAD } from './broad.ts';
import { resolved, synthesized, type Template } from './templates.ts';

interface Statement {
  Effect: 'Allow' | 'Deny';
  Action: string | string[];
  Resource?: unknown;
}
const listOf = <T>(value: T | T[]): T[] => (Array.isArray(value) ? value : [value]);

/** Whether it is on a key, or of a state machine, where `*` stands for one thing or for nothing. */
const ownerOf = (id: string): string =>
  id.startsWith('PayeeKey') ? 'PayeeKey: ' : /Machine(Role|$)/.test(id) ? 'Machine: ' : '';

function short(id: string, resource: unknown): string {
  const text = String(resolved(resource))
    .replace(/^ExportsOutputFnGetAtt/, '')
    .replace(/[0-9A-F]{8}Arn[0-9A-F]{8}/, '')
    .replace(/^([A-Za-z]+)[0-9A-F]{8}\.Arn/, '$1')
    .replace(/^arn:[^:]+:states:.*:execution:([A-Za-z]+)[0-9A-F]{8}\.Name:\*$/, '$1:execution:*');
  return text === '*' ? ownerOf(id) + text : text;
}

/** What the policies of a template allow, as action and resource. */
function allowed(template: Template): { id: string; action: string; on: string }[] {
  return Object.entries(template.Resources).flatMap(([id, { Properties = {} }]) =>
    ['PolicyDocument', 'KeyPolicy', 'ResourcePolicy', 'Policy'].flatMap((name) => {
      const { Statement = [] } = (Properties[name] ?? {}) as { Statement?: Statement[] };
      return Statement.filter((one) => one.Effect === 'Allow').flatMap(({ Action, Resource }) =>
        listOf(Action).flatMap((action) => listOf(Resource).map((on) => ({ id, action, on: short(id, on) }))),
      );
    }),
  );
}

const stages = [...STAGE_NAMES.map((name) => stageNamed(name)), { ...stageNamed('prod'), malwareScan: 'guardduty' }];
const rights = stages.flatMap((stage) => {
  const { data, service } = synthesized(stage);
  return [data, service].flatMap(allowed).map((one) => ({ ...one, stage: stage.name }));
});

describe('in the templates of every stage', () => {
  test('no policy allows a family of actions', () => {
    expect(rights.length).toBeGreaterThan(1000);
    expect(rights.filter(({ action }) => action.includes('*'))).toEqual([]);
  });

  test('whatever is allowed on more than one thing says why', () => {
    const why = (on: string, action: string) => BROAD[on]?.actions.includes(action);
    expect(rights.filter(({ on, action }) => on.includes('*') && why(on, action) !== true)).toEqual([]);
  });

  test('nothing is explained that no policy allows', () => {
    const known = new Set(rights.map(({ on, action }) => `${action} on ${on}`));
    const said = Object.entries(BROAD).flatMap(([on, { actions }]) => actions.map((action) => `${action} on ${on}`));
    expect(said.filter((one) => !known.has(one))).toEqual([]);
  });
});
