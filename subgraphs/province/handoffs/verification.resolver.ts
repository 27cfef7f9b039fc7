import { Arg, Ctx, Directive, Field, ID, Int, ObjectType, Query, Resolver } from 'type-graphql';
import { Allow } from '../../server/allow.js';
import { ChainProblem } from '../../../schema/trace-lists.js';
import { codeListEnum } from '../../server/code-list-enum.js';
import type { ProvinceContext } from '../context.js';
import type { ChainFinding as Finding } from '../exchange/verify-chain.js';
import { Coverage, Province } from '../shared/graph.resolver.js';
import { type HeldPlace, judgePairs, type SideVerification, verifySide } from './handoffs.service.js';
import { ChainVerdict } from './verdict-type.resolver.js';

const ChainProblemEnum = codeListEnum(ChainProblem);

/** One problem that a province found in its own side of a chain. */
@ObjectType({
  simpleResolvers: true,
  description: '某省在自持链条中发现的问题。 · A problem that a province found in its own side of a chain.',
})
export class ChainFinding {
  @Field(() => Province, { description: '发现问题的省份。 · Province that found it in what it holds.' })
  readonly province: Province;

  @Field(() => String, { description: '链条：编号与方向。 · The link: number and direction.' })
  readonly link: string;

  @Field(() => Int, { description: '序号。 · Number in the link.' })
  readonly seq: number;

  @Field(() => ChainProblemEnum, { description: '问题。 · What is wrong.' })
  readonly problem: Finding['problem'];

  constructor(province: string, { link, seq, problem }: Finding) {
    this.province = new Province(province);
    this.link = link;
    this.seq = seq;
    this.problem = problem;
  }
}

/** One side of one place of a chain, with the evidence. */
@ObjectType({
  simpleResolvers: true,
  description:
    '某省在链条某一位置所持的记录及其证据。 · What one province holds in a place of a chain, with the evidence.',
})
export class ChainHolding {
  @Field(() => Province, { description: '持有省份。 · Province that holds it.' })
  readonly province: Province;

  @Field(() => ID, { description: '记录的哈希。 · Hash of the entry.' })
  readonly entryHash: string;

  @Field(() => Boolean, {
    description: '记录完整且发件签名有效。 · Whether the entry is whole and its sender’s signature genuine.',
  })
  readonly isSealed: boolean;

  @Field(() => String, { nullable: true, description: '发件签名所用密钥。 · Key of the sender’s signature.' })
  readonly sealKid: string | null;

  @Field(() => String, {
    nullable: true,
    description: '发件签名的时间。 · Time of the sender’s signature, as it was signed.',
  })
  readonly sealedAt: string | null;

  @Field(() => String, {
    nullable: true,
    description:
      '对哈希的发件签名，凭公钥即可核验。 · The sender’s signature on the hash; public keys are enough to verify it.',
  })
  readonly seal: string | null;

  @Field(() => Boolean, { description: '回执有效。 · Whether the receipt is genuine.' })
  readonly isReceipted: boolean;

  @Field(() => ID, {
    nullable: true,
    description: '回执的摘要，双方应当相同。 · Digest of the receipt; both sides must have the same.',
  })
  readonly receiptDigest: string | null;

  constructor(province: string, { record, isSealed, seal, isReceipted, receiptDigest }: HeldPlace) {
    this.province = new Province(province);
    this.entryHash = record.entryHash;
    this.isSealed = isSealed;
    this.sealKid = seal?.kid ?? null;
    this.sealedAt = seal?.sentAt ?? null;
    this.seal = seal?.signature ?? null;
    this.isReceipted = isReceipted;
    this.receiptDigest = receiptDigest;
  }
}

/** One place of a chain, as both sides hold it. */
@ObjectType({
  simpleResolvers: true,
  description:
    '链条的一个位置。两个哈希均有有效签名，则发件省份自相矛盾；签名无效者，由持有省份负责。 · One place of a chain. Two hashes that are both sealed refute the sender; what is not sealed refutes who holds it.',
})
export class ChainPlace {
  @Field(() => Province, { description: '发件省份。 · Province that sent it.' })
  readonly from: Province;

  @Field(() => Province, { description: '收件省份。 · Province that it is addressed to.' })
  readonly to: Province;

  @Field(() => Int, { description: '在该方向上的序号。 · Number in its direction.' })
  readonly seq: number;

  @Directive('@merge(how: "SUM")')
  @Field(() => Int, {
    description:
      '作答且持有该位置的省份数；1 表示仅一方核验。 · How many who answered hold it; 1 means that it is verified from one side only.',
  })
  readonly sides = 1;

  @Directive('@merge(how: "DISTINCT")')
  @Field(() => [ID], {
    description: '各方所持的哈希；多于一个即有矛盾。 · The hashes that are held; more than one is a contradiction.',
  })
  readonly hashes: readonly string[];

  @Directive('@merge(how: "DISTINCT")')
  @Field(() => [ID], {
    description:
      '各方所持回执的摘要；多于一个即有矛盾。 · Digests of the receipts that are held; more than one is a contradiction.',
  })
  readonly receipts: readonly string[];

  @Directive('@merge(how: "CONCAT")')
  @Field(() => [ChainHolding], { description: '各方所持的记录。 · What each side holds.' })
  readonly holdings: readonly ChainHolding[];

  constructor(province: string, place: HeldPlace) {
    const { from, to, seq, entryHash } = place.record;
    this.from = new Province(from);
    this.to = new Province(to);
    this.seq = seq;
    this.hashes = [entryHash];
    this.receipts = place.receiptDigest === null ? [] : [place.receiptDigest];
    this.holdings = [new ChainHolding(province, place)];
  }
}

/** What the provinces involved found out about the chains of one case. */
@ObjectType({
  description:
    '链条核验：各省核验自持的一方，并列出双方所持以资比对。 · Verification of chains: each province verifies its own side, and what the sides hold stands beside each other.',
})
export class ChainVerification {
  @Directive('@merge(how: "DISTINCT", by: "code")')
  @Field(() => [Province], { description: '参与省份。 · Provinces that take part.' })
  readonly participants: readonly Province[];

  @Directive('@merge(how: "MIN")')
  @Field(() => Boolean, {
    nullable: true,
    description:
      '作答各方自查均无问题；是否双方俱核见 places.sides。 · Whether no side that answered found a problem; places.sides says what was verified from both.',
  })
  readonly isSound: boolean | null;

  @Directive('@merge(how: "CONCAT")')
  @Field(() => [ChainFinding], { description: '各省发现的问题。 · What the provinces found.' })
  readonly findings: readonly ChainFinding[];

  @Directive('@merge(how: "BUCKETS", by: "from { code } to { code } seq")')
  @Field(() => [ChainPlace], {
    description: '链条的各个位置，按方向与序号。 · The places of the chains, by direction and number.',
  })
  readonly places: readonly ChainPlace[];

  @Directive('@merge(how: "BUCKETS", by: "province { code } peer { code }")')
  @Field(() => [ChainVerdict], {
    description:
      '逐对省份的结论：两省各自向对方索取其所持记录，凭公钥比对。仅在查询时进行。 · A verdict for each pair of provinces: each of the two asks the other for what it holds, and compares by public keys. Only done when it is asked for.',
  })
  async verdicts(@Ctx() context: ProvinceContext): Promise<readonly ChainVerdict[]> {
    const verdicts = await judgePairs(context, this.#collaborationNo);
    return verdicts.map((verdict) => new ChainVerdict(context.province.code, verdict));
  }

  @Directive('@coverage')
  @Field(() => Coverage, { description: '结果涵盖哪些省份。 · Which provinces the answer covers.' })
  readonly coverage: Coverage;

  readonly #collaborationNo: string;

  constructor(collaborationNo: string, { province, participants, findings, places }: SideVerification) {
    this.#collaborationNo = collaborationNo;
    this.participants = participants.map((code) => new Province(code));
    this.isSound = findings.length === 0;
    this.findings = findings.map((finding) => new ChainFinding(province, finding));
    this.places = places.map((place) => new ChainPlace(province, place));
    this.coverage = new Coverage([province]);
  }
}

/** The question whether chains are whole. */
@Resolver()
export class VerificationResolver {
  @Allow('readPublic')
  @Directive('@gather(beginAt: "collaborationNo", further: "participants { code }")')
  @Query(() => ChainVerification, {
    description: '核验一个办件的省际链条。 · Verifies the chains that a case has left between provinces.',
  })
  async verifyChain(
    @Arg('collaborationNo', () => ID, { description: '业务协同编号。 · Collaboration number.' })
    collaborationNo: string,
    @Ctx() context: ProvinceContext,
  ): Promise<ChainVerification> {
    return new ChainVerification(collaborationNo, await verifySide(context, collaborationNo));
  }
}
