import { runClosedLoop } from './closed-loop.js';
import { questionFor, type Field } from './field.js';
import { coldDocument, shopQuestion, type Question, type Workload } from './workloads.js';

/** Asks every gateway each question once; gives one line each, and whether all was right. */
export async function checkField(
  { contestants, missing }: Field,
  workloads: readonly Workload[],
): Promise<{ readonly lines: readonly string[]; readonly isRight: boolean }> {
  const lines: string[] = missing.map((reason) => `not started – ${reason}`);
  let isRight = true;
  for (const contestant of contestants.filter(({ peer }) => peer.kind !== 'proxy')) {
    const questions = workloads.map((workload) => ({ name: workload.name, ...questionFor(contestant, workload) }));
    if (workloads.some(({ graph }) => graph === 'shop')) {
      questions.push({ name: 'e', ...shopQuestion(coldDocument('Check')) });
    }
    for (const question of questions) {
      const problem = await problemOf(contestant.gateway.url, question);
      isRight &&= problem === undefined;
      lines.push(`${contestant.peer.title}, (${question.name}): ${problem ?? 'right'}`);
    }
  }
  return { lines, isRight };
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
