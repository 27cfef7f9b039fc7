/** One entry of the long list. */
export interface Listing {
  readonly id: string;
  readonly sku: string;
  readonly title: string;
  readonly summary: string;
  readonly price: number;
  readonly stock: number;
  readonly region: string;
  readonly isOpen: boolean;
}

interface ListingPage {
  readonly edges: readonly { readonly cursor: string; readonly node: Listing }[];
  readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | undefined };
  readonly totalCount: number;
}

const TOTAL = 2000;

/** The first entries of the long list, as a connection. */
export function listingPage(first: number): ListingPage {
  const edges = Array.from({ length: Math.min(first, TOTAL) }, (_, index) => {
    const node = listing(index);
    return { cursor: `c-${node.id}`, node };
  });
  return {
    edges,
    pageInfo: { hasNextPage: first < TOTAL, endCursor: edges.at(-1)?.cursor },
    totalCount: TOTAL,
  };
}

function listing(index: number): Listing {
  const number = String(index).padStart(5, '0');
  return {
    id: `listing-${number}`,
    sku: `SKU-${number}-${index % 7}`,
    title: `Filing cabinet, series ${number}`,
    summary: 'Four drawers, delivered flat; takes an afternoon and two people to put up.',
    price: 100 + ((index * 37) % 900),
    stock: index % 50,
    region: `region-${index % 31}`,
    isOpen: index % 5 !== 0,
  };
}
