/** What waits for a province before it may leave. */
export interface Waiting {
  /** One line for each place where something waits, in words. */
  readonly lines: readonly string[];
  /** Provinces that did not say; what waits there is not known. */
  readonly silent: readonly string[];
}

interface Counted {
  readonly cases: number | null;
  readonly pending: number;
  readonly dead: number;
  readonly parked: number;
}

/** A gateway could not be asked. The message says what to do. */
export class GatewayAskError extends Error {
  override readonly name = 'GatewayAskError';
}

/**
 * Asks by way of a gateway what a province has not finished, and which envelopes the others have for it or from it.
 * Throws a {@link GatewayAskError} when the gateway does not answer; a province that does not is only silent.
 */
export async function countUnfinished(gateway: string, code: string, others: readonly string[]): Promise<Waiting> {
  const fields = 'cases pending dead parked';
  const query = `query Unfinished { ${[
    `${code}: unfinished(province: "${code}") { ${fields} }`,
    ...others.map((other) => `${other}: unfinished(province: "${other}", between: "${code}") { ${fields} }`),
  ].join(' ')} }`;
  const data = await ask(gateway, query);
  const counted = [code, ...others].map((province) => [province, data[province] ?? undefined] as const);
  return {
    lines: counted.flatMap(([province, found]) => (found === undefined ? [] : describe(province, code, found))),
    silent: counted.flatMap(([province, found]) => (found === undefined ? [province] : [])),
  };
}

function describe(province: string, leaving: string, { cases, pending, dead, parked }: Counted): readonly string[] {
  const between = province === leaving ? '' : ` between it and ${leaving}`;
  const parts = [
    [cases ?? 0, 'cases that have not ended'],
    [pending, `envelopes without a receipt${between}`],
    [dead, `envelopes that were given up on${between}`],
    [parked, `envelopes that cannot be applied yet${between}`],
  ] as const;
  const waiting = parts.filter(([count]) => count > 0).map(([count, what]) => `${count} ${what}`);
  return waiting.length === 0 ? [] : [`${province} has ${waiting.join(', ')}`];
}

async function ask(gateway: string, query: string): Promise<Readonly<Record<string, Counted | null>>> {
  const cure = 'Name a gateway that runs with --gateway URL.';
  let answer: { readonly data?: Readonly<Record<string, Counted | null>> | null };
  try {
    const response = await fetch(gateway, {
      method: 'POST',
      headers: { 'content-type': 'application/json', accept: 'application/json' },
      body: JSON.stringify({ query }),
      redirect: 'error',
    });
    answer = (await response.json()) as typeof answer;
  } catch (cause) {
    throw new GatewayAskError(`${gateway} does not answer as a gateway. ${cure}`, { cause });
  }
  if (answer.data === undefined || answer.data === null)
    throw new GatewayAskError(`${gateway} does not say what is unfinished. ${cure}`);
  return answer.data;
}
