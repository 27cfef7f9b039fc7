import { Directive, Field, ID, Int, ObjectType } from 'type-graphql';
import { ChainDifference, PairFinding } from '../../../schema/trace-lists.js';
import { codeListEnum } from '../../server/code-list-enum.js';
import { canonicalJson } from '../exchange/canonical-json.js';
import { type ChainRecord, computedHash } from '../exchange/chain.js';
import type { ChainDifferenceKind } from '../exchange/compare-chains.js';
import { entryText } from '../exchange/envelope.js';
import type { PairFinding as Finding, PairVerdict } from '../exchange/judge-pair.js';
import { DateTime } from '../shared/date-time.js';
import { Province } from '../shared/graph.resolver.js';

const ChainDifferenceEnum = codeListEnum(ChainDifference);
const PairFindingEnum = codeListEnum(PairFinding);

/** One entry as one side shows it, with all that its signatures are verified by. */
@ObjectType({
  simpleResolvers: true,
  description:
    '作为证据的一条签署记录，凭公钥即可独立核验。 · A signed entry as evidence; public keys are enough to verify it.',
})
export class SignedEntry {
  @Field(() => Province, { description: '出示该记录的省份。 · Province that shows it.' })
  readonly shownBy: Province;

  @Field(() => ID, {
    nullable: true,
    description: '记录的哈希，即 entry 的 SHA-256。 · Hash of the entry: the SHA-256 of `entry`.',
  })
  readonly entryHash: string | null;

  @Field(() => String, {
    nullable: true,
    description:
      '计算哈希的原文，内含载荷的摘要；所示内容无法书写为规范形式时为空。 · The text that is hashed, with the digest of its payload; null when what is shown has no canonical form.',
  })
  readonly entry: string | null;

  @Field(() => String, { nullable: true, description: '发件签名所用密钥。 · Key of the sender’s signature.' })
  readonly sealKid: string | null;

  @Field(() => DateTime, { nullable: true, description: '发件签名的时间。 · Time of the sender’s signature.' })
  readonly sealedAt: string | null;

  @Field(() => String, { nullable: true, description: '对哈希的发件签名。 · The sender’s signature on the hash.' })
  readonly seal: string | null;

  @Field(() => String, {
    nullable: true,
    description: '收件省份签署的回执，规范化 JSON。 · The receipt that the addressee signed, as canonical JSON.',
  })
  readonly receipt: string | null;

  constructor(shownBy: string, record: ChainRecord) {
    const { seal, receipt } = record;
    const hash = computedHash(record);
    this.shownBy = new Province(shownBy);
    this.entryHash = hash ?? null;
    this.entry = hash === undefined ? null : entryText(record);
    this.sealKid = seal?.kid ?? null;
    this.sealedAt = seal?.sentAt ?? null;
    this.seal = seal?.signature ?? null;
    this.receipt = receipt === null ? null : canonicalJson({ ...receipt });
  }
}

// What is proven counts for more than what agrees, and that for more than what could not be found out.
const weights: Readonly<Record<Finding, number>> = { UNKNOWN: 0, AGREE: 1, BEHIND: 2, REFUTED: 3 };

/** What the chains of two provinces show of the two. */
@ObjectType({
  simpleResolvers: true,
  description:
    '对两省链条的结论，只依签名，不作推测；在途的记录不算差异。 · A verdict on the chains of two provinces, by signatures alone; what is on its way is no difference.',
})
export class ChainVerdict {
  @Field(() => Province, { description: '两省之一，按代码在前者。 · One of the two, the first by code.' })
  readonly province: Province;

  @Field(() => Province, { description: '两省之另一。 · The other one.' })
  readonly peer: Province;

  @Directive('@merge(how: "MAX")')
  @Field(() => Int, {
    description:
      '结论的分量，两省结论不同时取大者：0 无法判定，1 一致，2 落后，3 证伪。 · How much the finding weighs; of two, the weightier stands: 0 unknown, 1 agree, 2 behind, 3 refuted.',
  })
  readonly weight: number;

  @Directive('@merge(how: "LATEST", by: "weight")')
  @Field(() => PairFindingEnum, { description: '结论。 · The finding.' })
  readonly finding: Finding;

  @Directive('@merge(how: "LATEST", by: "weight")')
  @Field(() => Province, { description: '作出该结论的省份，两省之一。 · Which of the two found it.' })
  readonly foundBy: Province;

  @Directive('@merge(how: "LATEST", by: "weight")')
  @Field(() => [Province], { description: '落后或被证伪的省份。 · Who is behind, or refuted.' })
  readonly wrong: readonly Province[];

  @Directive('@merge(how: "LATEST", by: "weight")')
  @Field(() => [Province], {
    description: '未作答因而无法判定的省份。 · Who does not answer, so that it cannot be told.',
  })
  readonly missing: readonly Province[];

  @Directive('@merge(how: "LATEST", by: "weight")')
  @Field(() => ChainDifferenceEnum, {
    nullable: true,
    description: '差异的种类；落后或被证伪时才有。 · How they differ; only when somebody is behind or refuted.',
  })
  readonly difference: ChainDifferenceKind | null;

  @Directive('@merge(how: "LATEST", by: "weight")')
  @Field(() => Province, {
    nullable: true,
    description: '首个差异所在方向的发件省份。 · Sender of the place in which they differ first.',
  })
  readonly from: Province | null;

  @Directive('@merge(how: "LATEST", by: "weight")')
  @Field(() => Int, { nullable: true, description: '首个差异在该方向上的序号。 · Number of that place.' })
  readonly seq: number | null;

  @Directive('@merge(how: "LATEST", by: "weight")')
  @Field(() => [SignedEntry], {
    description:
      '两省在该位置所示的记录。FORK 与 TWO_RECEIPTS 凭公钥即可自证；一方缺失或所示无效，则以索取者所见为准。 · What both show in that place. FORK and TWO_RECEIPTS prove themselves by public keys; that a side shows nothing, or nothing genuine, is the word of who asked.',
  })
  readonly evidence: readonly SignedEntry[];

  constructor(judge: string, { peer, finding, difference, evidence, isPeerMissing }: PairVerdict) {
    const [first = judge, second = peer] = [judge, peer].sort();
    this.province = new Province(first);
    this.peer = new Province(second);
    this.weight = weights[finding];
    this.finding = finding;
    this.foundBy = new Province(judge);
    this.wrong = (difference?.wrong ?? []).map((code) => new Province(code));
    this.missing = isPeerMissing ? [new Province(peer)] : [];
    this.difference = difference?.kind ?? null;
    this.from = difference === undefined ? null : new Province(difference.from);
    this.seq = difference?.seq ?? null;
    this.evidence = evidence.map(({ shownBy, record }) => new SignedEntry(shownBy, record));
  }
}
