import { Arg, createUnionType, Ctx, Directive, Field, ID, InputType, Mutation, Resolver } from 'type-graphql';
import type { EvidenceRule } from '../../../schema/evidence-refusals.js';
import { RestsOn } from '../access/ground.js';
import { groundOfAsking } from './ground.service.js';
import { Allow } from '../../server/allow.js';
import type { ProvinceContext } from '../context.js';
import { assertOwnId, parseProvinceCode } from '../../shared/ids.js';
import { actOnPreview, type PreviewAct } from './preview.service.js';
import { EvidencePreview } from './preview-type.resolver.js';
import { isText } from './question.rules.js';
import { findPreview, findRequest, placeOf } from './read.service.js';
import { EvidenceRefusal } from './refusal-type.resolver.js';
import { requestEvidence } from './request.service.js';
import { EvidenceRequest } from './request-type.resolver.js';
import { useEvidence } from './use.service.js';

/** The article that a unit rests on. */
@InputType({
  description:
    '所援引的法律条款，须在该证明类型的目录之内。 · The article that the unit rests on; one that the type lists.',
})
export class EvidenceBasisInput {
  @Field(() => String, { description: '法律法规名称。 · Name of the law.' })
  readonly law!: string;

  @Field(() => String, { description: '条款。 · Article.' })
  readonly article!: string;
}

/** What somebody asks for. The subject is the applicant of the case: nobody else can be asked about. */
@InputType({
  description:
    '调取证明的请求；对象总是办件的申请人。 · A request for evidence; it is always about the applicant of the case.',
})
export class RequestEvidenceInput {
  @Field(() => String, {
    description:
      '幂等键：同一调用者以同一键重发同一请求，只生效一次。 · Idempotency key: the same request of the same caller takes effect once.',
  })
  readonly idempotencyKey!: string;

  @Field(() => ID, { description: '办件的标识。 · Id of the case.' })
  readonly caseId!: string;

  @Field(() => String, { description: '证明类型代码。 · Code of the type of evidence.' })
  readonly type!: string;

  @Field(() => ID, { description: '提供省份的代码。 · Code of the province that is asked.' })
  readonly provider!: string;

  @Field(() => EvidenceBasisInput, {
    nullable: true,
    description:
      '承办单位依法调取时的依据；申请人本人请求时不填。 · The legal basis of the unit that has the case; none when the applicant asks himself.',
  })
  readonly basis?: EvidenceBasisInput | null;
}

/** Which preview is opened or decided on. */
@InputType({ description: '所打开或者决定的预览。 · The preview that is opened or decided on.' })
export class DecideEvidenceInput {
  @Field(() => ID, { description: '预览的标识。 · Id of the preview.' })
  readonly id!: string;
}

/** For which material evidence is used. */
@InputType({ description: '将收到的证明用作材料。 · Uses received evidence as a material.' })
export class UseEvidenceInput {
  @Field(() => ID, { description: '请求的标识。 · Id of the request.' })
  readonly id!: string;

  @Field(() => String, { description: '材料名称。 · Name of the material.' })
  readonly material!: string;
}

const EvidenceResult = createUnionType({
  name: 'EvidenceResult',
  description: '证明请求，或者拒绝的原因。 · The request for evidence, or why it was refused.',
  types: () => [EvidenceRequest, EvidenceRefusal] as const,
});

const PreviewResult = createUnionType({
  name: 'EvidencePreviewResult',
  description: '预览，或者拒绝的原因。 · The preview, or why it was refused.',
  types: () => [EvidencePreview, EvidenceRefusal] as const,
});

type Outcome = { readonly id: string } | { readonly refusal: EvidenceRule };

/** What is done about evidence. */
@Resolver()
export class EvidenceCommandResolver {
  @Allow('requestEvidence')
  @RestsOn(groundOfAsking)
  @Directive('@owner(by: "input.caseId")')
  @Mutation(() => EvidenceResult, {
    description:
      '为办件向他省调取证明：申请人明确请求，或者承办单位依法调取。 · Asks another province for evidence: by explicit request of the applicant, or by law.',
  })
  async requestEvidence(
    @Arg('input', () => RequestEvidenceInput, { description: '输入。 · What is asked for.' })
    { basis = null, ...input }: RequestEvidenceInput,
    @Ctx() context: ProvinceContext,
  ): Promise<EvidenceRequest | EvidenceRefusal> {
    assertOwnId(input.caseId, 'Case', context.province.code);
    parseProvinceCode(input.provider);
    const texts = [input.idempotencyKey, input.type, ...(basis === null ? [] : [basis.law, basis.article])];
    if (!texts.every(isText)) return new EvidenceRefusal('REQUEST_MALFORMED');
    const asking = { ...input, basis: basis === null ? null : { law: basis.law, article: basis.article } };
    return answerRequest(context, await requestEvidence(placeOf(context), context.caller, asking));
  }

  @Allow('useEvidence')
  @Directive('@owner(by: "input.id")')
  @Mutation(() => EvidenceResult, {
    description:
      '将收到的证明用作办件材料（可信等级 A）。 · Uses received evidence as a material of its case, of trust grade A.',
  })
  async useEvidence(
    @Arg('input', () => UseEvidenceInput, { description: '输入。 · What it is used for.' }) {
      id,
      material,
    }: UseEvidenceInput,
    @Ctx() context: ProvinceContext,
  ): Promise<EvidenceRequest | EvidenceRefusal> {
    assertOwnId(id, 'EvidenceRequest', context.province.code);
    return answerRequest(context, await useEvidence(placeOf(context), context.caller, { id, material }));
  }

  @Allow('previewEvidence')
  @Directive('@owner(by: "input.id")')
  @Mutation(() => PreviewResult, {
    description: '打开预览：本人查看将要提供的内容。 · Opens a preview: the person sees what would be released.',
  })
  openEvidencePreview(
    @Arg('input', () => DecideEvidenceInput, { description: '输入。 · Which preview.' }) { id }: DecideEvidenceInput,
    @Ctx() context: ProvinceContext,
  ): Promise<EvidencePreview | EvidenceRefusal> {
    return act(context, id, 'open');
  }

  @Allow('previewEvidence')
  @Directive('@owner(by: "input.id")')
  @Mutation(() => PreviewResult, {
    description:
      '同意提供；先记入本人的查询轨迹，再发出。 · Approves the release; the trail has its entry before anything leaves.',
  })
  approveEvidence(
    @Arg('input', () => DecideEvidenceInput, { description: '输入。 · Which preview.' }) { id }: DecideEvidenceInput,
    @Ctx() context: ProvinceContext,
  ): Promise<EvidencePreview | EvidenceRefusal> {
    return act(context, id, 'approve');
  }

  @Allow('previewEvidence')
  @Directive('@owner(by: "input.id")')
  @Mutation(() => PreviewResult, { description: '不同意提供。 · Declines the release.' })
  declineEvidence(
    @Arg('input', () => DecideEvidenceInput, { description: '输入。 · Which preview.' }) { id }: DecideEvidenceInput,
    @Ctx() context: ProvinceContext,
  ): Promise<EvidencePreview | EvidenceRefusal> {
    return act(context, id, 'decline');
  }
}

async function answerRequest(context: ProvinceContext, outcome: Outcome): Promise<EvidenceRequest | EvidenceRefusal> {
  if ('refusal' in outcome) return new EvidenceRefusal(outcome.refusal);
  const row = await findRequest(context, outcome.id);
  return row === undefined ? new EvidenceRefusal('REQUEST_UNKNOWN') : new EvidenceRequest(row);
}

async function act(context: ProvinceContext, id: string, what: PreviewAct): Promise<EvidencePreview | EvidenceRefusal> {
  assertOwnId(id, 'EvidencePreview', context.province.code);
  const outcome = await actOnPreview(placeOf(context), context.caller, { id, act: what });
  if ('refusal' in outcome) return new EvidenceRefusal(outcome.refusal);
  const row = await findPreview(context, outcome.id);
  return row === undefined ? new EvidenceRefusal('NOT_THE_SUBJECT') : new EvidencePreview(row);
}
