import { Arg, Ctx, Directive, Field, ID, InputType, Int, Mutation, Query, Resolver } from 'type-graphql';
import { Allow } from '../../server/allow.js';
import { SubgraphError } from '../../server/errors.js';
import { assertOwnCase } from '../access/own-case.service.js';
import type { ProvinceContext } from '../context.js';
import { QuestionInput } from '../exchange/question-type.resolver.js';
import { assertOwnId } from '../../shared/ids.js';
import { ServiceRefusal } from '../shared/service-refusal.resolver.js';
import { isDigest } from '../storage/material-files.js';
import { MAX_CASE_FILES } from './admission.rules.js';
import { answerChunk } from './chunk-question.service.js';
import { enterOrder } from './enter-order.service.js';
import { isName, isPieceCount } from './manifest.rules.js';
import { assertOwnSubject } from './own-subject.service.js';
import {
  erasedOf,
  listPapers,
  manifestOf,
  recordArrival,
  reconciliationOf,
  type SealedManifest,
} from './manifest.service.js';
import {
  MaterialManifest,
  MaterialManifestAnswer,
  MaterialReconciliation,
  MaterialReconciliationAnswer,
  SealedChunkAnswer,
  SealedChunkView,
} from './manifest-type.resolver.js';

/** A paper of a case. */
@InputType({ description: '办件的一份纸质材料。 · A paper of a case.' })
export class PaperInput {
  @Field(() => String, { description: '材料名称，在办件内唯一。 · Name, unique within the case.' })
  readonly name!: string;

  @Field(() => Int, { description: '原件份数。 · Number of originals.' })
  readonly originals!: number;

  @Field(() => Int, { description: '复印件份数。 · Number of copies.' })
  readonly copies!: number;

  @Field(() => String, {
    nullable: true,
    description: '运单号；为空表示仅电子材料。 · Shipment number; null means digital only.',
  })
  readonly shipmentNo?: string | null;

  @Field(() => String, {
    nullable: true,
    description:
      '对应电子件的摘要；仅电子材料时须填。 · Digest of the file that stands for it; needed when digital only.',
  })
  readonly digest?: string | null;
}

/** The papers of a case. */
@InputType({ description: '办件的全部纸质材料。 · All papers of a case.' })
export class ListPapersInput {
  @Field(() => ID, { description: '办件的全局标识。 · Global id of the case.' })
  readonly caseId!: string;

  @Field(() => [PaperInput], { description: '纸质材料，至多 100 项。 · The papers, at most 100.' })
  readonly papers!: readonly PaperInput[];
}

/** Papers of one name in one shipment. */
@InputType({ description: '一个运单中的一种纸质材料。 · Papers of one name in one shipment.' })
export class ArrivedPaperInput {
  @Field(() => String, { description: '运单号。 · Shipment number.' })
  readonly shipmentNo!: string;

  @Field(() => String, { description: '材料名称。 · Name.' })
  readonly name!: string;

  @Field(() => Int, { description: '原件份数。 · Number of originals.' })
  readonly originals!: number;

  @Field(() => Int, { description: '复印件份数。 · Number of copies.' })
  readonly copies!: number;

  @Field(() => Int, { description: '毁损份数。 · How many of them cannot be used.' })
  readonly damaged!: number;
}

/** What came by post. */
@InputType({ description: '收到的纸质材料。 · Papers that arrived.' })
export class RecordArrivalInput {
  @Field(() => ID, { description: '办件的全局标识。 · Global id of the case.' })
  readonly caseId!: string;

  @Field(() => [ArrivedPaperInput], { description: '收到的各项，至多 100 项。 · What arrived, at most 100 lines.' })
  readonly papers!: readonly ArrivedPaperInput[];
}

/** Manifests, and what of them arrived. */
@Resolver()
export class ManifestResolver {
  @Allow('exchange')
  @Directive('@owner(by: "question.to")')
  @Query(() => SealedChunkAnswer, {
    description: `向另一省取材料的一段，至多 128 KiB；问询须由来信清单列有该材料的省份签名，内容为 {"digest","kind":"material","offset"}。 · Some bytes of a material, at most 128 KiB, for the province to which a letter has listed it; the question, under its signature, has the body {"digest","kind":"material","offset"}.`,
  })
  async materialChunk(
    @Arg('question', () => QuestionInput, { description: '签名的问询。 · The signed question.' })
    question: QuestionInput,
    @Ctx() context: ProvinceContext,
  ): Promise<SealedChunkView | ServiceRefusal> {
    const chunk = await answerChunk(context, question);
    return 'refusal' in chunk ? new ServiceRefusal(chunk.refusal) : new SealedChunkView(chunk);
  }

  @Allow('readMaterial')
  @Directive('@owner(by: "caseId")')
  @Query(() => MaterialManifest, {
    description: `办件或环节的材料清单。 · The manifest of a case or leg.`,
  })
  async materialManifest(
    @Arg('caseId', () => ID, {
      description:
        '办件的全局标识，或者为外省办件办理的环节的全局标识。 · Global id of the case, or of a leg that is done for a case of another province.',
    })
    caseId: string,
    @Ctx() context: ProvinceContext,
  ): Promise<MaterialManifest> {
    await assertOwnSubject(context, caseId);
    await enterOrder(context, caseId);
    return viewOf(context, caseId, await manifestOf(context.orm.em, caseId));
  }

  @Allow('readMaterial')
  @Directive('@owner(by: "caseId")')
  @Query(() => MaterialReconciliationAnswer, {
    description: `所收清单与实收材料的核对。 · The received manifest of a case compared with what is here.`,
  })
  async materialReconciliation(
    @Arg('caseId', () => ID, { description: '办件的全局标识。 · Global id of the case.' }) caseId: string,
    @Ctx() context: ProvinceContext,
  ): Promise<MaterialReconciliation | ServiceRefusal> {
    assertOwnId(caseId, 'Case', context.province.code);
    await assertOwnCase(context, caseId);
    await enterOrder(context, caseId);
    const found = await reconciliationOf(context, caseId);
    return 'refusal' in found ? new ServiceRefusal(found.refusal) : new MaterialReconciliation(caseId, found);
  }

  @Allow('writeMaterial')
  @Directive('@owner(by: "input.caseId")')
  @Mutation(() => MaterialManifestAnswer, {
    description: `登记办件的全部纸质材料，取代先前登记。 · Says which papers a case has, in place of what was said before.`,
  })
  async listPapers(
    @Arg('input', () => ListPapersInput, { description: '纸质材料。 · The papers.' }) input: ListPapersInput,
    @Ctx() context: ProvinceContext,
  ): Promise<MaterialManifest | ServiceRefusal> {
    assertOwnId(input.caseId, 'Case', context.province.code);
    await assertOwnCase(context, input.caseId);
    const papers = input.papers.map(({ name, originals, copies, shipmentNo = null, digest = null }) => ({
      ...{ name, originals, copies, shipmentNo, digest },
    }));
    checkPapers(papers);
    if (new Set(papers.map(({ name }) => name)).size < papers.length) refuse('Each paper has a name of its own.');
    const listed = await listPapers(context, input.caseId, papers);
    return 'refusal' in listed ? new ServiceRefusal(listed.refusal) : viewOf(context, input.caseId, listed);
  }

  @Allow('recordPapers')
  @Directive('@owner(by: "input.caseId")')
  @Mutation(() => MaterialReconciliationAnswer, {
    description: `登记收到的纸质材料；同一运单同一名称再次登记即为更正。 · Records papers that arrived; the same shipment and name again is a correction.`,
  })
  async recordPaperArrival(
    @Arg('input', () => RecordArrivalInput, { description: '收到的材料。 · What arrived.' }) input: RecordArrivalInput,
    @Ctx() context: ProvinceContext,
  ): Promise<MaterialReconciliation | ServiceRefusal> {
    const { caseId, papers } = input;
    assertOwnId(caseId, 'Case', context.province.code);
    await assertOwnCase(context, caseId);
    checkPapers(papers);
    if (!papers.every(({ damaged }) => isPieceCount(damaged))) refuse('A number of pieces is between 0 and 1,000.');
    const refused = await recordArrival(context, caseId, papers);
    if (refused !== undefined) return new ServiceRefusal(refused.refusal);
    return this.materialReconciliation(caseId, context);
  }
}

async function viewOf({ orm }: ProvinceContext, caseId: string, manifest: SealedManifest): Promise<MaterialManifest> {
  return new MaterialManifest(manifest, await erasedOf(orm.em, caseId));
}

interface CheckedPaper {
  readonly name: string;
  readonly originals: number;
  readonly copies: number;
  readonly shipmentNo: string | null;
  readonly digest?: string | null;
}

function checkPapers(papers: readonly CheckedPaper[]): void {
  if (papers.length > MAX_CASE_FILES) refuse('At most 100 papers come at once.');
  for (const { name, originals, copies, shipmentNo, digest = null } of papers) {
    if (!isName(name) || !(shipmentNo === null || isName(shipmentNo))) refuse('Names have 1 to 200 characters.');
    if (!isPieceCount(originals) || !isPieceCount(copies)) refuse('A number of pieces is between 0 and 1,000.');
    if (digest !== null && !isDigest(digest)) refuse('digest is a SHA-256 in lower-case hex.');
  }
}

function refuse(message: string): never {
  throw new SubgraphError('BAD_USER_INPUT', message);
}
