/** infra -> bot | addon -> shared. Each rule says why; tests/architecture holds each against a file that breaks it. */
module.exports = {
  forbidden: [
    {
      name: 'shared-knows-no-platform',
      comment: 'The product is the same in every chat: what it imports from a door would tie it to that platform.',
      severity: 'error',
      from: { path: '^shared/' },
      to: { path: '^(bot|addon|manifest|infra)/' },
    },
    {
      name: 'doors-never-meet',
      comment: 'A door that imports another can no longer be changed or replaced alone.',
      severity: 'error',
      from: { path: '^(bot|addon/[^/]+)/' },
      to: { path: '^(bot|addon/[^/]+)/', pathNot: '^$1/' },
    },
    {
      name: 'doors-know-no-infra',
      comment: 'How the product runs is decided in one place, the composition root.',
      severity: 'error',
      from: { path: '^(bot|addon)/' },
      to: { path: '^(infra|manifest)/' },
    },
    {
      name: 'doors-use-no-adapters',
      comment: 'Doors get what they need through the app; an adapter in a door would be a second way to the data.',
      severity: 'error',
      from: { path: '^(bot|addon)/' },
      to: { path: '^shared/adapters/' },
    },
    {
      name: 'features-use-no-adapters',
      comment: 'Features see ports only, so that each adapter can be replaced and tested alone.',
      severity: 'error',
      from: { path: '^shared/', pathNot: '^shared/adapters/' },
      to: { path: '^shared/adapters/' },
    },
    {
      name: 'features-meet-at-the-index',
      comment:
        "What a feature doesn't export is its own business and may change at any time. Table types are the store's common tongue; how words are cut and compared is anybody's.",
      severity: 'error',
      from: { path: '^shared/([a-z-]+)/', pathNot: '^shared/adapters/' },
      to: {
        path: '^shared/([a-z-]+)/',
        pathNot:
          '^shared/($1/|[a-z-]+/(index|tables|text)\\.ts$|view/|language/(words|normalise|spelling)\\.ts$|adapters/)',
      },
    },
    {
      name: 'bot-framework-in-one-place',
      comment: 'The Bot Framework SDK is archived: a move to its successor must touch one folder.',
      severity: 'error',
      from: { path: '^(shared|addon|infra|manifest)/' },
      to: { path: 'node_modules/(botbuilder|botframework|@microsoft/teams\\.cards)' },
    },
    {
      name: 'sdks-in-adapters',
      comment: 'Databases, directories and file formats are details: only their adapters know them.',
      severity: 'error',
      from: { path: '^(bot|addon)/|^shared/', pathNot: '^shared/adapters/' },
      to: {
        path: 'node_modules/(better-sqlite3|pg|mammoth|markdown-it|@googleapis|googleapis|@microsoft/microsoft-graph-client|nodemailer)/',
      },
    },
    {
      name: 'no-tests-in-the-product',
      comment: 'Stand-ins must never be able to run in a real school.',
      severity: 'error',
      from: { path: '^(bot|addon|manifest|shared)/' },
      to: { path: '^tests/' },
    },
    {
      name: 'not-to-dev-dependencies',
      comment: 'A production install has no devDependencies.',
      severity: 'error',
      from: { path: '^(bot|addon|shared|infra)/' },
      to: { dependencyTypes: ['npm-dev'], dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'not-to-unresolvable',
      comment: 'An import that leads nowhere fails only when it runs.',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    enhancedResolveOptions: {
      conditionNames: ['import', 'require', 'node', 'default', 'types'],
      exportsFields: ['exports'],
    },
  },
};
