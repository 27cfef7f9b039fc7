import { Ctx, Field, Int, ObjectType } from 'type-graphql';
import { CompletionCode, HandlingAction, MaterialChannel, SpecialProcedureKind } from '../../../schema/code-lists.js';
import { codeListEnum } from '../../server/code-list-enum.js';
import { Authority, getAuthority } from '../catalogue/index.js';
import type { ProvinceContext } from '../context.js';
import { DateTime } from '../shared/date-time.js';
import { Province } from '../shared/graph.resolver.js';
import { isConcernedByCase } from './case-concerns.service.js';
import { readResultNo } from './result-no.service.js';
import type { AcceptanceRecord, CaseStepRow, CompletionRecord } from './case.entity.js';

const CompletionCodeEnum = codeListEnum(CompletionCode);
const HandlingActionEnum = codeListEnum(HandlingAction);
const MaterialChannelEnum = codeListEnum(MaterialChannel);
const SpecialProcedureKindEnum = codeListEnum(SpecialProcedureKind);

/** How a case was accepted. */
@ObjectType({ description: '受理信息。 · How a case was accepted.' })
export class Acceptance {
  readonly #record: AcceptanceRecord;

  constructor(record: AcceptanceRecord) {
    this.#record = record;
  }

  @Field(() => DateTime, { description: '受理时间。 · Time of acceptance.' })
  get acceptedAt(): string {
    return this.#record.acceptedAt;
  }

  @Field(() => String, { description: '受理文书编号。 · Number of the acceptance document.' })
  get documentNo(): string {
    return this.#record.documentNo;
  }

  @Field(() => Authority, { description: '受理单位。 · Unit that accepted it.' })
  unit(@Ctx() context: ProvinceContext): Promise<Authority> {
    return getAuthority(context, this.#record.unitCode);
  }

  @Field(() => Province, { description: '受理所在省份。 · Province of acceptance.' })
  get province(): Province {
    return new Province(this.#record.province);
  }

  @Field(() => DateTime, {
    nullable: true,
    description:
      '承诺办结时间；所涉年度放假安排未公布时为空。 · When completion is promised; null while a year that it reaches into has no published holidays.',
  })
  get promisedCompletionAt(): string | null {
    return this.#record.promisedCompletionAt;
  }
}

/** One step of handling a case. */
@ObjectType({ description: '办理环节。 · One step of handling a case.' })
export class HandlingStep {
  readonly #row: CaseStepRow;

  constructor(row: CaseStepRow) {
    this.#row = row;
  }

  @Field(() => Int, { description: '环节序号，从 1 起。 · Number of the step, from 1.' })
  get seq(): number {
    return this.#row.seq;
  }

  @Field(() => String, { description: '环节名称。 · Name of the step.' })
  get name(): string {
    return this.#row.name;
  }

  @Field(() => Authority, { description: '经办单位。 · Unit that does it.' })
  unit(@Ctx() context: ProvinceContext): Promise<Authority> {
    return getAuthority(context, this.#row.unit_code);
  }

  @Field(() => HandlingActionEnum, {
    nullable: true,
    description: '业务动作；未办结时为空。 · Its outcome; null while it is not done.',
  })
  get action(): string | null {
    return this.#row.action;
  }

  @Field(() => DateTime, { description: '开始时间。 · When it began.' })
  get startedAt(): string {
    return this.#row.started_at;
  }

  @Field(() => DateTime, { nullable: true, description: '结束时间。 · When it ended.' })
  get endedAt(): string | null {
    return this.#row.ended_at;
  }

  @Field(() => Boolean, { description: '是否已办。 · Whether it is done.' })
  get done(): boolean {
    return this.#row.ended_at !== null;
  }

  @Field(() => String, {
    nullable: true,
    description:
      '办理意见；仅申请人、承办单位及持监督令者可见。 · Opinion given; for the applicant, the units that have the case and supervisors under an order.',
  })
  async opinion(@Ctx() context: ProvinceContext): Promise<string | null> {
    const { opinion, case_id: caseId } = this.#row;
    return opinion !== null && (await isConcernedByCase(context, caseId)) ? opinion : null;
  }
}

/** A time that does not count towards the limit. */
@ObjectType({
  simpleResolvers: true,
  description: '特别程序，其时间不计入时限。 · A special procedure, whose time does not count towards the limit.',
})
export class SpecialProcedure {
  @Field(() => SpecialProcedureKindEnum, { description: '种类。 · Kind.' })
  readonly kind!: string;

  @Field(() => String, { description: '名称。 · Name.' })
  readonly name!: string;

  @Field(() => DateTime, { description: '开始时间。 · When it began.' })
  readonly startedAt!: string;

  @Field(() => DateTime, { nullable: true, description: '结束时间。 · When it ended.' })
  readonly endedAt!: string | null;

  @Field(() => String, {
    nullable: true,
    description:
      '理由；仅申请人、承办单位及持监督令者可见。 · Reason; for the applicant, the units that have the case and supervisors under an order.',
  })
  readonly reason!: string | null;

  @Field(() => String, {
    nullable: true,
    description:
      '结果；仅申请人、承办单位及持监督令者可见。 · Result; for the applicant, the units that have the case and supervisors under an order.',
  })
  readonly result!: string | null;
}

/** One material of a case. */
@ObjectType({ simpleResolvers: true, description: '办件材料。 · One material of a case.' })
export class CaseMaterial {
  @Field(() => String, { description: '材料名称。 · Name.' })
  readonly name!: string;

  @Field(() => Boolean, { description: '是否收取。 · Whether it was received.' })
  readonly received!: boolean;

  @Field(() => MaterialChannelEnum, { nullable: true, description: '收取方式。 · How it was received.' })
  readonly channel!: string | null;

  @Field(() => Int, { description: '份数。 · Number of copies.' })
  readonly count!: number;

  @Field(() => DateTime, { nullable: true, description: '收取时间。 · When it was received.' })
  readonly receivedAt!: string | null;
}

/** How a case was completed. */
@ObjectType({ description: '办结信息。 · How a case was completed.' })
export class Completion {
  readonly #record: CompletionRecord;
  readonly #caseId: string;

  constructor(record: CompletionRecord, caseId: string) {
    this.#record = record;
    this.#caseId = caseId;
  }

  @Field(() => CompletionCodeEnum, { description: '办结类型。 · How it ended.' })
  get code(): string {
    return this.#record.code;
  }

  @Field(() => DateTime, { description: '办结时间。 · Time of completion.' })
  get completedAt(): string {
    return this.#record.completedAt;
  }

  @Field(() => Authority, { description: '办结单位。 · Unit that completed it.' })
  unit(@Ctx() context: ProvinceContext): Promise<Authority> {
    return getAuthority(context, this.#record.unitCode);
  }

  @Field(() => Province, { description: '办结所在省份。 · Province of completion.' })
  get province(): Province {
    return new Province(this.#record.province);
  }

  @Field(() => String, {
    nullable: true,
    description:
      '结果证照或文书编号；电子证照标识仅对可查阅申请人信息者完整显示。 · Number of the document; the identifier of a licence is whole only for whoever may read who the applicant is.',
  })
  resultNo(@Ctx() context: ProvinceContext): Promise<string | null> {
    return readResultNo(context, { caseId: this.#caseId, resultNo: this.#record.resultNo });
  }

  @Field(() => Boolean, { description: '是否快递送达。 · Whether the result is sent by courier.' })
  get byCourier(): boolean {
    return this.#record.byCourier;
  }

  @Field(() => Int, { description: '实收费用（分）。 · Fee charged, in fen.' })
  get feeFen(): number {
    return this.#record.feeFen;
  }
}
