// The same guard as the product: a wrong Node is one clear sentence, not a missing node:sqlite.
import './scripts/typescript.mjs';

export default {
  testEnvironment: 'node',
  testMatch: ['<rootDir>/{gateway,subgraphs,schema,scripts,test}/**/*.test.ts'],
  extensionsToTreatAsEsm: ['.ts'],
  moduleNameMapper: { '^(\\.{1,2}/.*)\\.js$': '$1' },
  transform: { '^.+\\.ts$': ['@swc/jest'] },
  testTimeout: 60_000,
};
