/** What is known of an object that stands in several places of an answer. */
export class Sharing {
  /** Who went through the answer last and has seen it. */
  seenBy: object | undefined;
  /** Its text, and who wrote it so. */
  text = '';
  writtenBy: object | undefined;
}

// A symbol, since JSON has none: no text can make an object look like one that was read here.
const sharing = Symbol('sharing');

type Shareable = { [sharing]?: Sharing };

/** Says that an object stands in more than one place. */
export function markShared(object: object): void {
  if (sharingOf(object) === undefined) (object as Shareable)[sharing] = new Sharing();
}

/** What is known of an object when it stands in several places. */
export function sharingOf(object: object): Sharing | undefined {
  return (object as Shareable)[sharing];
}

/** A copy that stands in one place only. */
export function unshared(object: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return { ...object, [sharing]: undefined };
}
