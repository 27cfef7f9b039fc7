import { Arg, Ctx, Directive, ID, Query, Resolver } from 'type-graphql';
import { isEvidenceType } from '../../../schema/evidence-types.js';
import { Allow } from '../../server/allow.js';
import { SubgraphError } from '../../server/errors.js';
import type { ProvinceContext } from '../context.js';
import { assertOwnId } from '../../shared/ids.js';
import { findOffer, listRequirements } from './directory.service.js';
import { EvidenceProvider, EvidenceRequirement } from './directory-type.resolver.js';
import { EvidencePreview } from './preview-type.resolver.js';
import { findPreview, findRequest, listRequests } from './read.service.js';
import { EvidenceRequest } from './request-type.resolver.js';

/** The questions about evidence. */
@Resolver()
export class EvidenceResolver {
  @Allow('readPublic')
  @Directive('@owner(by: "item")')
  @Query(() => [EvidenceRequirement], {
    nullable: true,
    description:
      '事项所需材料，以及可以替代各材料的证明；事项不存在时为空。 · What an item asks for, and the evidence that can stand for it; null when there is no such item.',
  })
  async requirementsFor(
    @Arg('item', () => ID, { description: '实施事项的全局标识。 · Global id of the service item.' }) item: string,
    @Ctx() context: ProvinceContext,
  ): Promise<readonly EvidenceRequirement[] | null> {
    assertOwnId(item, 'ServiceItem', context.province.code);
    const requirements = await listRequirements(context, item);
    return requirements?.map((requirement) => new EvidenceRequirement(requirement)) ?? null;
  }

  @Allow('readPublic')
  @Directive('@owner(by: "province")')
  @Query(() => [EvidenceProvider], {
    description:
      '某省提供某类证明的机构；不提供时为空列表。 · Who provides a type of evidence in a province; empty when nobody does.',
  })
  async evidenceProviders(
    @Arg('type', () => String, { description: '证明类型代码。 · Code of the type.' }) type: string,
    @Arg('province', () => ID, { description: '省级代码。 · Code of the province.' }) province: string,
    @Ctx() context: ProvinceContext,
  ): Promise<readonly EvidenceProvider[]> {
    if (province !== context.province.code) throw new SubgraphError('BAD_ID', 'Another province is asked.');
    const offer = await findOffer(context, type);
    return offer === undefined || !isEvidenceType(type) ? [] : [new EvidenceProvider(type, offer)];
  }

  @Allow('readEvidence')
  @Directive('@owner(by: "id")')
  @Query(() => EvidenceRequest, {
    nullable: true,
    description:
      '一项证明请求；不存在或者与调用者无关时为空。 · One request for evidence; null when there is none, or none that concerns the caller.',
  })
  async evidence(
    @Arg('id', () => ID, { description: '请求的全局标识。 · Global id of the request.' }) id: string,
    @Ctx() context: ProvinceContext,
  ): Promise<EvidenceRequest | null> {
    assertOwnId(id, 'EvidenceRequest', context.province.code);
    const row = await findRequest(context, id);
    return row === undefined ? null : new EvidenceRequest(row);
  }

  @Allow('readEvidence')
  @Directive('@owner(by: "caseId")')
  @Query(() => [EvidenceRequest], {
    description:
      '办件的证明请求，按先后；与调用者无关时为空列表。 · The requests for a case, in order; empty when it does not concern the caller.',
  })
  async caseEvidence(
    @Arg('caseId', () => ID, { description: '办件的全局标识。 · Global id of the case.' }) caseId: string,
    @Ctx() context: ProvinceContext,
  ): Promise<readonly EvidenceRequest[]> {
    assertOwnId(caseId, 'Case', context.province.code);
    return (await listRequests(context, caseId)).map((row) => new EvidenceRequest(row));
  }

  @Allow('previewEvidence')
  @Directive('@owner(by: "id")')
  @Query(() => EvidencePreview, {
    nullable: true,
    description:
      '他省就本人提出的请求；不是本人的为空。 · What another province has asked about the caller; null for what is about somebody else.',
  })
  async evidencePreview(
    @Arg('id', () => ID, { description: '预览的全局标识。 · Global id of the preview.' }) id: string,
    @Ctx() context: ProvinceContext,
  ): Promise<EvidencePreview | null> {
    assertOwnId(id, 'EvidencePreview', context.province.code);
    const row = await findPreview(context, id);
    return row === undefined ? null : new EvidencePreview(row);
  }
}
