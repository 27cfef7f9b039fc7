/** A text that lies before a party which has not written it. */
export interface LaidText {
  readonly party: string;
  readonly version: number;
}

/** Something that was done about an agreement: by the log of a copy, or as its party has asked the keeper. */
export interface Deed {
  readonly kind: string;
  /** The party; null for what time has brought about. */
  readonly by: string | null;
  /** Of the text that was signed or declined; of a counter-proposal its own. */
  readonly version: number;
  readonly atMs: number;
}

/**
 * When a text had no longer to be decided by its party: when that party signed, countered or declined it, or when there
 * was nothing left to decide, since another text took its place or the negotiation was over. Null while it waits.
 */
export function decidedAt(text: LaidText, deeds: readonly Deed[]): number | null {
  const ends = deeds.filter((deed) => isEnd(text, deed)).map(({ atMs }) => atMs);
  return ends.length === 0 ? null : Math.min(...ends);
}

function isEnd({ party, version }: LaidText, deed: Deed): boolean {
  switch (deed.kind) {
    case 'sign':
      return deed.by === party && deed.version === version;
    case 'counter':
      return deed.version > version;
    case 'decline':
    case 'expire':
      return deed.version >= version;
    default:
      return false;
  }
}
