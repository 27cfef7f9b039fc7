// The shape of the repository as data: who may import whom, what must not occur, what documents may claim.
// The rules themselves are in test/support/architecture/, with a planted violation for each beside them.
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, it } from '@jest/globals';
import { errorCodes } from '../schema/error-codes.js';
import { brokenPaths, missingScripts } from './support/architecture/document-rules.js';
import {
  besideTheDoor,
  cycles,
  impureRules,
  type LibraryRooms,
  librariesOutside,
  type Order,
  outOfOrder,
  undeclaredPackages,
} from './support/architecture/import-rules.js';
import { importsOf, isTest, parseSources, readRepository, type Source } from './support/architecture/source-files.js';
import {
  commentsWith,
  isAny,
  isDefaultExport,
  isEnvironmentHandedOn,
  isEnvironmentRead,
  isModuleMock,
  isProduct,
  isSleep,
  linesWith,
  nodesWhere,
  poorNames,
  stringsInTests,
  tooLong,
  undocumentedExports,
} from './support/architecture/source-rules.js';

// Each table reads from top to bottom: an import may only point to a lower row, never upwards and never sideways.

const topLevel: Order = {
  folder: '',
  // What stands in docs to be copied imports nothing of ours.
  rows: [
    ['test'],
    ['scripts'],
    ['conformance'],
    ['gateway', 'subgraphs', 'pages'],
    ['telemetry'],
    ['schema', 'settings', 'docs'],
  ],
};

const gatewayRooms: Order = {
  folder: 'gateway',
  rows: [
    ['main'],
    ['config'],
    ['gateway'],
    ['http'],
    ['pages'],
    ['export'],
    ['operation'],
    ['routing'],
    ['auth'],
    ['provinces'],
    ['upstream'],
    ['resilience'],
    ['observability'],
    ['json'],
    ['errors'],
  ],
};

// The pages are built apart from each other and from the gateway, which serves their files.
const pageRooms: Order = {
  folder: 'pages',
  rows: [['dashboard', 'playground'], ['shared']],
};

const subgraphRooms: Order = {
  folder: 'subgraphs',
  rows: [['national', 'province', 'exchange-tables'], ['shared'], ['server'], ['instances']],
};

const provinceRooms: Order = {
  folder: 'subgraphs/province',
  rows: [
    ['main'],
    ['config'],
    ['config-file'],
    ['province'],
    ['seed', 'seeds', 'rotate-sealing'],
    ['modules'],
    ['schema'],
    ['metrics'],
    ['statistics'],
    ['performance'],
    ['supervision'],
    ['ratings'],
    ['handoffs'],
    ['evidence'],
    ['licences'],
    ['cases'],
    ['materials'],
    ['consultations'],
    ['agreements'],
    ['teams'],
    ['catalogue'],
    ['persons'],
    ['trail'],
    ['policy'],
    ['access'],
    ['context'],
    ['exchange'],
    ['storage'],
    ['shared'],
  ],
};

// Entered only through their index.ts.
const modules = [
  'performance',
  'statistics',
  'supervision',
  'ratings',
  'handoffs',
  'evidence',
  'cases',
  'materials',
  'consultations',
  'agreements',
  'licences',
  'teams',
  'catalogue',
  'persons',
  'trail',
  'policy',
].map((name) => `subgraphs/province/${name}`);

const storageRooms = [
  'subgraphs/server/database.ts',
  'subgraphs/server/open-sqlite.ts',
  'subgraphs/server/open-postgresql.ts',
  'subgraphs/server/open-to-read.ts',
  'subgraphs/server/session-lock.ts',
  'subgraphs/server/give-back.ts',
  'subgraphs/server/sqlite-dialect.ts',
  'subgraphs/server/postgresql-dialect.ts',
  'subgraphs/**/storage/**',
  'subgraphs/**/seeds/**',
  'subgraphs/**/seed*.ts',
  'subgraphs/**/context.ts',
  'subgraphs/**/*.entity.ts',
  'subgraphs/**/*.service.ts',
  'subgraphs/province/exchange/**',
  'subgraphs/national/**',
];

const libraryRooms: readonly LibraryRooms[] = [
  {
    library: '@apollo/gateway',
    files: ['gateway/operation/engine/stock-engine.ts', 'scripts/bench/gateways/peers/**'],
  },
  { library: '@apollo/query-planner', files: ['gateway/operation/engine/**'] },
  { library: '@apollo/federation-internals', files: ['gateway/operation/engine/plan-operation.ts'] },
  { library: '@apollo/composition', files: ['schema/compose.ts', 'scripts/bench/gateways/**'] },
  { library: '@apollo/subgraph', files: ['subgraphs/server/**', 'scripts/bench/gateways/**', 'docs/examples/**'] },
  { library: '@graphql-inspector/core', files: ['scripts/supergraph/compare-schemas.ts'] },
  { library: '@mikro-orm/', files: storageRooms },
  { library: 'kysely', files: storageRooms },
  { library: 'pg', files: ['subgraphs/server/open-postgresql.ts', 'subgraphs/server/postgresql-dialect.ts'] },
  {
    library: 'type-graphql',
    files: ['subgraphs/server/**', 'subgraphs/**/schema.ts', 'subgraphs/**/access/**', 'subgraphs/**/*.resolver.ts'],
  },
  {
    library: 'fastify',
    files: ['gateway/http/**', 'gateway/pages/**', 'subgraphs/server/**', 'scripts/bench/gateways/peers/**'],
  },
  { library: '@fastify/', files: ['gateway/http/**'] },
  {
    library: 'jose',
    files: [
      'gateway/auth/**',
      'subgraphs/server/check-passport.ts',
      'subgraphs/province/exchange/letter-sealing.ts',
      'docs/examples/**',
    ],
  },
  { library: 'oidc-provider', files: ['test/support/oidc-issuer.ts'] },
  { library: '@redis/client', files: ['gateway/resilience/redis-line.ts'] },
  { library: '@nats-io/', files: ['subgraphs/province/exchange/nats-*.ts'] },
  { library: 'hyparquet-writer', files: ['gateway/export/write-parquet.ts'] },
  { library: 'negotiator', files: ['gateway/http/negotiate.ts'] },
  { library: 'ajv', files: ['settings/**', 'subgraphs/province/access/agreements/**', 'test/deploy/**'] },
  {
    library: 'yaml',
    files: ['settings/**', 'subgraphs/exchange-tables/mapping-file.ts', 'scripts/**', 'test/deploy/**'],
  },
  // The benchmark drives and disturbs gateways from outside, as a client.
  { library: 'undici', files: ['gateway/upstream/**', 'subgraphs/server/gateway-client.ts', 'scripts/bench/**'] },
  { library: 'pino', files: ['telemetry/log.ts'] },
  { library: 'prom-client', files: ['telemetry/metrics.ts'] },
  { library: '@opentelemetry/', files: ['telemetry/otlp-tracing.ts'] },
  { library: '@swc/core', files: ['scripts/typescript.mjs'] },
];

const root = fileURLToPath(new URL('..', import.meta.url));
const files = readRepository(root);
const sources = parseSources(files);
const imports = importsOf(sources);
const documents = files.filter(({ path }) => path.endsWith('.md'));
const typescript = sources.filter(({ path }) => /\.tsx?$/.test(path));
const tests = sources.filter(({ path }) => isTest(path));
const product = sources.filter(isProduct);
const packageJson = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')) as Record<
  'dependencies' | 'devDependencies' | 'scripts',
  Record<string, string>
>;

it('keeps gateway and subgraphs apart, with schema below both', () => {
  expect(outOfOrder(imports, sources, topLevel)).toEqual([]);
});

it('lets the rooms of the gateway import only what lies below them', () => {
  expect(outOfOrder(imports, sources, gatewayRooms)).toEqual([]);
});

it('keeps the subgraphs apart, with the shared server below them', () => {
  expect(outOfOrder(imports, sources, subgraphRooms)).toEqual([]);
});

it('keeps the pages apart, with what they share below them', () => {
  expect(outOfOrder(imports, sources, pageRooms)).toEqual([]);
});

it('lets the rooms of the province import only what lies below them', () => {
  expect(outOfOrder(imports, sources, provinceRooms)).toEqual([]);
});

it('enters a module of the province only through its door', () => {
  expect(besideTheDoor(imports, product, modules)).toEqual([]);
});

it('keeps rules free of everything but rules, shared words and the contract', () => {
  expect(impureRules(imports, ['subgraphs/province/shared/', 'subgraphs/shared/', 'schema/'])).toEqual([]);
});

it('has no circle of imports, type imports included', () => {
  expect(cycles(imports)).toEqual([]);
});

it('keeps heavy libraries in their rooms', () => {
  expect(librariesOutside(imports, libraryRooms)).toEqual([]);
});

it('imports only packages that package.json names', () => {
  const declared = {
    product: Object.keys(packageJson.dependencies),
    tools: Object.keys(packageJson.devDependencies),
  };

  // Other gateways, which are only measured, name what they import in package.json files of their own.
  const [, ours] = partition(sources, /^scripts\/bench\/gateways\/peers\//);

  expect(undeclaredPackages(importsOf(ours), declared)).toEqual([]);
});

it('has no file of more than 400 lines', () => {
  expect(tooLong(sources, 400)).toEqual([]);
});

it('has no any', () => {
  expect(nodesWhere(typescript, isAny)).toEqual([]);
});

it('silences no compiler error', () => {
  expect(commentsWith(sources, /@ts-(ignore|expect-error|nocheck)/)).toEqual([]);
});

it('has no default export in TypeScript', () => {
  expect(nodesWhere(typescript, isDefaultExport)).toEqual([]);
});

it('leaves no unfinished note in a comment', () => {
  expect(commentsWith(sources, /\b(TODO|FIXME|XXX)\b/)).toEqual([]);
});

it('replaces no module of ours in a test', () => {
  expect(nodesWhere(tests, isModuleMock)).toEqual([]);
});

it('waits for no wall clock in a test', () => {
  expect(nodesWhere(tests, isSleep)).toEqual([]);
});

it('names every source file after what it holds', () => {
  expect(poorNames(sources, ['rules', 'entity', 'service', 'resolver', 'postgresql'])).toEqual([]);
});

it('says of every exported function and class what it promises', () => {
  expect(undocumentedExports(product)).toEqual([]);
});

it('reads the environment only in config.ts, to which main.ts hands it, and in scripts', () => {
  const [mains, rooms] = partition(product, /(^|\/)main\.ts$/);
  const [, others] = partition(rooms, /(^|\/)config\.ts$/);
  const [operation, rest] = partition(others, /^gateway\/operation\//);

  expect(nodesWhere(mains, (node) => isEnvironmentRead(node) && !isEnvironmentHandedOn(node))).toEqual([]);
  // @apollo/gateway knows no other switch than this variable.
  expect(nodesWhere(operation, (node) => isEnvironmentRead(node, 'APOLLO_TELEMETRY_DISABLED'))).toEqual([]);
  expect(nodesWhere(rest, (node) => isEnvironmentRead(node))).toEqual([]);
});

it('names every error code in some test', () => {
  const named = stringsInTests(sources);

  expect(Object.keys(errorCodes).filter((code) => !named.has(code))).toEqual([]);
});

it('writes only paths into documents that exist', () => {
  const paths = files.map(({ path }) => path);

  expect(brokenPaths(documents, paths)).toEqual([]);
});

it('writes only npm scripts into documents that exist', () => {
  expect(missingScripts(documents, Object.keys(packageJson.scripts))).toEqual([]);
});

it('contains no path of the machine that it was written on', () => {
  expect(linesWith(files, /(?<![\w.*-])\/(work|root|tmp\/bash)[/_.]\S*/)).toEqual([]);
});

it('installs from the public registry only', () => {
  const settings = files.filter(({ path }) => /(^|\/)(package-lock\.json|\.npmrc)$/.test(path));

  expect(linesWith(settings, /("resolved": "|registry *= *)(?!https:\/\/registry\.npmjs\.org\/).*/)).toEqual([]);
});

function partition(among: readonly Source[], pattern: RegExp): readonly [readonly Source[], readonly Source[]] {
  return [among.filter(({ path }) => pattern.test(path)), among.filter(({ path }) => !pattern.test(path))];
}
