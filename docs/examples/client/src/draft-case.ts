import type { Ask } from './client.ts';
import { DraftCaseDocument, type DraftCaseMutation } from './gql/graphql.ts';
import { refuseUnknown, showAnswer } from './show-answer.ts';

export interface Draft {
  readonly standardItem: string;
  readonly from: string;
  readonly at: string;
  /** Of the person's intention, not of the click: whoever clicks twice drafts once. */
  readonly idempotencyKey: string;
}

/** Drafts a case that is handled online; the token says for whom. */
export async function draftCase(ask: Ask, draft: Draft): Promise<readonly string[]> {
  const answer = await ask(DraftCaseDocument, {
    input: {
      idempotencyKey: draft.idempotencyKey,
      province: draft.at,
      applicantProvince: draft.from,
      standardItem: draft.standardItem,
      mode: 'FULLY_ONLINE',
      applicantKind: 'NATURAL_PERSON',
      channel: 'ONLINE_COMPUTER',
      realName: true,
      consent: true,
      materials: [],
      conditions: [],
    },
  });
  return showAnswer(answer, (data) => lines(data.draftCase));
}

function lines(result: DraftCaseMutation['draftCase']): readonly string[] {
  switch (result.__typename) {
    case 'Case':
      return [`✓ 已起草 ${result.id}（${result.state}）`];
    case 'CaseRefusal':
      return [`✗ ${result.messageZh}（${result.code}，依据 ${result.rule}，可由 ${result.curedBy.role} 补救）`];
    default:
      return refuseUnknown(result);
  }
}
