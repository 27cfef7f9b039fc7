import { runClosedLoop } from './closed-loop.js';
import { questionFor, type Contestant, type Field } from './field.js';
import { coldDocument, shopQuestion, type Question, type Workload } from './workloads.js';

/** How a gateway answered one question. */
export interface Verdict {
  readonly contestant: Contestant;
  /** Name of the workload. */
  readonly workload: string;
  /** What was wrong with the answer; undefined when it was right. */
  readonly problem: string | undefined;
}

/** Asks every gateway each question once, and those that could be shared twice at once. Proxies answer nothing. */
export async function checkField(
  { contestants }: Field,
  workloads: readonly Workload[],
  hasStorm: boolean,
): Promise<readonly Verdict[]> {
  const verdicts: Verdict[] = [];
  for (const contestant of contestants.filter(({ peer }) => peer.kind !== 'proxy')) {
    const questions = workloads.map((workload) => ({ name: workload.name, ...questionFor(contestant, workload) }));
    if (hasStorm) questions.push({ name: 'e', ...shopQuestion(coldDocument('Check')) });
    for (const { name, ...question } of questions) {
      verdicts.push({ contestant, workload: name, problem: await problemOf(contestant.gateway.url, question) });
    }
  }
  return verdicts;
}

/** Those who may be measured: all but those who answer this wrongly. */
export function rightAt(
  workload: string,
  contestants: readonly Contestant[],
  verdicts: readonly Verdict[],
): readonly Contestant[] {
  return contestants.filter(
    (contestant) =>
      !verdicts.some((row) => row.contestant === contestant && row.workload === workload && row.problem !== undefined),
  );
}

async function problemOf(url: string, question: Question): Promise<string | undefined> {
  try {
    await runClosedLoop({ url, ...question, clients: 1, seconds: undefined, isPersonal: true });
    await runClosedLoop({ url, ...question, clients: 2, seconds: undefined, isPersonal: false });
    return undefined;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}
