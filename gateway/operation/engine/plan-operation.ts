import { operationFromDocument, Supergraph } from '@apollo/federation-internals';
import { QueryPlanner, type QueryPlan } from '@apollo/query-planner';
import { printSchema, type DocumentNode, type GraphQLSchema } from 'graphql';

/** Plans operations over one supergraph. */
export interface Planner {
  /** What clients see. */
  readonly apiSchema: GraphQLSchema;
  /** The plan of one operation of a valid document; it holds for all values of its variables. */
  plan(document: DocumentNode, operationName: string | undefined): QueryPlan;
}

/** Loads a supergraph into the planner. Throws when it is none that the planner knows. */
export function createPlanner(supergraphSdl: string): Planner {
  const supergraph = Supergraph.build(supergraphSdl);
  const api = supergraph.apiSchema();
  // Fetches come without named fragments: routing takes selections apart, and would have to open them again.
  const planner = new QueryPlanner(supergraph, { reuseQueryFragments: false, generateQueryFragments: false });
  return {
    apiSchema: api.toGraphQLJSSchema(),
    plan(document, operationName) {
      const named = operationName === undefined ? {} : { operationName };
      return planner.buildQueryPlan(operationFromDocument(api, document, { ...named, validate: false }));
    },
  };
}

/** The schema that clients of a supergraph see, as SDL. */
export function printApiSchema(supergraphSdl: string): string {
  return `${printSchema(Supergraph.build(supergraphSdl).apiSchema().toGraphQLJSSchema())}\n`;
}
