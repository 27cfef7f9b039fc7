import type { Identity } from '../../../schema/identity.js';
import type { ProvinceContext } from '../context.js';
import { inTransaction } from '../exchange/desk.js';
import { readPolicy } from '../policy/index.js';
import { chinaDayOf } from '../shared/calendar.js';
import { takeTurn } from '../storage/turns.js';
import type { StatisticsTables } from './statistics.entity.js';

/**
 * Counts a question of a caller against what he may ask this province today; one that he has asked before costs nothing.
 * False when nothing is left for it. What is counted is kept under keyed hashes, and for the day only.
 */
export function spendQuestion(context: ProvinceContext, caller: Identity, fingerprint: string): Promise<boolean> {
  const { desk } = context.exchange;
  const { tagOf } = desk.vault.matching;
  const asked = {
    day: chinaDayOf(context.surroundings.nowMs()),
    // Whatever role or unit he comes with, he is one who learns.
    caller: tagOf(`statistics ${caller.subject}`),
    question: tagOf(fingerprint),
  };
  return inTransaction(desk, async (transaction) => {
    await takeTurn(transaction, `statistics ${asked.caller}`);
    const questions = transaction.getKysely<StatisticsTables>().selectFrom('statistics_question');
    const ofToday = questions.where('day', '=', asked.day).where('caller', '=', asked.caller);
    const known = await ofToday.select('question').execute();
    if (known.some(({ question }) => question === asked.question)) return true;
    if (known.length >= (await readPolicy(transaction)).valueOf('STATISTICS_BUDGET')) return false;
    await transaction.getKysely<StatisticsTables>().insertInto('statistics_question').values(asked).execute();
    return true;
  });
}
