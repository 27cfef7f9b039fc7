import { Agent } from 'undici';

/** How one request ended. */
export interface Arrival {
  readonly tookMs: number;
  /** Whether the answer says that nobody is missing. */
  readonly isWhole: boolean;
  /** How many provinces the answer says are missing. */
  readonly missing: number;
  /** Why there is no answer to speak of; undefined when there is one. */
  readonly failure: string | undefined;
}

export interface OpenLoadOptions {
  readonly url: URL;
  /** The next request, as JSON text. */
  readonly nextBody: () => string;
  /** Requests per second, on average. */
  readonly rate: number;
  readonly seconds: number;
  readonly random: () => number;
}

/**
 * Sends requests as they come from many people who do not wait for each other (Poisson): a gateway that falls behind has
 * to answer all the same, and whoever waits is counted.
 */
export async function runOpenLoad({
  url,
  nextBody,
  rate,
  seconds,
  random,
}: OpenLoadOptions): Promise<readonly Arrival[]> {
  const agent = new Agent({ connections: 256 });
  const underWay: Promise<Arrival>[] = [];
  const ended = Promise.withResolvers<undefined>();
  const endsAt = performance.now() + seconds * 1000;
  let dueAt = performance.now();
  const send = (): void => {
    for (; dueAt <= performance.now(); dueAt += (-Math.log(1 - random()) / rate) * 1000)
      underWay.push(ask(agent, url, nextBody()));
    if (dueAt < endsAt) setTimeout(send, Math.max(1, dueAt - performance.now()));
    else ended.resolve(undefined);
  };
  send();
  await ended.promise;
  const arrivals = await Promise.all(underWay);
  await agent.close();
  return arrivals;
}

interface Answer {
  readonly data?: Readonly<Record<string, unknown>> | null;
  readonly errors?: readonly { readonly message: string }[];
  readonly extensions?: { readonly missing?: readonly unknown[] };
}

async function ask(agent: Agent, { origin, pathname: path }: URL, body: string): Promise<Arrival> {
  const sent = performance.now();
  try {
    const headers = { 'content-type': 'application/json' };
    const response = await agent.request({ origin, path, method: 'POST', headers, body });
    const text = await response.body.text();
    const tookMs = performance.now() - sent;
    const { data, errors, extensions } = JSON.parse(text) as Answer;
    const missing = extensions?.missing?.length ?? 0;
    const failure = errors?.[0]?.message ?? (data ? undefined : `HTTP ${response.statusCode}`);
    return { tookMs, isWhole: missing === 0 && failure === undefined, missing, failure };
  } catch (error) {
    return { tookMs: performance.now() - sent, isWhole: false, missing: 0, failure: String(error) };
  }
}
