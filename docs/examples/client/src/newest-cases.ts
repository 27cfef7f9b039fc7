import type { Answer, Ask } from './client.ts';
import { NewestCasesDocument, type NewestCasesQuery } from './gql/graphql.ts';
import { showAnswer, showMissing } from './show-answer.ts';

/** The newest cases of all provinces, page by page; each page says for itself who is missing from it. */
export async function showNewestCases(ask: Ask, first: number, pages: number): Promise<readonly string[]> {
  const shown: string[] = [];
  let after: string | null = null;
  for (let page = 1; page <= pages; page += 1) {
    const answer: Answer<NewestCasesQuery> = await ask(NewestCasesDocument, { first, after });
    shown.push(
      ...showAnswer(answer, ({ cases: { nodes, totalCount, coverage } }) => [
        `第 ${page} 页，${coverage.exact ? '共' : '至少'} ${totalCount} 件`,
        ...nodes.map(
          ({ submittedAt, province, caseNo, item, state }) =>
            `  ${submittedAt} ${province.nameZh ?? '？'} ${caseNo} ${item?.nameZh ?? '（事项暂缺）'} ${state}`,
        ),
        ...showMissing(coverage),
      ]),
    );
    if (answer.kind === 'failed' || !answer.data.cases.pageInfo.hasNextPage) break;
    after = answer.data.cases.pageInfo.endCursor;
  }
  return shown;
}
