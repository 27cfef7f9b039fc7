import { readFileSync } from 'node:fs';
import { contractDifferences } from '../../gateway/routing/compare-contract.js';
import { type Contract, readContract } from '../../gateway/routing/contract.js';
import { directiveDifferences } from './directive-differences.js';
import { findValue } from './find-values.js';
import type { Sent } from './send-request.js';
import { graphqlHeaders, type Session } from './session.js';

/** The graph that gateways serve. */
export const supergraph = new URL('../../schema/supergraph.graphql', import.meta.url);
const published = new URL('../../schema/province.graphql', import.meta.url);

/** Asks for the SDL that is served, and adds what keeps it from serving the contract. */
export async function compareSdl(what: 'types' | 'directives', session: Session): Promise<Sent> {
  const body = JSON.stringify({ query: '{ _service { sdl } }' });
  const { came, exchanged } = await session.send({ method: 'POST', headers: graphqlHeaders, body }, {});
  const sdl = findValue(came, 'body.data._service.sdl');
  if (typeof sdl !== 'string') return { came, exchanged };
  const differences =
    what === 'types'
      ? contractDifferences(openContract(), sdl)
      : directiveDifferences(readFileSync(published, 'utf8'), sdl);
  return { came: { ...came, differences }, exchanged };
}

let contract: Contract | undefined;

/** What gateways know of the contract; read once, since it is half a megabyte of text. */
export function openContract(): Contract {
  contract ??= readContract(readFileSync(supergraph, 'utf8'));
  if (contract === undefined) throw new Error('The supergraph of this repository has a contract.');
  return contract;
}
