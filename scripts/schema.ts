// npm run schema: prints the contract, the national subgraph, the state machines, the policy parameters and the rules of
// the conformance kit from their code, composes the supergraph, and prints what the dashboard asks as persisted documents,
// with the types of the answers.
// npm run schema -- --check: changes nothing, and fails when a committed file is not what the code prints.
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { buildSchema } from 'graphql';
import { printRules } from '../conformance/print-rules.js';
import { CompositionError, composeSupergraph } from '../schema/compose.js';
import { ConfigurationError } from '../gateway/errors.js';
import { createPlanOperation } from '../gateway/operation/engine/plan-operation.js';
import { printMapping } from '../subgraphs/exchange-tables/mapping/mapping-page.js';
import { buildNationalSchema } from '../subgraphs/national/schema.js';
import { printAgreementStates } from '../subgraphs/province/agreements/index.js';
import { printCaseStates } from '../subgraphs/province/cases/index.js';
import { printConsultationStates } from '../subgraphs/province/consultations/index.js';
import { printEvidenceStates } from '../subgraphs/province/evidence/index.js';
import { printRatingStates } from '../subgraphs/province/ratings/index.js';
import { printPolicy } from '../subgraphs/province/policy/index.js';
import { printSupervisionStates } from '../subgraphs/province/supervision/index.js';
import { buildProvinceSchema } from '../subgraphs/province/province.js';
import { printTeamStates } from '../subgraphs/province/teams/index.js';
import { collectDocuments } from './documents/collect-documents.js';
import { printMetricsPage } from './print-metrics.js';
import { printAnswers } from './documents/print-answers.js';
import { printMembershipStates } from './registry/membership.js';

const NATIONAL_URL = 'http://127.0.0.1:4101/graphql';

async function generate(): Promise<Readonly<Record<string, string>>> {
  const province = buildProvinceSchema().sdl;
  const national = buildNationalSchema().sdl;
  const supergraph = composeSupergraph(province, [{ name: 'national', url: NATIONAL_URL, sdl: national }]);
  const { apiSdl } = createPlanOperation(supergraph);
  return {
    ...(await printOperations('pages/dashboard/operations', apiSdl)),
    'schema/province.graphql': province,
    'schema/national.graphql': national,
    'schema/supergraph.graphql': supergraph,
    'schema/api.graphql': apiSdl,
    'docs/agreement-states.md': printAgreementStates(),
    'docs/case-states.md': printCaseStates(),
    'docs/conformance.md': printRules(),
    'docs/consultation-states.md': printConsultationStates(),
    'docs/exchange-tables.md': printMapping(),
    'docs/evidence-states.md': printEvidenceStates(),
    'docs/membership-states.md': printMembershipStates(),
    'docs/rating-states.md': printRatingStates(),
    'docs/metrics.md': printMetricsPage(),
    'docs/policy.md': printPolicy(),
    'docs/team-states.md': printTeamStates(),
    'docs/supervision-states.md': printSupervisionStates(),
  };
}

/** The persisted documents of a page, and the types of what they answer. */
async function printOperations(folder: string, apiSdl: string): Promise<Readonly<Record<string, string>>> {
  const names = readdirSync(path.resolve(import.meta.dirname, '..', folder)).filter((name) =>
    name.endsWith('.graphql'),
  );
  const files = names.sort().map((name) => ({ path: `${folder}/${name}`, text: readCommitted(`${folder}/${name}`) }));
  const { manifest } = collectDocuments(files, buildSchema(apiSdl, { assumeValid: true }));
  return {
    [`${folder}/documents.json`]: `${JSON.stringify(manifest, null, 2)}\n`,
    [`${folder}/answers.ts`]: await printAnswers(files, apiSdl),
  };
}

function readCommitted(name: string): string {
  try {
    return readFileSync(path.resolve(import.meta.dirname, '..', name), 'utf8');
  } catch {
    return ''; // Not there yet is one way of being stale.
  }
}

try {
  const isCheck = process.argv.includes('--check');
  let stale = 0;
  for (const [name, text] of Object.entries(await generate())) {
    if (readCommitted(name) === text) continue;
    stale += 1;
    if (isCheck) process.stderr.write(`${name} is not what the code prints. Run npm run schema and commit it.\n`);
    else writeFileSync(path.resolve(import.meta.dirname, '..', name), text);
  }
  process.stdout.write(isCheck ? `${stale} stale\n` : `${stale} files written\n`);
  process.exitCode = isCheck && stale > 0 ? 1 : 0;
} catch (error) {
  if (!(error instanceof CompositionError) && !(error instanceof ConfigurationError)) throw error;
  for (const problem of error.problems) process.stderr.write(`${problem}\n`);
  process.exitCode = 1;
}
