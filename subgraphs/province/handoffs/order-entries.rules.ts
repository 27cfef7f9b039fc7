/** What the order of entries is read from. */
export interface ChainedEntry {
  readonly entryHash: string;
  readonly prevHash: string | null;
  readonly seenHash: string | null;
  readonly at: string;
}

/**
 * The depth of each entry, by hash: 1 more than the deepest of those that it follows and that are here. Both sides of a
 * link give the same, since whoever holds an entry holds what it follows. An entry that follows itself, which no honest
 * chain has, has depth 0.
 */
export function depthsOf(entries: readonly ChainedEntry[]): ReadonlyMap<string, number> {
  const held = new Map(entries.map((entry) => [entry.entryHash, entry]));
  const followers = new Map<string, string[]>();
  const open = new Map<string, number>();
  for (const entry of held.values()) {
    const followed = followedBy(entry).filter((hash) => held.has(hash));
    open.set(entry.entryHash, followed.length);
    for (const hash of followed) followers.set(hash, [...(followers.get(hash) ?? []), entry.entryHash]);
  }
  const depths = new Map<string, number>();
  let ready = [...open].filter(([, count]) => count === 0).map(([hash]) => hash);
  // Level by level: an entry becomes ready with the deepest of those that it follows.
  for (let depth = 1; ready.length > 0; depth += 1) {
    for (const hash of ready) depths.set(hash, depth);
    ready = ready
      .flatMap((hash) => followers.get(hash) ?? [])
      .filter((hash) => {
        const left = (open.get(hash) ?? 0) - 1;
        open.set(hash, left);
        return left === 0;
      });
  }
  for (const hash of held.keys()) if (!depths.has(hash)) depths.set(hash, 0);
  return depths;
}

const followedBy = ({ prevHash, seenHash }: ChainedEntry): readonly string[] => [
  ...new Set([prevHash, seenHash].filter((hash) => hash !== null)),
];

/**
 * Entries in causal order. Along a chain no entry is dated before what it follows, so time comes first; depth decides
 * within one instant, and the hash between entries that do not know of each other.
 */
export function inCausalOrder<Entry extends ChainedEntry>(
  entries: readonly Entry[],
  depths: ReadonlyMap<string, number>,
): readonly Entry[] {
  const depthOf = ({ entryHash }: Entry): number => depths.get(entryHash) ?? 0;
  return [...entries].sort((a, b) => {
    if (a.at !== b.at) return a.at < b.at ? -1 : 1;
    return depthOf(a) - depthOf(b) || (a.entryHash < b.entryHash ? -1 : 1);
  });
}
