import { Ctx, Field, ID, Int, ObjectType } from 'type-graphql';
import { AgreementMoveKind, AgreementState } from '../../../../schema/agreement-life-lists.js';
import { codeListEnum } from '../../../server/code-list-enum.js';
import { Node } from '../../../server/node.js';
import type { ProvinceContext } from '../../context.js';
import { connectionOf } from '../../shared/connection.resolver.js';
import { DateTime } from '../../shared/date-time.js';
import { Province } from '../../shared/graph.resolver.js';
import { ownerOf } from '../../../shared/ids.js';
import type { AgreementRow } from '../agreement.entity.js';
import { partiesOf } from '../bureau.service.js';
import type { SignedAgreement } from '../documents.service.js';
import { findAmendment, findSupplements, listSteps, listTexts, loadTexts } from '../read-agreements.service.js';
import { AgreementDataGrant, AgreementItemClause } from './clause-type.resolver.js';
import {
  AgreementLiaison,
  AgreementSignature,
  AgreementStep,
  AgreementSupplement,
  AgreementText,
} from './part-types.resolver.js';
import { isStaffOfParty } from './party-staff.rules.js';

const AgreementStateEnum = codeListEnum(AgreementState);
const AgreementMoveKindEnum = codeListEnum(AgreementMoveKind);

/** The copy of an agreement that one party has. */
@ObjectType({
  implements: Node,
  description:
    '一省所持的一份协议；各缔约省份各持一份。 · An agreement, as one of its parties has it; every party has its own copy.',
})
export class Agreement extends Node {
  readonly #row: AgreementRow;
  override readonly id: string;

  constructor(row: AgreementRow) {
    super();
    this.id = row.id;
    this.#row = row;
  }

  @Field(() => Province, { description: '持有该副本的省份。 · Whose copy it is.' })
  get province(): Province {
    return new Province(ownerOf(this.id));
  }

  @Field(() => String, { description: '协议编号。 · Number of the agreement.' })
  get number(): string {
    return this.#row.number;
  }

  @Field(() => Int, { description: '当前文本的版本。 · Version of the text on the table, or in force.' })
  get version(): number {
    return this.#row.version;
  }

  @Field(() => String, {
    description: '当前文本的 SHA-256 摘要，各方所签。 · SHA-256 of that text, which parties sign.',
  })
  get hash(): string {
    return this.#row.hash;
  }

  @Field(() => AgreementStateEnum, { description: '状态。 · State.' })
  get state(): string {
    return this.#row.state;
  }

  @Field(() => DateTime, {
    description: '自何时起处于该状态（本省时钟）。 · Since when, by the clock of this province.',
  })
  get since(): string {
    return this.#row.since;
  }

  @Field(() => DateTime, { description: '首个文本到达本省的时间。 · When its first text came here.' })
  get openedAt(): string {
    return this.#row.opened_at;
  }

  @Field(() => Province, { description: '保管步骤次序的省份。 · The province that keeps the order of its steps.' })
  get keeper(): Province {
    return new Province(this.#row.keeper);
  }

  @Field(() => Province, { description: '提议省份。 · Whose text came first.' })
  get proposer(): Province {
    return new Province(this.#row.proposer);
  }

  @Field(() => [Province], { description: '缔约省份。 · Its parties.' })
  get parties(): readonly Province[] {
    return partiesOf(this.#row).map((code) => new Province(code));
  }

  @Field(() => String, {
    description: '协议往来的业务协同编号。 · Number of the collaboration in which it is negotiated.',
  })
  get collaborationNo(): string {
    return this.#row.collaboration_no;
  }

  @Field(() => DateTime, { description: '生效时间。 · From when on it counts.' })
  get validFrom(): string {
    return this.#row.valid_from;
  }

  @Field(() => DateTime, { nullable: true, description: '到期时间；无期限为空。 · Until when; null without an end.' })
  get validUntil(): string | null {
    return this.#row.valid_until;
  }

  @Field(() => ID, {
    nullable: true,
    description: '来由（如咨询）的全局标识。 · Global id of what led to it, such as a consultation.',
  })
  get origin(): string | null {
    return this.#row.origin;
  }

  @Field(() => String, { nullable: true, description: '提议的理由。 · The reason of its proposer.' })
  get reason(): string | null {
    return this.#row.reason;
  }

  @Field(() => AgreementMoveKindEnum, {
    nullable: true,
    description:
      '本省已提出、尚待保管省份确认的步骤。 · What this province has done and the keeper has not confirmed yet.',
  })
  get pending(): string | null {
    return this.#row.pending;
  }

  @Field(() => String, { description: '标题，中文。 · Title in Chinese.' })
  async titleZh(@Ctx() context: ProvinceContext): Promise<string> {
    return (await this.#document(context)).agreement.title.zh;
  }

  @Field(() => String, { description: '标题，英文。 · Title in English.' })
  async titleEn(@Ctx() context: ProvinceContext): Promise<string> {
    return (await this.#document(context)).agreement.title.en;
  }

  @Field(() => Boolean, { description: '是否为虚构。 · True for what nobody has agreed on.' })
  async isSynthetic(@Ctx() context: ProvinceContext): Promise<boolean> {
    return (await this.#document(context)).agreement.isSynthetic;
  }

  @Field(() => [AgreementItemClause], { description: '事项条款。 · Its clauses about items.' })
  async itemClauses(@Ctx() context: ProvinceContext): Promise<readonly AgreementItemClause[]> {
    const { clauses, parties } = (await this.#document(context)).agreement;
    return clauses.items.map((clause) => new AgreementItemClause(clause, parties));
  }

  @Field(() => [AgreementDataGrant], { description: '数据授权条款。 · Its clauses about data.' })
  async dataGrants(@Ctx() context: ProvinceContext): Promise<readonly AgreementDataGrant[]> {
    const { clauses, parties } = (await this.#document(context)).agreement;
    return clauses.dataGrants.map((grant) => new AgreementDataGrant(grant, parties));
  }

  @Field(() => [AgreementLiaison], { description: '各方联络人。 · Whom to ask at each party.' })
  async liaison(@Ctx() context: ProvinceContext): Promise<readonly AgreementLiaison[]> {
    const { liaison, parties } = (await this.#document(context)).agreement;
    return liaison.map((one) => new AgreementLiaison(one, parties));
  }

  @Field(() => Int, {
    description: '约定的中止提前通知期（工作日）。 · Agreed notice of a suspension, in working days.',
  })
  async suspensionNoticeDays(@Ctx() context: ProvinceContext): Promise<number> {
    return (await this.#document(context)).agreement.notice.suspensionWorkingDays;
  }

  @Field(() => Int, {
    description: '约定的终止提前通知期（工作日）。 · Agreed notice of a termination, in working days.',
  })
  async terminationNoticeDays(@Ctx() context: ProvinceContext): Promise<number> {
    return (await this.#document(context)).agreement.notice.terminationWorkingDays;
  }

  @Field(() => [AgreementSignature], { description: '当前文本的签名。 · The signatures under the current text.' })
  async signatures(@Ctx() context: ProvinceContext): Promise<readonly AgreementSignature[]> {
    return (await this.#document(context)).signatures.map((signature) => new AgreementSignature(signature));
  }

  @Field(() => [AgreementText], { description: '先后提出的文本。 · The texts that were on the table, in order.' })
  async texts(@Ctx() context: ProvinceContext): Promise<readonly AgreementText[]> {
    return (await listTexts(context, this.id)).map((row) => new AgreementText(row, partiesOf(this.#row)));
  }

  @Field(() => String, {
    nullable: true,
    description:
      '协议文件（JSON）：当前文本及其签名，可用 npm run agreement -- check 核验；仅对缔约省份的工作人员显示。 · The current text and its signatures as an agreement file, which npm run agreement -- check verifies; shown to staff of the parties only.',
  })
  async file(@Ctx() context: ProvinceContext): Promise<string | null> {
    if (!isStaffOfParty(context.caller, partiesOf(this.#row))) return null;
    return JSON.stringify(await this.#document(context), null, 2);
  }

  @Field(() => [AgreementSupplement], { description: '补充文件。 · What was signed about it since.' })
  async supplements(@Ctx() context: ProvinceContext): Promise<readonly AgreementSupplement[]> {
    const found = await findSupplements(context, this.#row.number);
    return found.map(({ document, isComplete }) => new AgreementSupplement(document, isComplete));
  }

  @Field(() => [AgreementStep], { description: '各步骤，按先后。 · Its steps, in order.' })
  async log(@Ctx() context: ProvinceContext): Promise<readonly AgreementStep[]> {
    return (await listSteps(context, this.id)).map((row) => new AgreementStep(row));
  }

  @Field(() => ID, { nullable: true, description: '所修订的协议的标识。 · Id of the agreement that it amends.' })
  get amends(): string | null {
    return this.#row.amends;
  }

  @Field(() => Agreement, { nullable: true, description: '最近一次修订。 · The last amendment of it.' })
  async amendment(@Ctx() context: ProvinceContext): Promise<Agreement | null> {
    const row = await findAmendment(context, this.id);
    return row === undefined ? null : new Agreement(row);
  }

  #document(context: ProvinceContext): Promise<SignedAgreement> {
    return loadTexts(context, this.#row);
  }
}

/** A page of agreements. */
export const AgreementConnection = connectionOf(Agreement, { type: 'Agreement', zh: '协议', en: 'agreements' });
