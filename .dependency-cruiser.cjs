const TESTS = '\\.test\\.(ts|tsx|mjs)$|/(src/testing|test)/|^packages/testing/|^tests/|^bench/';
const notIn = (...folders) => [TESTS, ...folders];
const npm = (names) => `node_modules/(${names})(/|$)`;

/** @type {import('dependency-cruiser').IConfiguration} */
module.exports = {
  forbidden: [
    {
      name: 'no-cycles',
      comment: 'Move what both need into a third file.',
      severity: 'error',
      from: {},
      to: { circular: true },
    },
    {
      name: 'no-orphans',
      comment: 'Nothing imports this file: delete it.',
      severity: 'error',
      from: {
        orphan: true,
        pathNot: [
          '\\.d\\.ts$',
          '\\.test\\.(ts|tsx|mjs)$',
          '(^|/)[^/]+\\.config\\.(ts|js|mjs)$',
          '^[^/]+/?$',
          '/src/main\\.ts$',
          '/web/client\\.tsx$',
        ],
      },
      to: {},
    },
    {
      name: 'services-stand-alone',
      comment: 'Services talk over HTTP and the queue. What two of them need belongs in packages/.',
      severity: 'error',
      from: { path: '^services/([^/]+)/' },
      to: { path: '^services/', pathNot: '^services/$1/' },
    },
    {
      name: 'packages-know-no-service',
      severity: 'error',
      from: { path: '^(packages|database)/' },
      to: { path: '^services/' },
    },
    {
      name: 'domain-is-pure',
      comment: 'Rules get their effects handed in. Describe what you need as a type in domain/.',
      severity: 'error',
      from: { path: '^services/[^/]+/src/domain/', pathNot: TESTS },
      to: { path: '^services/[^/]+/src/(routes|adapters|wiring|app\\.ts|worker\\.ts|main\\.ts|config\\.ts)' },
    },
    {
      name: 'adapters-know-no-route',
      severity: 'error',
      from: { path: '^services/[^/]+/src/adapters/', pathNot: TESTS },
      to: { path: '^services/[^/]+/src/(routes|wiring|app\\.ts|worker\\.ts|main\\.ts)' },
    },
    {
      name: 'routes-get-adapters-handed-in',
      comment: 'main.ts builds the adapters; a route sees their type only.',
      severity: 'error',
      from: { path: '^services/[^/]+/src/routes/', pathNot: TESTS },
      to: { path: '^services/[^/]+/src/(adapters|wiring|main\\.ts)', dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'main-is-the-top',
      severity: 'error',
      from: {},
      to: { path: '/src/main\\.ts$' },
    },
    {
      name: 'pages-know-no-server',
      comment: 'web/ runs in the browser too.',
      severity: 'error',
      from: { path: '^services/[^/]+/web/' },
      to: { path: ['^services/[^/]+/src/', '^(database|packages/(service-kit|file-client|stack))/'] },
    },
    {
      name: 'effects-only-in-adapters',
      comment:
        'Database, object store, queue and child processes are reached through adapters/ alone; main.ts wires them.',
      severity: 'error',
      from: { path: '^services/', pathNot: notIn('^services/[^/]+/src/(adapters/|main\\.ts$)') },
      to: {
        path: [
          npm('mysql2|kysely|ioredis|bullmq|@aws-sdk'),
          '^packages/file-client/',
          '^child_process$',
          '^node:child_process$',
        ],
        dependencyTypesNot: ['type-only'],
      },
    },
    {
      name: 'database-only-in-adapters',
      comment: 'config.ts may take over the names of the variables.',
      severity: 'error',
      from: { path: '^services/', pathNot: notIn('^services/[^/]+/src/(adapters/|main\\.ts$|config\\.ts$)') },
      to: { path: '^database/', dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'sql-only-with-its-owner',
      severity: 'error',
      from: { pathNot: notIn('^database/', '^services/[^/]+/src/(adapters/|main\\.ts$)') },
      to: { path: npm('mysql2|kysely'), dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'object-store-only-in-file-svc',
      severity: 'error',
      from: { pathNot: notIn('^services/file-svc/') },
      to: { path: npm('@aws-sdk') },
    },
    {
      name: 'proxy-only-in-gateway',
      severity: 'error',
      from: { pathNot: '^services/gateway/' },
      to: { path: npm('http-proxy-middleware') },
    },
    {
      name: 'product-knows-no-test',
      severity: 'error',
      from: { pathNot: [TESTS, '^vitest\\.config\\.ts$', '^scripts/'] },
      to: { path: ['\\.test\\.(ts|tsx|mjs)$', '^packages/testing/', npm('vitest')] },
    },
    {
      name: 'servers-know-no-test-server',
      comment: 'packages/stack starts private servers for scripts and tests.',
      severity: 'error',
      from: { path: '^(services|packages|database)/', pathNot: notIn('^packages/stack/') },
      to: { path: '^packages/stack/' },
    },
    {
      name: 'only-declared-packages',
      comment: 'Add it to the package.json of this workspace.',
      severity: 'error',
      from: {
        path: '^(services|packages|database)/',
        pathNot: ['\\.test\\.(ts|tsx|mjs)$', '/test/', '\\.config\\.(ts|js)$'],
      },
      to: { dependencyTypes: ['npm-no-pkg', 'npm-unknown', 'npm-dev'], dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'resolvable',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true, pathNot: '\\.css$' },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^(database|services/[^/]+|packages/[^/]+)/(dist|coverage)/' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['import', 'node', 'types', 'default'] },
  },
};
