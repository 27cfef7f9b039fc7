/** The words that the table of one kind of thing is written in. */
export interface Words {
  readonly state: string;
  readonly event: string;
  readonly actor: string;
  readonly guard: string;
  readonly clock: string;
}

/** One line of a table: in this state, this event by this actor leads there, if all guards hold. */
export interface Line<W extends Words> {
  readonly from: W['state'];
  readonly event: W['event'];
  readonly by: W['actor'];
  readonly when: readonly W['guard'][];
  readonly next: W['state'];
  /** The clock that starts with the new state, every other one stopping; KEEP lets the one that runs run on. */
  readonly clock: W['clock'] | 'KEEP' | null;
}

/** All that can happen to one kind of thing. */
export interface StateTable<W extends Words> {
  readonly name: string;
  readonly labelZh: string;
  readonly labelEn: string;
  readonly initial: W['state'];
  readonly lines: readonly Line<W>[];
}

/** What is asked of a table. Facts that nobody has established do not hold. */
export interface Asked<W extends Words> {
  readonly state: W['state'];
  readonly event: W['event'];
  readonly by: W['actor'];
  readonly facts: Readonly<Partial<Record<W['guard'], boolean>>>;
}

/** Where an event leads, or why nowhere: the state has no such event, not by this actor, or a guard does not hold. */
export type Decision<W extends Words> =
  | { readonly kind: 'STEP'; readonly next: W['state']; readonly clock: W['clock'] | 'KEEP' | null }
  | { readonly kind: 'OUT_OF_TURN' }
  | { readonly kind: 'NOT_BY_THIS_ACTOR' }
  | { readonly kind: 'UNMET'; readonly guard: W['guard'] };

/**
 * Decides by a table: of the lines for this state, event and actor, the first of which all guards hold. What no line
 * has is refused; of several lines that do not hold, the last one's first unmet guard says why.
 */
export function decideBy<W extends Words>(
  { lines }: StateTable<W>,
  { state, event, by, facts }: Asked<W>,
): Decision<W> {
  const here = lines.filter((line) => line.from === state && line.event === event);
  if (here.length === 0) return { kind: 'OUT_OF_TURN' };
  let refused: Decision<W> = { kind: 'NOT_BY_THIS_ACTOR' };
  for (const { by: actor, when, next, clock } of here) {
    if (actor !== by) continue;
    const guard = when.find((name) => facts[name] !== true);
    if (guard === undefined) return { kind: 'STEP', next, clock };
    refused = { kind: 'UNMET', guard };
  }
  return refused;
}

/** What a line has besides where it leads. */
export interface LineDetail<W extends Words> {
  readonly when?: readonly W['guard'][];
  readonly clock?: W['clock'] | 'KEEP';
}

/** Makes the function that writes lines in these words: one for each state that they begin from. */
export function linesOf<W extends Words>() {
  return (
    from: W['state'] | readonly W['state'][],
    [event, by]: readonly [W['event'], W['actor'] | readonly W['actor'][]],
    [next, { when = [], clock } = {}]: readonly [W['state'], LineDetail<W>?],
  ): readonly Line<W>[] =>
    [from]
      .flat()
      .flatMap((state) =>
        [by].flat().map((actor) => ({ from: state, event, by: actor, when, next, clock: clock ?? null })),
      );
}

/** The states that a table can come to from one of them, itself among them. */
export function reachedFrom<W extends Words>({ lines }: StateTable<W>, begin: W['state']): ReadonlySet<W['state']> {
  const reached = new Set<W['state']>([begin]);
  for (let size = 0; size !== reached.size; ) {
    size = reached.size;
    for (const { from, next } of lines) if (reached.has(from)) reached.add(next);
  }
  return reached;
}
