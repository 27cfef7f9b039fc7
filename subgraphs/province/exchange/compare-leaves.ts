import { type Leaf, placeOf } from './ledger.js';

/** One difference between what two provinces state. */
export interface Difference {
  /**
   * WE_LACK: the peer holds an entry that we do not. PEER_LACKS: the other way round, of an entry that both had. HASH:
   * two entries in one place. STATE: two receipts for one entry.
   */
  readonly kind: 'WE_LACK' | 'PEER_LACKS' | 'HASH' | 'STATE';
  readonly leaf: Leaf;
}

interface Sides {
  readonly province: string;
  /** Read before the peer was asked: only what was settled by then can be missed at the peer. */
  readonly before: readonly Leaf[];
  /** Read after the peer answered: only what is missing even then is missing here. */
  readonly after: readonly Leaf[];
  readonly theirs: readonly Leaf[];
}

/** The differences between two sides, in the order of places. An envelope or receipt on its way is none. */
export function compareLeaves({ province, before, after, theirs }: Sides): readonly Difference[] {
  const ours = new Map(after.map((leaf) => [placeOf(leaf), leaf]));
  const held = new Set(theirs.map(placeOf));
  const fromThem = theirs.flatMap((leaf) => differenceOf(province, leaf, ours.get(placeOf(leaf))));
  const lost = before.filter((leaf) => leaf.state !== 'OPEN' && !held.has(placeOf(leaf)));
  return [...fromThem, ...lost.map((leaf) => ({ kind: 'PEER_LACKS', leaf }) as const)];
}

function differenceOf(province: string, theirs: Leaf, ours: Leaf | undefined): readonly Difference[] {
  if (ours === undefined) {
    // What the peer wrote and nobody has receipted yet is on its way.
    const isOnItsWay = theirs.to === province && theirs.state === 'OPEN';
    return isOnItsWay ? [] : [{ kind: 'WE_LACK', leaf: theirs }];
  }
  if (ours.entryHash !== theirs.entryHash) return [{ kind: 'HASH', leaf: theirs }];
  const isSettled = ours.state !== 'OPEN' && theirs.state !== 'OPEN';
  return isSettled && ours.state !== theirs.state ? [{ kind: 'STATE', leaf: theirs }] : [];
}
