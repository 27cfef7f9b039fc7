import { DEFAULT_SUPPORTED_SUPERGRAPH_FEATURES, operationFromDocument, Supergraph } from '@apollo/federation-internals';
import { QueryPlanner, type QueryPlan } from '@apollo/query-planner';
import { parse, printSchema } from 'graphql';

/** Plans operations over one supergraph, in the thread that calls it. */
export interface PlanOperation {
  /** What clients see, as SDL. */
  readonly apiSdl: string;
  /** The plan of the one operation of a valid document; it holds for all values of its variables. */
  plan(document: string): QueryPlan;
}

// Beside what the planner does itself: access is checked before anything is planned (`gateway/auth/`).
const supportedFeatures = new Set([
  ...DEFAULT_SUPPORTED_SUPERGRAPH_FEATURES,
  'https://specs.apollo.dev/authenticated/v0.1',
  'https://specs.apollo.dev/requiresScopes/v0.1',
  'https://specs.apollo.dev/policy/v0.1',
]);

/** Loads a supergraph into the planner. Throws when it is none that the planner knows. */
export function createPlanOperation(supergraphSdl: string): PlanOperation {
  const supergraph = Supergraph.build(supergraphSdl, { supportedFeatures });
  const api = supergraph.apiSchema();
  // Fetches come without named fragments: routing takes selections apart, and would have to open them again.
  const planner = new QueryPlanner(supergraph, { reuseQueryFragments: false, generateQueryFragments: false });
  return {
    apiSdl: `${printSchema(api.toGraphQLJSSchema())}\n`,
    plan: (document) => planner.buildQueryPlan(operationFromDocument(api, parse(document), { validate: false })),
  };
}
