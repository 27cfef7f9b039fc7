import { readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { type GraphQLSchema, Kind, parse } from 'graphql';
import { ConfigurationError } from '../../gateway/errors.js';
import { askQuery, deliverMutation } from '../../subgraphs/province/exchange/exchange-operations.js';
import { collectDocuments } from '../documents/collect-documents.js';
import type { UsedOperation } from './compare-schemas.js';

const root = path.resolve(import.meta.dirname, '../..');

/** What is in use here: what the pages ask, the examples of the playground and of the client, and the exchange. */
export const ownOperations: readonly string[] = [
  'pages/dashboard/operations/documents.json',
  'pages/playground/collections',
  'docs/examples/client/operations',
].map((place) => path.join(root, place));

/** What provinces ask each other by way of a gateway. */
const exchangeOperations = [deliverMutation, askQuery].map((text) => named('the exchange', text));

/**
 * The operations of manifests (`.json`) and of folders of `.graphql` files, with those of the exchange. Throws
 * {@link ConfigurationError} for a place that cannot be read, and for what is not valid already.
 */
export function readOperations(places: readonly string[], schema: GraphQLSchema): readonly UsedOperation[] {
  return [...exchangeOperations, ...places.flatMap((place) => readPlace(place, schema))];
}

function readPlace(place: string, schema: GraphQLSchema): readonly UsedOperation[] {
  const found = statSync(place, { throwIfNoEntry: false });
  if (found === undefined) throw new ConfigurationError([`${place}: is not there. Name a manifest or a folder.`]);
  const files = found.isDirectory()
    ? readdirSync(place, { recursive: true, encoding: 'utf8' })
        .filter((name) => name.endsWith('.graphql'))
        .map((name) => path.join(place, name))
    : [place];
  const texts = files.sort().map((file) => ({ path: file, text: readFileSync(file, 'utf8') }));
  const { manifest } = collectDocuments(texts, schema);
  return Object.values(manifest).map((text) => named(path.relative(process.cwd(), place), text));
}

function named(place: string, text: string): UsedOperation {
  const names = parse(text).definitions.flatMap((definition) =>
    definition.kind === Kind.OPERATION_DEFINITION ? (definition.name?.value ?? 'a nameless operation') : [],
  );
  return { name: `${names.join(', ')} (${place})`, text };
}
