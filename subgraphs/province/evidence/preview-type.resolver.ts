import { Ctx, Field, ID, ObjectType } from 'type-graphql';
import { EvidencePath, EvidenceState } from '../../../schema/evidence-lists.js';
import { codeListEnum } from '../../server/code-list-enum.js';
import type { ProvinceContext } from '../context.js';
import { DateTime } from '../shared/date-time.js';
import { Province } from '../shared/graph.resolver.js';
import { EvidenceDocument } from './content-type.resolver.js';
import { EvidenceType } from './directory-type.resolver.js';
import type { SupplyRow } from './evidence.entity.js';
import { dueAt, listLog, readPreview } from './read.service.js';
import { questionOf } from './release.service.js';
import { EvidenceStep } from './request-type.resolver.js';

const EvidencePathEnum = codeListEnum(EvidencePath);
const EvidenceStateEnum = codeListEnum(EvidenceState);

/** What another province has asked about the caller. */
@ObjectType({
  description:
    '他省就本人调取证明的请求；仅本人可见。 · What another province has asked about the caller; for him alone.',
})
export class EvidencePreview {
  readonly #row: SupplyRow;

  constructor(row: SupplyRow) {
    this.#row = row;
  }

  @Field(() => ID, { description: '全局标识。 · Global id.' })
  get id(): string {
    return this.#row.id;
  }

  @Field(() => EvidenceType, { description: '证明类型。 · Type of evidence.' })
  get type(): EvidenceType {
    return new EvidenceType(this.#row.type);
  }

  @Field(() => Province, { description: '请求省份。 · Province that asks.' })
  get requester(): Province {
    return new Province(this.#row.requester);
  }

  @Field(() => ID, { description: '所为的办件。 · The case for which it is asked.' })
  get caseId(): string {
    return questionOf(this.#row).caseId;
  }

  @Field(() => String, { description: '将要查阅的单位代码。 · Code of the unit that would read it.' })
  get reader(): string {
    return questionOf(this.#row).reader.unit;
  }

  @Field(() => String, {
    description: '授权依据：协议条款或者全国清单。 · By what it is authorised: a clause, or the national list.',
  })
  get authorisation(): string {
    return questionOf(this.#row).authorisation.text;
  }

  @Field(() => EvidencePathEnum, { description: '调取方式。 · On what it rests.' })
  get path(): string {
    return this.#row.path;
  }

  @Field(() => EvidenceStateEnum, { description: '状态。 · State.' })
  get state(): string {
    return this.#row.state;
  }

  @Field(() => DateTime, {
    nullable: true,
    description: '打开或者决定的期限。 · Until when it has to be opened or decided.',
  })
  get dueAt(): string | null {
    return dueAt(this.#row);
  }

  @Field(() => EvidenceDocument, {
    nullable: true,
    description: '将要提供的内容；打开之后、决定之前可见。 · What would be released; between opening it and deciding.',
  })
  async document(@Ctx() context: ProvinceContext): Promise<EvidenceDocument | null> {
    const content = await readPreview(context, this.#row);
    return content === undefined ? null : new EvidenceDocument(content);
  }

  @Field(() => [EvidenceStep], { description: '经过，按先后。 · What has happened, in order.' })
  async steps(@Ctx() context: ProvinceContext): Promise<readonly EvidenceStep[]> {
    return (await listLog(context, this.#row.id)).map((row) => new EvidenceStep(row));
  }
}
