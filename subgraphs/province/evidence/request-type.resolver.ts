import { Ctx, Field, ID, ObjectType } from 'type-graphql';
import { EvidencePath, EvidenceState } from '../../../schema/evidence-lists.js';
import { codeListEnum } from '../../server/code-list-enum.js';
import { RestsOn } from '../access/ground.js';
import { groundOfDocument } from './ground.service.js';
import { Allow } from '../../server/allow.js';
import type { ProvinceContext } from '../context.js';
import { DateTime } from '../shared/date-time.js';
import { LoggedStep } from '../shared/logged-step.resolver.js';
import { Province } from '../shared/graph.resolver.js';
import { fromJson } from '../storage/stored.js';
import { EvidenceDocument } from './content-type.resolver.js';
import { EvidenceType } from './directory-type.resolver.js';
import type { LogRow, RequestRow } from './evidence.entity.js';
import { evidenceEvents } from './machine/events.rules.js';
import type { LawArticle } from './question.rules.js';
import { dueAt, listLog, readContent } from './read.service.js';
import { EvidenceRefusal } from './refusal-type.resolver.js';
import { previewId } from './supply.service.js';

const EvidencePathEnum = codeListEnum(EvidencePath);
const EvidenceStateEnum = codeListEnum(EvidenceState);

/** One step of a request. */
@ObjectType({ simpleResolvers: true, description: '证明请求的一步。 · One step of a request for evidence.' })
export class EvidenceStep extends LoggedStep {
  @Field(() => EvidenceStateEnum, { description: '到达的状态。 · State that it led to.' })
  readonly state: string;

  constructor({ at, event, to_state: state }: LogRow) {
    super(at, event, evidenceEvents[event]);
    this.state = state;
  }
}

/** The article on which a request by law rests. */
@ObjectType({ simpleResolvers: true, description: '所援引的法律条款。 · The article that is named.' })
export class EvidenceLaw {
  @Field(() => String, { description: '法律法规名称。 · Name of the law.' })
  readonly law: string;

  @Field(() => String, { description: '条款。 · Article.' })
  readonly article: string;

  constructor({ law, article }: LawArticle) {
    this.law = law;
    this.article = article;
  }
}

/** A request of this province for evidence. */
@ObjectType({
  description:
    '为办件向他省调取证明的请求；仅申请人本人及承办单位可见。 · A request to another province for evidence; for the applicant and the unit that has the case.',
})
export class EvidenceRequest {
  readonly #row: RequestRow;

  constructor(row: RequestRow) {
    this.#row = row;
  }

  @Field(() => ID, { description: '全局标识。 · Global id.' })
  get id(): string {
    return this.#row.id;
  }

  @Field(() => ID, { description: '所属办件。 · The case that needs it.' })
  get caseId(): string {
    return this.#row.case_id;
  }

  @Field(() => EvidenceType, { description: '证明类型。 · Type of evidence.' })
  get type(): EvidenceType {
    return new EvidenceType(this.#row.type);
  }

  @Field(() => Province, { description: '提供省份。 · Province that is asked.' })
  get provider(): Province {
    return new Province(this.#row.provider);
  }

  @Field(() => EvidencePathEnum, { description: '调取方式。 · On what it rests.' })
  get path(): string {
    return this.#row.path;
  }

  @Field(() => EvidenceLaw, {
    nullable: true,
    description: '所援引的法律条款；申请人请求时为空。 · The article that is named; null for an explicit request.',
  })
  get basis(): EvidenceLaw | null {
    const basis = this.#row.question === null ? null : fromJson(this.#row.question).basis;
    return basis === null ? null : new EvidenceLaw(basis);
  }

  @Field(() => String, {
    nullable: true,
    description: '授权依据：协议条款或者全国清单。 · By what it was authorised: a clause, or the national list.',
  })
  get authorisation(): string | null {
    return this.#row.question === null ? null : fromJson(this.#row.question).authorisation.text;
  }

  @Field(() => EvidenceStateEnum, { description: '状态。 · State.' })
  get state(): string {
    return this.#row.state;
  }

  @Field(() => DateTime, { description: '进入该状态的时间。 · Since when.' })
  get since(): string {
    return this.#row.since;
  }

  @Field(() => DateTime, { nullable: true, description: '该状态的期限。 · When the limit of the state is reached.' })
  get dueAt(): string | null {
    return dueAt(this.#row);
  }

  @Field(() => EvidenceRefusal, { nullable: true, description: '未能调取的原因。 · Why there is none.' })
  get refusal(): EvidenceRefusal | null {
    const { rule, explanation } = this.#row;
    return rule === null ? null : new EvidenceRefusal(rule, explanation);
  }

  @Field(() => String, {
    description: '请求的摘要（SHA-256）；答复须与之一致。 · SHA-256 of the request, which the answer has to name.',
  })
  get requestHash(): string {
    return this.#row.request_hash;
  }

  @Field(() => ID, {
    nullable: true,
    description:
      '提供省的预览标识；无须预览或者已结束时为空。 · Id of the preview at the providing province; null while there is none to look at.',
  })
  get previewId(): string | null {
    const { state, provider, id } = this.#row;
    return state === 'PREVIEW_PENDING' ? previewId(provider, id) : null;
  }

  @Field(() => DateTime, {
    nullable: true,
    description: '须在此前打开预览。 · Until when the preview has to be opened.',
  })
  get previewUntil(): string | null {
    return this.#row.preview_until;
  }

  @Field(() => DateTime, { nullable: true, description: '收到时间。 · When it was received.' })
  get receivedAt(): string | null {
    return this.#row.received_at;
  }

  @Field(() => String, { nullable: true, description: '用作的材料。 · Material for which it is used.' })
  get usedFor(): string | null {
    return this.#row.used_for;
  }

  @Field(() => [EvidenceStep], { description: '经过，按先后。 · What has happened, in order.' })
  async steps(@Ctx() context: ProvinceContext): Promise<readonly EvidenceStep[]> {
    return (await listLog(context, this.#row.id)).map((row) => new EvidenceStep(row));
  }

  @Allow('readEvidence')
  @RestsOn(groundOfDocument)
  @Field(() => EvidenceDocument, {
    nullable: true,
    description:
      '证明内容（明文）；未收到或者已删除时为空。 · The evidence in clear; null before it is there and once it is erased.',
  })
  async document(@Ctx() context: ProvinceContext): Promise<EvidenceDocument | null> {
    const content = await readContent(context, this.#row);
    return content === undefined ? null : new EvidenceDocument(content);
  }
}
