// The same guard as the product: a wrong Node is one clear sentence, not a missing node:sqlite.
import './scripts/typescript.mjs';
import { availableParallelism } from 'node:os';

const project = {
  testEnvironment: 'node',
  testRunner: '<rootDir>/test/runner/run-test-file.mjs',
  // Node loads everything, by the hook of scripts/typescript.mjs.
  transform: {},
};

// What touches the storage of a province or the exchange is run on both databases, file for file: on the embedded one by
// `npm test`, on a server by `npm run test:postgresql`, which takes half as long again.
const onBothDatabases = [
  'subgraphs/province/{migrate,province,start-province,rotate-sealing}.test.ts',
  'subgraphs/province/access/once/*.test.ts',
  'subgraphs/province/exchange/{receive-envelope,reconcile,recover-link,relay,settle-receipt}.test.ts',
  'subgraphs/province/persons/{carry-statements,statement}.test.ts',
  'subgraphs/province/{materials,seeds,storage,trail}/*.test.ts',
  'subgraphs/{exchange-tables,shared}/storage/*.test.ts',
  'subgraphs/exchange-tables/*.test.ts',
  'test/e2e/{agreements,cases,consultations,coordination,evidence,exchange,exchange-tables,licences,linkage}/*.test.ts',
  'test/e2e/{performance,policy,ratings,statistics,supervision,teams,trail}/*.test.ts',
  'test/e2e/live/{feed,live}.test.ts',
  'test/e2e/trace/trace-case.test.ts',
  'test/faults/{agreement,exchange}-*.test.ts',
  'test/faults/access-trail.test.ts',
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
    testMatch: ['<rootDir>/{conformance,gateway,pages,subgraphs,schema,scripts,telemetry,test}/**/*.test.ts'],
    testPathIgnorePatterns: ['/node_modules/', '\\.postgresql\\.test\\.ts$'],
  };
  const postgresql = {
    ...project,
    displayName: 'postgresql',
    testMatch: [...onServerOnly, ...(process.env.ON_POSTGRESQL === 'all' ? onBothDatabases : [])].map(
      (pattern) => `<rootDir>/${pattern}`,
    ),
    // A minute; `npm run test:exchange` has it, with as many seconds as it is told.
    testPathIgnorePatterns: ['/node_modules/', ...(process.env.SECONDS === undefined ? ['exchange-processes'] : [])],
    globals: { databaseUrl },
  };
  return {
    projects: databaseUrl === undefined ? [embedded] : [embedded, postgresql],
    // Far longer than anything takes on a machine that stands still for a moment; only what hangs gets there.
    testTimeout: 180_000,
    // One fewer than there are cores, but two on two: tests of processes and servers wait half of their time.
    maxWorkers: Math.max(2, availableParallelism() - 1),
    // What test files leave behind stays in the memory of their worker.
    workerIdleMemoryLimit: '1500MB',
  };
};
