import { formatGlobalId } from '../../schema/global-id.js';

/** A kind of request that front ends make. */
export interface Question {
  readonly title: string;
  /** Its part of all requests. An assumption: most people look at one thing in one place. */
  readonly share: number;
  /** JSON text of the next request over these provinces. No two are alike, or the gateway would answer both at once. */
  readonly nextBody: (codes: readonly string[], random: () => number) => string;
}

const page =
  'edges { cursor node { id nameZh mode promisedLimit { value unit } } } pageInfo { hasNextPage endCursor } totalCount coverage { exact }';
const onePlace = 'query ($id: ID!) { serviceItem(id: $id) { id nameZh mode promisedLimit { value unit } } }';
const somePlaces = `query ($places: [ID!], $text: String) { serviceItems(first: 20, provinces: $places, filter: { text: $text }) { ${page} } }`;
const allPlaces = `query ($text: String) { serviceItems(first: 50, filter: { text: $text }) { ${page} } }`;

// As many items as a stand-in province has.
const ITEMS = 122;
const PLACES = 3;

const any = <T>(list: readonly T[], random: () => number): T => list[Math.floor(random() * list.length)] as T;
const different = (random: () => number): string => `nonce-${Math.floor(random() * 2 ** 32)}`;

export const questions: Readonly<Record<'one' | 'some' | 'all', Question>> = {
  one: {
    title: 'one item, by its id',
    share: 0.8,
    nextBody(codes, random) {
      const local = `11${String(Math.floor(random() * ITEMS)).padStart(4, '0')}000`;
      const id = formatGlobalId({ province: any(codes, random), type: 'ServiceItem', local });
      return JSON.stringify({ query: onePlace, variables: { id } });
    },
  },
  some: {
    title: 'a page of 20 over three provinces',
    share: 0.15,
    nextBody(codes, random) {
      const places = Array.from({ length: PLACES }, () => any(codes, random));
      return JSON.stringify({
        query: somePlaces,
        variables: { places: [...new Set(places)], text: different(random) },
      });
    },
  },
  all: {
    title: 'a page of 50 over all provinces',
    share: 0.05,
    nextBody: (_codes, random) => JSON.stringify({ query: allPlaces, variables: { text: different(random) } }),
  },
};
