import { Args, ArgsType, Ctx, Directive, Field, ID, Int, Query, Resolver } from 'type-graphql';
import { Allow } from '../../server/allow.js';
import { SubgraphError } from '../../server/errors.js';
import { assertOwnCase } from '../access/own-case.service.js';
import type { ProvinceContext } from '../context.js';
import { MaterialChunkAnswer, type MaterialChunkView, viewOfChunk } from '../materials/index.js';
import { assertOwnId } from '../../shared/ids.js';
import type { ServiceRefusal } from '../shared/service-refusal.resolver.js';
import { readCaseMaterial } from './case-material.service.js';

/** Which bytes of which file of which case. */
@ArgsType()
export class CaseMaterialArguments {
  @Field(() => ID, { description: '办件的全局标识。 · Global id of the case.' })
  readonly caseId!: string;

  @Field(() => String, { description: '内容的 SHA-256（小写十六进制）。 · SHA-256 of the content in lower-case hex.' })
  readonly digest!: string;

  @Field(() => Int, { description: '从第几字节起；至多返回 4 MiB。 · First byte wanted; at most 4 MiB come.' })
  readonly offset!: number;
}

/** The content of the materials of a case. */
@Resolver()
export class CaseMaterialResolver {
  @Allow('readMaterial')
  @Directive('@owner(by: "caseId")')
  @Query(() => MaterialChunkAnswer, {
    description:
      '读取办件材料的内容；申请人以外的查阅须载明事由，并先记入申请人的查询记录。 · The content of a material of a case; whoever is not the applicant states what for, and is entered into the applicant’s trail first.',
  })
  async caseMaterial(
    @Args(() => CaseMaterialArguments) request: CaseMaterialArguments,
    @Ctx() context: ProvinceContext,
  ): Promise<MaterialChunkView | ServiceRefusal> {
    const { caseId, digest, offset } = request;
    assertOwnId(caseId, 'Case', context.province.code);
    if (offset < 0) throw new SubgraphError('BAD_USER_INPUT', 'offset is not negative.');
    await assertOwnCase(context, caseId);
    return viewOfChunk(await readCaseMaterial(context, { caseId, digest, offset }));
  }
}
