/** What somebody looks at, as a link to the page says it. */
export interface Place {
  /** Letter code of the chosen province. */
  readonly province?: string | undefined;
  /** Collaboration number that is traced. */
  readonly trace?: string | undefined;
  /** Id of the national item whose guide is shown. */
  readonly item?: string | undefined;
  /** Where the applicant is. */
  readonly from?: string | undefined;
  /** Where the item is handled. */
  readonly to?: string | undefined;
  readonly scenario?: string | undefined;
}

const KEYS = ['province', 'trace', 'item', 'from', 'to', 'scenario'] as const satisfies readonly (keyof Place)[];

/**
 * Reads a place from the fragment of an address. It stands there and not in the query, because fragments are not sent:
 * no log of a server or proxy has the number of somebody's case.
 */
export function readPlace(fragment: string): Place {
  const parts = new URLSearchParams(fragment.replace(/^#/, ''));
  return Object.fromEntries(KEYS.flatMap((key) => (parts.get(key) ? [[key, parts.get(key)]] : [])));
}

/** Writes a place as a fragment; the empty text for none. */
export function writePlace(place: Place): string {
  const parts = KEYS.flatMap((key) => (place[key] ? [[key, place[key]] as [string, string]] : []));
  return parts.length === 0 ? '' : `#${new URLSearchParams(parts).toString()}`;
}
