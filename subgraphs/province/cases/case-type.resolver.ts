import { Ctx, Directive, Field, Int, ObjectType } from 'type-graphql';
import { CaseState } from '../../../schema/case-lists.js';
import { CaseKind, HandlingForm, HandlingMode, Provenance, ServiceObject } from '../../../schema/code-lists.js';
import { formatGlobalId } from '../../../schema/global-id.js';
import { RestsOn } from '../access/ground.js';
import { Allow } from '../../server/allow.js';
import { codeListEnum } from '../../server/code-list-enum.js';
import { Node } from '../../server/node.js';
import { findServiceItem, ServiceItem } from '../catalogue/index.js';
import type { ProvinceContext } from '../context.js';
import { ReceivedMaterials } from '../materials/index.js';
import { connectionOf } from '../shared/connection.resolver.js';
import { DateTime } from '../shared/date-time.js';
import { Province } from '../shared/graph.resolver.js';
import { ownerOf } from '../../shared/ids.js';
import { fromJson } from '../storage/stored.js';
import type { CaseMaterialRecord, CaseRow, SpecialProcedureRecord } from './case.entity.js';
import { listSteps } from './case.service.js';
import { mainClock } from './handling/case-clocks.rules.js';
import { placeOf } from './handling/case-face.rules.js';
import { CaseClock, CaseLogEntry, Leg } from './handling/leg-type.resolver.js';
import { findHandledCase, listLog } from './handling/read-handling.service.js';
import { Applicant } from './applicant-type.resolver.js';
import { isConcernedByCase } from './case-concerns.service.js';
import { findApplicant, groundOfApplicant } from './applicant.service.js';
import { readReceived } from './handling/received.service.js';
import { findPreflight } from './linkage/preflight.service.js';
import { Preflight } from './linkage/preflight.resolver.js';
import { Acceptance, CaseMaterial, Completion, HandlingStep, SpecialProcedure } from './course.resolver.js';

const CaseKindEnum = codeListEnum(CaseKind);
const CaseStateEnum = codeListEnum(CaseState);
const HandlingFormEnum = codeListEnum(HandlingForm);
const HandlingModeEnum = codeListEnum(HandlingMode);
const ProvenanceEnum = codeListEnum(Provenance);
const ServiceObjectEnum = codeListEnum(ServiceObject);

/** A special procedure, with nothing that was written of it for whomever the case does not concern. */
type ShownProcedure = Omit<SpecialProcedureRecord, 'reason'> & { readonly reason: string | null };

/** A case in the graph: a view of its row that reads a JSON column only when it is selected. */
@ObjectType({
  implements: Node,
  description: '办件：向本省某一事项提出的一次申请。 · A case: one application to an item of this province.',
})
@Directive('@key(fields: "id")')
export class Case extends Node {
  override readonly id: string;
  readonly #row: CaseRow;

  constructor(row: CaseRow) {
    super();
    this.id = row.id;
    this.#row = row;
  }

  @Field(() => Province, { description: '办理省份。 · Province that handles it.' })
  get province(): Province {
    return new Province(ownerOf(this.#row.id));
  }

  @Field(() => String, { description: '办件编号。 · Case number.' })
  get caseNo(): string {
    return this.#row.case_no;
  }

  @Field(() => ServiceItem, {
    nullable: true,
    description: '所申请的事项；已下架时为空。 · Item applied for; null when it is no longer listed.',
  })
  item(@Ctx() context: ProvinceContext): Promise<ServiceItem | null> {
    const { id, item_code: local } = this.#row;
    return findServiceItem(formatGlobalId({ province: ownerOf(id), type: 'ServiceItem', local }), context);
  }

  @Field(() => HandlingModeEnum, { description: '业务模式。 · Mode of handling.' })
  get mode(): string {
    return this.#row.mode;
  }

  @Field(() => CaseStateEnum, { description: '办件状态。 · State.' })
  get state(): string {
    return this.#row.state;
  }

  @Field(() => CaseKindEnum, {
    nullable: true,
    description:
      '办件类型；代外省收件而本省未列该事项时为空。 · Kind; null for what was received for a province that alone lists it.',
  })
  get kind(): string | null {
    return this.#row.kind;
  }

  @Field(() => ServiceObjectEnum, { description: '申请人类型。 · What the applicant is.' })
  get applicantKind(): string {
    return this.#row.applicant_kind;
  }

  @Field(() => Province, { description: '申请人所在省份。 · Province of the applicant.' })
  get applicantProvince(): Province {
    return new Province(this.#row.applicant_province);
  }

  @Allow('readApplicant')
  @RestsOn(groundOfApplicant)
  @Field(() => Applicant, {
    nullable: true,
    description:
      '申请人；未填报，或查询者与办件无关时为空。 · The applicant; null when nobody has said who, and for whoever has nothing to do with the case.',
  })
  async applicant(@Ctx() context: ProvinceContext): Promise<Applicant | null> {
    const seen = await findApplicant(context, this.#row.id);
    return seen === undefined ? null : new Applicant(this.#row.id, seen);
  }

  @Field(() => HandlingFormEnum, { description: '申请渠道。 · How the application came in.' })
  get channel(): string {
    return this.#row.channel;
  }

  @Field(() => DateTime, { description: '申请时间。 · Time of submission.' })
  get submittedAt(): string {
    return this.#row.submitted_at;
  }

  @Field(() => DateTime, {
    nullable: true,
    description: '承诺办结时间；受理后才有。 · When it is due; only after acceptance.',
  })
  get dueAt(): string | null {
    return this.#row.due_at;
  }

  @Field(() => Acceptance, { nullable: true, description: '受理信息。 · How it was accepted.' })
  get acceptance(): Acceptance | null {
    const { acceptance } = this.#row;
    return acceptance === null ? null : new Acceptance(fromJson(acceptance));
  }

  @Field(() => [HandlingStep], { description: '办理环节，按顺序。 · Steps of handling, in order.' })
  async steps(@Ctx() context: ProvinceContext): Promise<readonly HandlingStep[]> {
    const rows = await listSteps(context, this.#row.id);
    return rows.map((row) => new HandlingStep(row));
  }

  @Field(() => [SpecialProcedure], { description: '特别程序。 · Special procedures.' })
  async specialProcedures(@Ctx() context: ProvinceContext): Promise<readonly ShownProcedure[]> {
    const records: readonly SpecialProcedureRecord[] = fromJson(this.#row.special_procedures);
    if (records.length === 0 || (await isConcernedByCase(context, this.id))) return records;
    return records.map((record) => ({ ...record, reason: null, result: null }));
  }

  @Field(() => [CaseMaterial], { description: '办件材料。 · Materials.' })
  get materials(): readonly CaseMaterialRecord[] {
    return fromJson(this.#row.materials);
  }

  @Field(() => Preflight, {
    nullable: true,
    description:
      '申请所依据的预检结果；未指明时为空。 · The preflight that the application rests on; null when it names none.',
  })
  async preflight(@Ctx() context: ProvinceContext): Promise<Preflight | null> {
    const named = (await findHandledCase(context, this.id))?.content.preflight ?? null;
    const row = named === null ? undefined : await findPreflight(context, named.digest);
    return row === undefined ? null : new Preflight(row, context.province.code);
  }

  @Allow('readMaterial')
  @Field(() => ReceivedMaterials, {
    nullable: true,
    description:
      '外省随办件转来的材料及接收状态；没有收到清单、或办件与查阅者无关时为空。 · What another province sent along, and what of it has come; null when no manifest was received, and for whom the case does not concern.',
  })
  async receivedMaterials(@Ctx() context: ProvinceContext): Promise<ReceivedMaterials | null> {
    const received = await readReceived(context, this.id);
    return received === undefined ? null : new ReceivedMaterials(received);
  }

  @Field(() => Completion, { nullable: true, description: '办结信息。 · How it was completed.' })
  get completion(): Completion | null {
    const { completion } = this.#row;
    return completion === null ? null : new Completion(fromJson(completion), this.id);
  }

  @Field(() => String, {
    nullable: true,
    description:
      '业务协同编号，各省共用；仅有记录、未在此办理的办件为空。 · Collaboration number, the same in all provinces; null for a mere record that is not handled here.',
  })
  async collaborationNo(@Ctx() context: ProvinceContext): Promise<string | null> {
    return (await findHandledCase(context, this.id))?.collaborationNo ?? null;
  }

  @Field(() => Int, {
    nullable: true,
    description: '版本；每次操作后增大。 · Version; grows with each move.',
  })
  async version(@Ctx() context: ProvinceContext): Promise<number | null> {
    const handled = await findHandledCase(context, this.id);
    return handled?.courses.reduce((sum, { version }) => sum + version, 0) ?? null;
  }

  @Field(() => [Leg], {
    description: '办件及其环节，按本省所知。 · The case itself and its legs, as this province knows them.',
  })
  async legs(@Ctx() context: ProvinceContext): Promise<readonly Leg[]> {
    const handled = await findHandledCase(context, this.id);
    return handled?.courses.map((record) => new Leg(record)) ?? [];
  }

  @Field(() => [CaseLogEntry], {
    description: '各环节在本省的操作记录，按时间先后。 · The log of all legs in this province, oldest first.',
  })
  async log(@Ctx() context: ProvinceContext): Promise<readonly CaseLogEntry[]> {
    const handled = await findHandledCase(context, this.id);
    const logs = (handled?.courses ?? []).map(async (record) => {
      const rows = await listLog(context, record.id);
      return rows.map((row) => ({ at: row.at, entry: new CaseLogEntry(row, record) }));
    });
    const all = (await Promise.all(logs)).flat();
    return all.sort((one, other) => Number(one.at > other.at) - Number(one.at < other.at)).map(({ entry }) => entry);
  }

  @Field(() => CaseClock, {
    nullable: true,
    description: '本省当前的时限。 · The clock that counts in this province now.',
  })
  async clock(@Ctx() context: ProvinceContext): Promise<CaseClock | null> {
    const handled = await findHandledCase(context, this.id);
    const found = handled?.courses.flatMap(({ clocks, unitCode }) => {
      const [name, clock] = mainClock(clocks) ?? [];
      return name === undefined || clock === undefined ? [] : [{ name, clock, unitCode }];
    });
    const main = found?.find(({ name }) => name === 'HANDLING') ?? found?.find(({ clock }) => clock.stoppedAt === null);
    return main === undefined ? null : new CaseClock(main.name, main.clock, main.unitCode);
  }

  @Field(() => Province, {
    nullable: true,
    description:
      '此刻对办件负责的省份；终结后或仅有记录时为空。 · The province that answers for it now; null once it has ended, or for a mere record.',
  })
  async responsible(@Ctx() context: ProvinceContext): Promise<Province | null> {
    const handled = await findHandledCase(context, this.id);
    if (handled === undefined) return null;
    const { LEAD, RECEIVING = LEAD } = handled.content.places;
    const place = placeOf(handled.courses);
    return place === null ? null : new Province(place === 'RECEIVING' ? RECEIVING : LEAD);
  }

  @Field(() => Boolean, {
    description: '是否因逾期未告知而视为受理。 · Whether it counts as accepted because nothing was told in time.',
  })
  async deemedAccepted(@Ctx() context: ProvinceContext): Promise<boolean> {
    const handled = await findHandledCase(context, this.id);
    return handled?.courses.some(({ course }) => course.isDeemedAccepted) ?? false;
  }

  @Field(() => ProvenanceEnum, { description: '数据来源性质。 · Nature of this record.' })
  get provenance(): string {
    return this.#row.provenance;
  }

  @Field(() => DateTime, { description: '更新时间。 · Time of the last change.' })
  get updatedAt(): string {
    return this.#row.updated_at;
  }
}

/** One page of cases. */
export const CaseConnection = connectionOf(Case, { type: 'Case', zh: '办件', en: 'cases' });
