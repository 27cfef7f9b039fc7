import type { Ask } from './client.ts';
import { TraceCaseDocument } from './gql/graphql.ts';
import { showAnswer, showMissing } from './show-answer.ts';

/** Where a case is that several provinces work on, by its collaboration number. */
export async function showTrace(ask: Ask, collaborationNo: string): Promise<readonly string[]> {
  const answer = await ask(TraceCaseDocument, { collaborationNo });
  return showAnswer(answer, ({ traceCase: { participants, holder, legs, entries, coverage } }) => [
    `参与：${participants.map(({ nameZh }) => nameZh ?? '？').join('、')}；现在：${holder?.province?.nameZh ?? '未知'}`,
    ...legs.map(({ name, province, state, stale, staleSince }) => {
      const age = stale ? `（截至 ${staleSince ?? '？'}，之后不详）` : '';
      return `  ${name} ${province.nameZh ?? '？'} ${state ?? '？'}${age}`;
    }),
    ...entries.map(({ at, event, from, to, state }) => {
      return `  ${at} ${event} ${from.nameZh ?? '？'} → ${to.nameZh ?? '？'} ${state}`;
    }),
    ...showMissing(coverage),
  ]);
}
