import type { PageOf } from '../../shared/page.js';
import { refuseOffer } from '../../server/build-from-sdl.js';

/** A reference to a province, whose other fields are national reference data. */
export const provinceOf = (code: string): object => ({ __typename: 'Province', code });

/** Whom an answer covers: this province, unless the question was put to others. */
export function coverageOf(codes: readonly string[]): object {
  const provinces = codes.map(provinceOf);
  return { exact: true, asked: provinces, answered: provinces, missing: [] };
}

/** A page as the contract's connections have it. */
export function connectionOf<Item>(page: PageOf<Item>): object {
  const cursors = page.items.map(({ cursor }) => cursor);
  return {
    edges: page.items,
    nodes: page.items.map(({ node }) => node),
    pageInfo: {
      hasNextPage: page.hasNextPage,
      hasPreviousPage: page.hasPreviousPage,
      startCursor: cursors.at(0) ?? null,
      endCursor: cursors.at(-1) ?? null,
    },
    countTotal: page.countTotal,
    coverage: coverageOf(page.provinces),
  };
}

/** Counts only when asked to. */
export const totalCount = ({ countTotal }: Pick<PageOf<unknown>, 'countTotal'>): Promise<number> => countTotal();

/** The resolvers of fields of which the tables say nothing, and for which the contract has no null. */
export function notOffered(fields: readonly string[]): Readonly<Record<string, () => never>> {
  return Object.fromEntries(fields.map((field) => [field, refuseOffer]));
}
