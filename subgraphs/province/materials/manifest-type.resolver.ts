import { createUnionType, Field, ID, Int, ObjectType } from 'type-graphql';
import { AssuranceGrade } from '../../../schema/code-lists.js';
import { ArrivalFinding } from '../../../schema/linkage-lists.js';
import { codeListEnum } from '../../server/code-list-enum.js';
import { DateTime } from '../shared/date-time.js';
import { Province } from '../shared/graph.resolver.js';
import { ServiceRefusal } from '../shared/service-refusal.resolver.js';
import type { SealedChunk } from './chunk-question.service.js';
import type { ManifestEntry, ManifestPaper } from './manifest.rules.js';
import type { SealedManifest } from './manifest.service.js';
import type { Finding } from './reconcile.rules.js';
import type { MaterialChunk } from './transfer.service.js';
import type { Refused } from './upload.service.js';

const AssuranceGradeEnum = codeListEnum(AssuranceGrade);
const ArrivalFindingEnum = codeListEnum(ArrivalFinding);

/** Some bytes of a material. */
@ObjectType('MaterialChunk', { simpleResolvers: true, description: '材料的一段内容。 · Some bytes of a material.' })
export class MaterialChunkView {
  @Field(() => Int, { description: '全文字节数。 · Size of the whole in bytes.' })
  readonly size: number;

  @Field(() => String, { description: '内容（base64）；到末尾时为空。 · Content in base64; empty at the end.' })
  readonly content: string;

  constructor({ size, bytes }: MaterialChunk) {
    this.size = size;
    this.content = Buffer.from(bytes).toString('base64');
  }
}

/** Some bytes, or why there are none. */
export const MaterialChunkAnswer = createUnionType({
  name: 'MaterialChunkAnswer',
  description: '材料的一段内容，或者没有的原因。 · Some bytes of a material, or why there are none.',
  types: () => [MaterialChunkView, ServiceRefusal] as const,
});

/** Some bytes of a material on their way to another province. */
@ObjectType('SealedMaterialChunk', {
  simpleResolvers: true,
  description: '加密给提问省份的一段材料内容。 · Some bytes of a material, sealed to the province that asked.',
})
export class SealedChunkView {
  @Field(() => Int, { description: '全文字节数。 · Size of the whole in bytes.' })
  readonly size: number;

  @Field(() => String, {
    description:
      '内容（base64）的 JWE 密文，仅提问省份可解。 · JWE of the content in base64, which that province alone can open.',
  })
  readonly content: string;

  constructor({ size, sealed }: SealedChunk) {
    this.size = size;
    this.content = sealed;
  }
}

/** Some sealed bytes, or why there are none. */
export const SealedChunkAnswer = createUnionType({
  name: 'SealedMaterialChunkAnswer',
  description: '加密的一段材料内容，或者没有的原因。 · Some sealed bytes of a material, or why there are none.',
  types: () => [SealedChunkView, ServiceRefusal] as const,
});

/** The bytes as the graph gives them, or why there are none. */
export function viewOfChunk(chunk: MaterialChunk | Refused): MaterialChunkView | ServiceRefusal {
  return 'refusal' in chunk ? new ServiceRefusal(chunk.refusal) : new MaterialChunkView(chunk);
}

/** A file of a manifest. */
@ObjectType({ simpleResolvers: true, description: '清单中的一份电子材料。 · A file of a manifest.' })
export class MaterialManifestEntry {
  @Field(() => Int, { description: '序号。 · Place in the manifest.' })
  readonly ordinal!: number;

  @Field(() => String, { description: '材料名称。 · Name.' })
  readonly name!: string;

  @Field(() => String, { description: '内容的 SHA-256（十六进制）。 · SHA-256 of the content in hex.' })
  readonly digest!: string;

  @Field(() => Int, { description: '字节数。 · Size in bytes.' })
  readonly size!: number;

  @Field(() => String, { description: '媒体类型。 · Media type.' })
  readonly mediaType!: string;

  @Field(() => AssuranceGradeEnum, { description: '可信等级。 · Trust grade.' })
  readonly grade!: string;

  @Field(() => String, { nullable: true, description: '核验单位代码。 · Code of the unit that vouches for it.' })
  readonly certifiedBy!: string | null;

  @Field(() => DateTime, {
    nullable: true,
    description: '保存期限届满、内容删除的时间；未删除时为空。 · When its content was erased; null while it was not.',
  })
  readonly erasedAt!: string | null;
}

/** A paper of a manifest. */
@ObjectType({ simpleResolvers: true, description: '清单中的一份纸质材料。 · A paper of a manifest.' })
export class MaterialManifestPaper {
  @Field(() => Int, { description: '序号。 · Place in the manifest.' })
  readonly ordinal!: number;

  @Field(() => String, { description: '材料名称。 · Name.' })
  readonly name!: string;

  @Field(() => Int, { description: '原件份数。 · Number of originals.' })
  readonly originals!: number;

  @Field(() => Int, { description: '复印件份数。 · Number of copies.' })
  readonly copies!: number;

  @Field(() => String, {
    nullable: true,
    description: '运单号；为空表示仅电子材料，不寄送。 · Shipment number; null means digital only, nothing travels.',
  })
  readonly shipmentNo!: string | null;

  @Field(() => String, {
    nullable: true,
    description: '对应电子件的摘要。 · Digest of the file that stands for it.',
  })
  readonly digest!: string | null;
}

/** Everything that belongs to a case. */
@ObjectType({
  simpleResolvers: true,
  description: '办件的材料清单。 · The manifest of a case: everything that belongs to it.',
})
export class MaterialManifest {
  @Field(() => String, {
    description: '清单的摘要（规范 JSON 的 SHA-256）。 · Digest of the manifest: SHA-256 over its canonical JSON.',
  })
  readonly digest: string;

  @Field(() => [MaterialManifestEntry], { description: '电子材料。 · Files.' })
  readonly entries: readonly (ManifestEntry & { readonly erasedAt: string | null })[];

  @Field(() => [MaterialManifestPaper], { description: '纸质材料。 · Papers.' })
  readonly papers: readonly ManifestPaper[];

  constructor({ manifest, digest }: SealedManifest, erasedAt: ReadonlyMap<number, string>) {
    this.digest = digest;
    this.entries = manifest.entries.map((entry) => ({ ...entry, erasedAt: erasedAt.get(entry.ordinal) ?? null }));
    this.papers = manifest.papers;
  }
}

/** A manifest, or why it was not changed. */
export const MaterialManifestAnswer = createUnionType({
  name: 'MaterialManifestAnswer',
  description: '材料清单，或者未予登记的原因。 · A manifest, or why it was not changed.',
  types: () => [MaterialManifest, ServiceRefusal] as const,
});

/** One disagreement between what was listed and what is here. */
@ObjectType({
  simpleResolvers: true,
  description: '清单与实收的一处不符。 · One disagreement between what was listed and what is here.',
})
export class MaterialFinding {
  @Field(() => ArrivalFindingEnum, { description: '结论。 · What is wrong.' })
  readonly finding: string;

  @Field(() => Boolean, { description: '是否为纸质材料；否则为电子材料。 · Whether it is a paper; a file otherwise.' })
  readonly isPaper: boolean;

  @Field(() => Int, {
    nullable: true,
    description: '清单序号；未列入清单时为空。 · Place in the manifest; null for what is not listed.',
  })
  readonly ordinal: number | null;

  @Field(() => String, { nullable: true, description: '材料名称。 · Name.' })
  readonly name: string | null;

  @Field(() => String, { nullable: true, description: '电子件摘要。 · Digest of the file.' })
  readonly digest: string | null;

  @Field(() => String, { nullable: true, description: '运单号。 · Shipment number.' })
  readonly shipmentNo: string | null;

  constructor({ finding, kind, ordinal, name, digest, shipmentNo }: Finding) {
    this.finding = finding;
    this.isPaper = kind === 'PAPER';
    this.ordinal = ordinal;
    this.name = name;
    this.digest = digest;
    this.shipmentNo = shipmentNo;
  }
}

/** What the received manifest and what is here disagree about. */
@ObjectType({
  simpleResolvers: true,
  description: '收到的清单与实收材料的核对。 · The received manifest compared with what is here.',
})
export class MaterialReconciliation {
  @Field(() => ID, { description: '办件的全局标识。 · Global id of the case.' })
  readonly caseId: string;

  @Field(() => String, { description: '所收清单的摘要。 · Digest of the manifest that was received.' })
  readonly digest: string;

  @Field(() => Province, { description: '发来清单的省份。 · The province that sent it.' })
  readonly sender: Province;

  @Field(() => Boolean, { description: '是否完全相符。 · Whether all is here as listed.' })
  readonly isReconciled: boolean;

  @Field(() => [MaterialFinding], { description: '不符之处。 · The disagreements.' })
  readonly findings: readonly MaterialFinding[];

  constructor(
    caseId: string,
    found: { readonly digest: string; readonly from: string; readonly findings: readonly Finding[] },
  ) {
    this.caseId = caseId;
    this.digest = found.digest;
    this.sender = new Province(found.from);
    this.isReconciled = found.findings.length === 0;
    this.findings = found.findings.map((finding) => new MaterialFinding(finding));
  }
}

/** A reconciliation, or why there is none. */
export const MaterialReconciliationAnswer = createUnionType({
  name: 'MaterialReconciliationAnswer',
  description: '材料核对，或者不能核对的原因。 · A reconciliation, or why there is none.',
  types: () => [MaterialReconciliation, ServiceRefusal] as const,
});
