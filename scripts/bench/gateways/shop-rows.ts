/** A person of the shop, with links to the rest of it. */
export interface ShopUser {
  readonly id: string;
  readonly name: string;
  readonly username: string;
  readonly reviews: () => readonly ShopReview[];
}

/** A product of the shop; `shippingEstimate` is computed from price and weight, wherever these come from. */
export interface ShopProduct {
  readonly upc: string;
  readonly name: string;
  readonly price: number;
  readonly weight: number;
  readonly inStock: boolean;
  readonly shippingEstimate: number;
  readonly reviews: () => readonly ShopReview[];
}

export interface ShopReview {
  readonly id: string;
  readonly body: string;
  readonly author: () => ShopUser | undefined;
  readonly product: () => ShopProduct | undefined;
}

/** The rows of the shop, all linked with each other. */
export interface Shop {
  readonly users: readonly ShopUser[];
  readonly products: readonly ShopProduct[];
  readonly reviews: readonly ShopReview[];
}

const people = [
  ['Lin Yue', 'yue.lin'],
  ['Zhao Ming', 'ming.z'],
  ['Sun Qiao', 'qiao.sun'],
  ['He Jun', 'hejun'],
  ['Tang Wei', 'wei.tang'],
  ['Gu Fang', 'gufang'],
] as const;

const goods = [
  ['Writing desk', 899, 100],
  ['Reading chair', 1299, 800],
  ['Shelf', 54, 50],
  ['Ink stone', 120, 30],
  ['Tea table', 1399, 1200],
  ['Wall clock', 310, 70],
  ['Paper lamp', 75, 15],
  ['Bamboo mat', 64, 40],
  ['Folding screen', 2150, 1600],
] as const;

// Author, product, text. One product has most of the reviews, as in the well-known benchmark: the same few entities
// are reached along many paths, which is what a gateway may or may not make use of.
const opinions = [
  [1, 1, 'Love it!'],
  [1, 2, 'Too expensive.'],
  [2, 1, 'Could be better.'],
  [2, 3, 'Prefer something else.'],
  [3, 1, 'Sturdy, and quick to put up.'],
  [3, 1, 'A second one for my sister.'],
  [4, 1, 'Solid.'],
  [4, 4, 'Fine stone.'],
  [5, 1, 'The drawer sticks.'],
  [5, 1, 'They sent a new drawer.'],
  [6, 5, 'Nice grain.'],
] as const;

/** What sending a product costs. */
export function shippingEstimate(price: number, weight: number): number {
  return price > 1000 ? 0 : Math.round(weight * 0.5);
}

/** Creates the shop: 6 people, 9 products, 11 reviews. */
export function createShop(): Shop {
  const shop: Shop = {
    users: people.map(([name, username], index) => {
      const id = String(index + 1);
      return { id, name, username, reviews: () => shop.reviews.filter((review) => review.author()?.id === id) };
    }),
    products: goods.map(([name, price, weight], index) => {
      const upc = String(index + 1);
      const reviews = (): readonly ShopReview[] => shop.reviews.filter((review) => review.product()?.upc === upc);
      const estimate = shippingEstimate(price, weight);
      return { upc, name, price, weight, inStock: index % 3 !== 2, shippingEstimate: estimate, reviews };
    }),
    reviews: opinions.map(([author, product, body], index) => ({
      id: String(index + 1),
      body,
      author: () => shop.users[author - 1],
      product: () => shop.products[product - 1],
    })),
  };
  return shop;
}
