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
  [1, 1, 'Love it! Two of us write at it every evening, and there is room for the lamp and the cat.'],
  [1, 1, 'A second one, for my sister. It came a day early, and the boards are as even as those of ours.'],
  [1, 1, 'A third one, for the office; they took the old desk away, for which others ask a good deal.'],
  [1, 1, 'After a year: the varnish is as it was, only the left drawer wants a little wax in the winter.'],
  [2, 1, 'Could be better. The legs are the same as on the picture, the colour is not, and nobody answers.'],
  [2, 1, 'The drawer sticks. They sent a new one after a fortnight, which sticks in another place.'],
  [3, 1, 'Sturdy, and quick to put up: an hour for one person, and there were two screws more than needed.'],
  [3, 2, 'Too expensive for what it is, but there is no other chair that one can read in for a whole night.'],
  [2, 1, 'Solid. It has been moved up four floors and down again, and nothing has come loose so far.'],
  [5, 1, 'As described. The parcel was open at one side, and still everything in it was in one piece.'],
  [6, 5, 'Nice grain; and so low that our guests sit on the floor at once, as they should at a tea table.'],
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
