import type { Ask } from './client.ts';
import { GuideDocument, type GuideQuery, type GuideQueryVariables } from './gql/graphql.ts';
import { refuseUnknown, showAnswer } from './show-answer.ts';

/** What to bring: the materials of an item that is handled in another province than where the applicant is. */
export async function showGuide(ask: Ask, variables: GuideQueryVariables): Promise<readonly string[]> {
  return showAnswer(await ask(GuideDocument, variables), ({ guide }) => lines(guide));
}

function lines(guide: GuideQuery['guide']): readonly string[] {
  switch (guide.__typename) {
    case 'Guide':
      return [
        `${guide.item.nameZh}：在${guide.receivingProvince.nameZh ?? '？'}收件，由${guide.handlingProvince.nameZh ?? '？'}${guide.authority.nameZh}办理`,
        ...guide.materials.map(
          ({ name, required, originals, copies }) =>
            `  ${required ? '必交' : '视情'} ${name}（原件 ${originals}，复印件 ${copies}）`,
        ),
        ...guide.acceptanceConditions.map((condition) => `  条件 ${condition}`),
        ...guide.fees.map(({ name, amountFen }) => `  费用 ${name} ${(amountFen / 100).toFixed(2)} 元`),
      ];
    case 'ServiceRefusal':
      // An expected no: it is told to the person, with the rule that it rests on.
      return [`✗ 不予办理：${guide.messageZh}（${guide.code}，依据 ${guide.rule}）`];
    default:
      return refuseUnknown(guide);
  }
}
