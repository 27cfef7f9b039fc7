import { findLegalBasis } from '../../../schema/evidence-types.js';
import { formatGlobalId, parseGlobalId } from '../../../schema/global-id.js';
import { canonicalJson } from '../exchange/canonical-json.js';
import { isoTime, type Letter } from '../exchange/desk.js';
import { sha256 } from '../exchange/envelope.js';
import { toJson } from '../storage/stored.js';
import { authorise } from './authorise.service.js';
import { type Bureau, mustStep, stepSupply, tablesOf } from './course.service.js';
import type { SupplyRow } from './evidence.entity.js';
import { findProofs } from './find-proofs.service.js';
import { limits } from './machine/limits.rules.js';
import { parseQuestion, type Question } from './question.rules.js';
import { mustStepAndTell, type ToldStep } from './tell.service.js';

/** The id under which the province that is asked keeps a request. */
export function previewId(provider: string, requestId: string): string {
  return formatGlobalId({ province: provider, type: 'EvidencePreview', local: parseGlobalId(requestId)?.local ?? '' });
}

/**
 * Takes the question of another province: authorises it by what this province has agreed to, looks for exactly one
 * valid licence, and then waits for the applicant, or goes on where a law allows it. Gives the rule by which a letter is
 * refused as a letter; every other no is told, and kept.
 */
export async function takeQuestion(bureau: Bureau, letter: Letter): Promise<string | undefined> {
  const question = parseQuestion(letter.payload);
  if (question === undefined || !isOfLetter(bureau, question, letter)) return 'REQUEST_MALFORMED';
  // Whoever asked has given up by then; what would be released now would be released to nobody.
  if (bureau.desk.clock.nowMs() - Date.parse(question.askedAt) >= limits.ANSWER.ms) return 'NOT_ANSWERED';
  const supply = supplyOf(bureau, question);
  const supplies = tablesOf(bureau).selectFrom('evidence_supply').select('id').where('id', '=', supply.id);
  if ((await supplies.executeTakeFirst()) !== undefined) return 'KEY_REUSED';
  await tablesOf(bureau).insertInto('evidence_supply').values(supply).execute();
  const refused = await refuseQuestion(bureau, question);
  if (refused !== undefined) await mustStepAndTell(bureau, supply, refused);
  else await match(bureau, supply, question);
  return undefined;
}

function isOfLetter({ instance }: Bureau, question: Question, { from, collaborationNo }: Letter): boolean {
  const isBetween = question.requester === from && question.provider === instance.code;
  return isBetween && question.collaborationNo === collaborationNo;
}

function supplyOf({ desk, instance }: Bureau, question: Question): SupplyRow {
  const { requestId, requester, collaborationNo, type, path } = question;
  return {
    id: previewId(instance.code, requestId),
    ...{ type, path },
    question: toJson(question),
    request_hash: sha256(canonicalJson(question)),
    state: 'MATCHING',
    since: isoTime(desk.clock.nowMs()),
    due_ms: null,
    ...{ rule: null, explanation: null, version: 0 },
    request_id: requestId,
    requester,
    collaboration_no: collaborationNo,
    licence: null,
  };
}

/** Why this province gives nothing, by its own rules: it takes nobody's word for what is agreed. */
export async function refuseQuestion(bureau: Bureau, question: Question): Promise<ToldStep | undefined> {
  const { type, item, requester, provider, path, basis } = question;
  const deny = { event: 'deny', by: 'SYSTEM' } as const;
  const offers = tablesOf(bureau).selectFrom('evidence_offer').selectAll().where('type', '=', type);
  const offer = await offers.executeTakeFirst();
  if (offer === undefined) return { ...deny, rule: 'NOT_PROVIDED' };
  const found = authorise(bureau, { type, item, from: requester, to: provider, sharing: offer.sharing });
  if ('rule' in found) return { ...deny, ...found };
  const hasBasis = path === 'EXPLICIT_REQUEST' || (basis !== null && findLegalBasis(type, basis) !== undefined);
  return hasBasis ? undefined : { ...deny, rule: 'BASIS_MISSING' };
}

// Zero and two are both refused, and neither says anything about anybody.
async function match(bureau: Bureau, supply: SupplyRow, { subject, type, path }: Question): Promise<void> {
  const [proof, ...others] = await findProofs(bureau, { subject, type });
  if (proof === undefined)
    return mustStepAndTell(bureau, supply, { event: 'findNothing', by: 'SYSTEM', rule: 'NOTHING_FOUND' });
  if (others.length > 0)
    return mustStepAndTell(bureau, supply, { event: 'findSeveral', by: 'SYSTEM', rule: 'MORE_THAN_ONE' });
  const licence = proof;
  if (path === 'EXPLICIT_REQUEST')
    return mustStepAndTell(bureau, supply, { event: 'askPreview', by: 'SYSTEM', licence });
  const matched = { event: 'match', by: 'SYSTEM', facts: { hasLegalBasis: true }, changes: { licence } } as const;
  mustStep(await stepSupply(bureau, supply, matched));
}
