/** What a subscription's source gives: an event and its place, or the place alone, from which one may go on later. */
export interface StreamEvent<Value = unknown> {
  /** One line of printable ASCII. */
  readonly id: string;
  readonly value?: Value;
}

/** What a subscription is opened with besides its arguments; the root value of its `subscribe`. */
export interface StreamOpening {
  /** Place of the last event that whoever comes back has (WHATWG HTML, 9.2.4). */
  readonly lastEventId: string | undefined;
  /** Given when nobody reads any more. */
  readonly signal: AbortSignal;
}
