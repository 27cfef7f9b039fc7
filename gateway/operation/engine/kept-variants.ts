import { LRUCache } from 'lru-cache';

/** Which compiled operations are kept, of all operations together. */
export interface KeptVariants {
  /** Keeps one until it is the one that was used longest ago and the others need its place; then `drop` is called. */
  add(variant: object, weight: number, drop: () => void): void;
  touch(variant: object): void;
}

// Characters of plans and operations. A thousand ordinary operations have some three million; what is dropped is planned
// again in milliseconds. What is made of them is some ten times as large.
const MAX_WEIGHT = 8_000_000;

/** Bounds what is kept by its weight: 16 combinations of 1,000 operations, each as large as allowed, would be gigabytes. */
export function createKeptVariants(maxWeight = MAX_WEIGHT): KeptVariants {
  const kept = new LRUCache<object, { readonly weight: number; readonly drop: () => void }>({
    maxSize: maxWeight,
    sizeCalculation: ({ weight }) => weight,
    dispose: ({ drop }) => drop(),
  });
  return {
    add(variant, weight, drop) {
      if (weight > maxWeight) drop();
      else kept.set(variant, { weight, drop });
    },
    touch: (variant) => void kept.get(variant),
  };
}
