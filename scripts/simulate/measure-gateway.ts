import { cpuMs, residentMb } from '../bench/load.js';
import { type Arrival, runOpenLoad } from '../bench/open-load.js';
import type { Question } from './questions.js';

/** What a gateway did with one kind of request. */
export interface Figures {
  readonly rate: number;
  readonly arrivals: readonly Arrival[];
  /** Processor time of the gateway for each request, in ms. */
  readonly costMs: number;
  readonly residentMb: number;
}

export interface RunningGateway {
  readonly url: URL;
  readonly pid: number;
  readonly codes: readonly string[];
}

// Below this a machine of two cores, which carries provinces and clients as well, keeps up with everything.
const USED = 0.25;
const MOST_A_SECOND = 300;
const FIRST_RATE = 5;
const WARM_SECONDS = 3;

/**
 * Asks one gateway one kind of question, at a rate that takes it a quarter of a core, after a while that tells what a
 * request costs.
 */
export async function measureGateway(
  { url, pid, codes }: RunningGateway,
  question: Question,
  { seconds, random }: { readonly seconds: number; readonly random: () => number },
): Promise<Figures> {
  const ask = async (rate: number, forSeconds: number): Promise<Omit<Figures, 'residentMb'>> => {
    const before = cpuMs(pid) ?? Number.NaN;
    const nextBody = (): string => question.nextBody(codes, random);
    const arrivals = await runOpenLoad({ url, nextBody, rate, seconds: forSeconds, random });
    return { rate, arrivals, costMs: ((cpuMs(pid) ?? Number.NaN) - before) / arrivals.length };
  };
  const rateFor = ({ costMs }: { readonly costMs: number }): number =>
    Math.max(1, Math.min(MOST_A_SECOND, (USED * 1000) / costMs));
  // What runs for the first time costs several times what it costs later.
  const cold = await ask(FIRST_RATE, WARM_SECONDS);
  const warm = await ask(rateFor(cold), WARM_SECONDS);
  const rate = rateFor(warm);
  return { ...(await ask(rate, seconds)), residentMb: residentMb(pid) ?? Number.NaN };
}
