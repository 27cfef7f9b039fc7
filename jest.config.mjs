// The same guard as the product: a wrong Node is one clear sentence, not a missing node:sqlite.
import './scripts/typescript.mjs';

const project = {
  testEnvironment: 'node',
  extensionsToTreatAsEsm: ['.ts'],
  moduleNameMapper: { '^(\\.{1,2}/.*)\\.js$': '$1' },
  transform: { '^.+\\.ts$': ['@swc/jest'] },
};

// What touches the storage of a province or the exchange is run on both databases, file for file.
const onBothDatabases = [
  'subgraphs/province/{province,start-province}.test.ts',
  'subgraphs/province/exchange/{receive-envelope,reconcile,relay,settle-receipt}.test.ts',
  'subgraphs/province/{materials,seeds,storage}/*.test.ts',
  'test/e2e/{cases,exchange,linkage}/*.test.ts',
  'test/e2e/trace/trace-case.test.ts',
  'test/faults/exchange-*.test.ts',
];
const onServerOnly = ['{subgraphs,test}/**/*.postgresql.test.ts'];

async function findServer() {
  const { findPostgresql } = await import('./scripts/postgresql.ts');
  const found = await findPostgresql(process.env);
  if ('url' in found) return found.url;
  if (process.env.CI === 'true') throw new Error(`CI needs PostgreSQL. ${found.reason}`);
  process.stderr.write(`\n*** NOTHING IS TESTED ON POSTGRESQL. ${found.reason}\n\n`);
  return undefined;
}

export default async () => {
  const databaseUrl = await findServer();
  const embedded = {
    ...project,
    displayName: 'embedded',
    testMatch: ['<rootDir>/{gateway,subgraphs,schema,scripts,test}/**/*.test.ts'],
    testPathIgnorePatterns: ['/node_modules/', '\\.postgresql\\.test\\.ts$'],
  };
  const postgresql = {
    ...project,
    displayName: 'postgresql',
    testMatch: [...onBothDatabases, ...onServerOnly].map((pattern) => `<rootDir>/${pattern}`),
    // A minute; `npm run test:exchange` has it, with as many seconds as it is told.
    testPathIgnorePatterns: ['/node_modules/', ...(process.env.SECONDS === undefined ? ['exchange-processes'] : [])],
    globals: { databaseUrl },
  };
  return { projects: databaseUrl === undefined ? [embedded] : [embedded, postgresql], testTimeout: 60_000 };
};
