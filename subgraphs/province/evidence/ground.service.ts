import { findLegalBasis } from '../../../schema/evidence-types.js';
import { decidingClause } from '../access/decider.rules.js';
import { decidingBasis, type GivenArguments, type Ground, NOTHING, textAt } from '../access/ground.js';
import type { ProvinceContext } from '../context.js';
import { fromJson } from '../storage/stored.js';
import { authorise, type EvidenceCrossing, type NotAuthorised } from './authorise.service.js';
import { basisFor, findRequest, mayReadInClear, placeOf, read } from './read.service.js';
import { type Asking, crossingOf, judgeAsking } from './request.service.js';

/** On what the caller would read received evidence. */
export async function groundOfDocument(context: ProvinceContext, given: GivenArguments): Promise<Ground | undefined> {
  const id = textAt(given, 'id');
  if (id === undefined) return undefined;
  const row = await findRequest(context, id);
  if (row === undefined || row.content === null || row.question === null) return NOTHING;
  const question = fromJson(row.question);
  if (!mayReadInClear(context, question)) return NOTHING;
  return { gives: 'CLEAR', decidedBy: decidingBasis(basisFor(context, question), 'GRANT') };
}

/** On what the caller would ask another province for evidence. */
export async function groundOfAsking(context: ProvinceContext, given: GivenArguments): Promise<Ground | undefined> {
  const { caller } = context;
  const asking = askingIn(given);
  if (asking === undefined) return undefined;
  if (caller === undefined) return NOTHING;
  const crossing = await read(context, async (bureau) => {
    const judged = await judgeAsking(bureau, caller, asking);
    if ('refusal' in judged) return undefined;
    const { type } = judged;
    const isListed = asking.basis === null || findLegalBasis(type, asking.basis) !== undefined;
    return isListed ? crossingOf(bureau, judged) : undefined;
  });
  return crossing === undefined ? NOTHING : groundOfCrossing(context, crossing);
}

function groundOfCrossing(context: ProvinceContext, crossing: EvidenceCrossing): Ground {
  const found = authorise(placeOf(context), crossing);
  if ('rule' in found) return { gives: 'REFUSED', decidedBy: decidingRefusal(found, crossing) };
  return { gives: 'CLEAR', decidedBy: decidingBasis(found, 'GRANT') };
}

function decidingRefusal({ rule, clause }: NotAuthorised, { type, from, to }: EvidenceCrossing): Ground['decidedBy'] {
  if (rule === 'CLASS_NOT_SHARED') return { kind: 'CLASS', name: 'NOT_SHARED' };
  if (clause !== undefined) return decidingClause(clause, 'GRANT');
  return { kind: 'GRANT', name: `${from} → ${to}: EVIDENCE ${type}` };
}

function askingIn(given: GivenArguments): Asking | undefined {
  const text = (...path: readonly string[]): string | undefined => textAt(given, 'input', ...path);
  const [caseId, type, provider] = [text('caseId'), text('type'), text('provider')];
  if (caseId === undefined || type === undefined || provider === undefined) return undefined;
  const [law, article] = [text('basis', 'law'), text('basis', 'article')];
  const basis = law === undefined || article === undefined ? null : { law, article };
  return { idempotencyKey: '', caseId, type, provider, basis };
}
