/** The layers of the code: arrows point down only. `infra → functions' env schemas`, `functions → shared`, `shared/domain` knows no AWS, no clock, no I/O. */
const rule = (name, comment, from, to) => ({ name, comment, severity: 'error', from, to });

export default {
  forbidden: [
    rule('no-circles', 'A circle has no layers.', {}, { circular: true }),
    rule(
      'functions-apart',
      'Functions never import each other: what they share lives in shared/.',
      { path: '^functions/([^/]+)/' },
      { path: '^functions/', pathNot: '^functions/$1/' },
    ),
    rule('functions-down', 'Functions use shared/ only.', { path: '^functions/' }, { path: '^(infra|test)/' }),
    rule(
      'shared-down',
      'Shared code knows nothing above it.',
      { path: '^shared/' },
      { path: '^(infra|functions|test)/' },
    ),
    rule(
      'infra-env-only',
      'Infrastructure sees the environment schemas of functions, not their code.',
      { path: '^infra/', pathNot: '^infra/cli/' },
      { path: '^functions/', pathNot: '^functions/[^/]+/env\\.ts$' },
    ),
    rule('infra-not-test', 'Nothing that ships imports tests.', { path: '^infra/' }, { path: '^test/' }),
    rule(
      'domain-pure',
      'Decisions are pure: policy and schemas only, and hashing from node.',
      { path: '^shared/domain/' },
      { path: '^(shared|node_modules)/', pathNot: '^shared/(domain|policy|schemas)/|^shared/canonical\\.ts$' },
    ),
    rule(
      'domain-no-io',
      'No clock, randomness or I/O in the domain.',
      { path: '^shared/domain/' },
      { dependencyTypes: ['core'] },
    ),
    rule(
      'schemas-lowest',
      'The owner of each shape depends on nothing of ours.',
      { path: '^shared/schemas/' },
      { path: '^shared/', pathNot: '^shared/schemas/' },
    ),
    rule(
      'store-below',
      'The store knows shapes and pure rules, not pages or tasks.',
      { path: '^shared/store/' },
      { path: '^shared/(http|mail|tasks|runtime|export|invariants)/' },
    ),
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'require', 'node', 'default', 'types'],
      extensions: ['.ts', '.js', '.json'],
    },
  },
};
