import type { ConsultationRefusalCode } from '../../../../schema/consultation-refusals.js';
import { amendAspect, aspectOf, findItemOf, type ItemRules, rulesOf } from '../../catalogue/index.js';
import { chinaDayOf, dateOf } from '../../shared/calendar.js';
import type { Bureau } from '../bureau.service.js';
import { type AlignmentText, isNegotiable } from './alignment-text.rules.js';

/**
 * Why a text does not fit the list of this province; undefined when it does. Whoever adopts it has another value and can
 * have this one; whoever does not has it already: so that there is no difference afterwards.
 */
export async function refuseText(bureau: Bureau, text: AlignmentText): Promise<ConsultationRefusalCode | undefined> {
  if (!isNegotiable(text.aspect.kind)) return 'RULE_NOT_OURS';
  const row = await findItemOf(bureau.transaction, text.item);
  if (row === undefined) return 'ITEM_UNKNOWN';
  return refuseValue(bureau, rulesOf(row), text);
}

function refuseValue({ instance }: Bureau, item: ItemRules, text: AlignmentText): ConsultationRefusalCode | undefined {
  const { aspect, value, adoptedBy } = text;
  const own = aspectOf(item, aspect.kind, aspect.subject);
  if (!adoptedBy.includes(instance.code)) return own === value ? undefined : 'TEXT_UNFIT';
  if (own === value) return 'NO_DIFFERENCE';
  return amendAspect(item, changeOf(text)) === undefined ? 'TEXT_UNFIT' : undefined;
}

/** A text as a change of a list. */
export function changeOf({ aspect, value, material, fee }: AlignmentText) {
  return { ...aspect, value, material, fee };
}

/** Today in China. */
export const todayOf = ({ desk }: Pick<Bureau, 'desk'>): string => dateOf(chinaDayOf(desk.clock.nowMs()));
