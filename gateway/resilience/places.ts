/** How many things may be under way at a time. */
export interface PlaceLimits {
  /** Of one caller. */
  readonly perCaller: number;
  readonly inAll: number;
}

/** A place that is taken until it is disposed of, once; or whose places are all taken. */
export type TakePlace = (caller: string) => Disposable | 'callerIsFull' | 'allAreFull';

/** Counts what is under way in this process, of each caller and in all. */
export function createTakePlace({ perCaller, inAll }: PlaceLimits): TakePlace {
  const taken = new Map<string, number>();
  let all = 0;
  return (caller) => {
    const own = taken.get(caller) ?? 0;
    if (own >= perCaller) return 'callerIsFull';
    if (all >= inAll) return 'allAreFull';
    taken.set(caller, own + 1);
    all += 1;
    return {
      [Symbol.dispose]() {
        const left = (taken.get(caller) ?? 1) - 1;
        if (left === 0) taken.delete(caller);
        else taken.set(caller, left);
        all -= 1;
      },
    };
  };
}
