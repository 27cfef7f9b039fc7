// npm run schema: prints the contract, the national subgraph and the state machines from their code, and composes the
// supergraph.
// npm run schema -- --check: changes nothing, and fails when a committed file is not what the code prints.
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { CompositionError, composeSupergraph } from '../schema/compose.js';
import { createPlanOperation } from '../gateway/operation/engine/plan-operation.js';
import { buildNationalSchema } from '../subgraphs/national/schema.js';
import { printCaseStates } from '../subgraphs/province/cases/index.js';
import { buildProvinceSchema } from '../subgraphs/province/province.js';

const NATIONAL_URL = 'http://127.0.0.1:4101/graphql';

function generate(): Readonly<Record<string, string>> {
  const province = buildProvinceSchema().sdl;
  const national = buildNationalSchema().sdl;
  const supergraph = composeSupergraph(province, [{ name: 'national', url: NATIONAL_URL, sdl: national }]);
  return {
    'schema/province.graphql': province,
    'schema/national.graphql': national,
    'schema/supergraph.graphql': supergraph,
    'schema/api.graphql': createPlanOperation(supergraph).apiSdl,
    'docs/case-states.md': printCaseStates(),
  };
}

function readCommitted(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return ''; // Not there yet is one way of being stale.
  }
}

try {
  const isCheck = process.argv.includes('--check');
  let stale = 0;
  for (const [name, text] of Object.entries(generate())) {
    const file = path.resolve(import.meta.dirname, '..', name);
    if (readCommitted(file) === text) continue;
    stale += 1;
    if (isCheck) process.stderr.write(`${name} is not what the code prints. Run npm run schema and commit it.\n`);
    else writeFileSync(file, text);
  }
  process.stdout.write(isCheck ? `${stale} stale\n` : `${stale} files written\n`);
  process.exitCode = isCheck && stale > 0 ? 1 : 0;
} catch (error) {
  if (!(error instanceof CompositionError)) throw error;
  for (const problem of error.problems) process.stderr.write(`${problem}\n`);
  process.exitCode = 1;
}
