import type { Stage } from './play-journey.js';

interface Code {
  readonly code: string;
}

/** Where a case has come to, by all provinces that know of it, and whether their chains prove it. */
export interface Ending {
  readonly trace: {
    readonly holder: { readonly province: Code | null; readonly since: string | null } | null;
    readonly legs: readonly TracedLeg[];
    readonly entries: readonly { readonly state: string }[];
    readonly coverage: { readonly missing: readonly { readonly province: Code }[] };
  };
  readonly verification: {
    readonly isSound: boolean | null;
    readonly places: readonly { readonly sides: number }[];
    readonly verdicts: readonly {
      readonly province: Code;
      readonly peer: Code;
      readonly finding: string;
      readonly wrong: readonly Code[];
      readonly missing: readonly Code[];
    }[];
  };
}

interface TracedLeg {
  readonly province: Code;
  readonly name: string;
  readonly state: string | null;
  readonly isCritical: boolean | null;
  readonly since: string | null;
  readonly dueAt: string | null;
  readonly stale: boolean;
}

const ENDING = `query ($no: ID!) {
  trace: traceCase(collaborationNo: $no) {
    holder { province { code } since }
    legs { province { code } name state isCritical since dueAt stale }
    entries { state }
    coverage { missing { province { code } } }
  }
  verification: verifyChain(collaborationNo: $no) {
    isSound places { sides }
    verdicts { province { code } peer { code } finding wrong { code } missing { code } }
  }
}`;

/** Reads where a case is now. */
export async function readNow({ ask }: Pick<Stage, 'ask'>, no: string): Promise<Ending> {
  return (await ask(ENDING, { no })) as unknown as Ending;
}

/** Reads where a case has come to, once nothing of it is on its way any more, which takes that every province is there. */
export async function readEnding(stage: Pick<Stage, 'ask' | 'settle'>, no: string): Promise<Ending> {
  let ending: Ending | undefined;
  await stage.settle(async () => {
    ending = await readNow(stage, no);
    return ending.trace.entries.every(({ state }) => state !== 'IN_TRANSIT');
  });
  if (ending === undefined) throw new Error('Nobody has looked.');
  return ending;
}

/** An ending as people read it: the legs in order, who answers for the case, what the chains prove. */
export function linesOf({ trace, verification }: Ending): readonly string[] {
  const { holder, legs, coverage } = trace;
  const missing = coverage.missing.map(({ province }) => province.code);
  const since = holder?.since == null ? '' : ` 自 since ${minuteOf(holder.since)}`;
  return [
    '办件追踪 · Where it is',
    ...legs.map(lineOfLeg),
    `  责任省份 held by ${holder?.province?.code ?? '（无 nobody）'}${since}`,
    ...(missing.length === 0 ? [] : [`  未作答 missing: ${missing.join(', ')}`]),
    '链条核验 · What the chains prove',
    ...linesOfChains(verification),
  ];
}

function lineOfLeg({ province, name, state, isCritical, since, dueAt, stale }: TracedLeg): string {
  const parts = [
    `  ${province.code} ${name}`.padEnd(20),
    (state ?? '?').padEnd(18),
    since === null ? '' : `自 since ${minuteOf(since)}`,
    dueAt === null ? '' : `应于 due ${minuteOf(dueAt)}`,
    isCritical === true ? '关键环节 critical' : '',
    stale ? '可能过时 stale' : '',
  ];
  return parts
    .filter((part) => part !== '')
    .join(' ')
    .trimEnd();
}

function linesOfChains({ isSound, places, verdicts }: Ending['verification']): readonly string[] {
  if (places.length === 0) return ['  无省际往来 nothing was told to another province'];
  const twoSided = places.filter(({ sides }) => sides === 2).length;
  const soundness = isSound === true ? '各方自查无问题 every side sound' : '自查发现问题 problems found';
  const pairs = verdicts.map(({ province, peer, finding, wrong, missing }) => {
    const named = [...wrong, ...missing].map(({ code }) => code);
    return `  ${province.code}–${peer.code} ${finding} ${named.join(', ')}`.trimEnd();
  });
  return [...pairs, `  ${places.length} 条记录，双方俱持 held by both: ${twoSided}；${soundness}`];
}

// To the minute, in the time of China, which has one.
function minuteOf(instant: string): string {
  const china = new Date(Date.parse(instant) + 8 * 3_600_000);
  return china.toISOString().slice(0, 16).replace('T', ' ');
}
