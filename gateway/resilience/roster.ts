/**
 * What is under way, in places that are used again. A Set that many pass through is made anew every so often, and each
 * one leads to the next: once the collector has taken one of them for old, it keeps all that have passed through those
 * after it, until it looks at what is old.
 */
export class Roster<Item> {
  readonly #items: (Item | undefined)[] = [];
  readonly #free: number[] = [];

  /** How many are under way. */
  get size(): number {
    return this.#items.length - this.#free.length;
  }

  /** Enters an item, and gives its place. */
  enter(item: Item): number {
    const place = this.#free.pop() ?? this.#items.length;
    this.#items[place] = item;
    return place;
  }

  /** Who has a place. */
  at(place: number): Item | undefined {
    return this.#items[place];
  }

  /** Frees a place, once. */
  leave(place: number): void {
    this.#items[place] = undefined;
    this.#free.push(place);
  }

  /** All that are under way at this moment. */
  *[Symbol.iterator](): Iterator<Item> {
    for (const item of this.#items) if (item !== undefined) yield item;
  }
}
