import { Arg, Ctx, Directive, Field, ID, Int, ObjectType } from 'type-graphql';
import { Provenance } from '../../../schema/code-lists.js';
import { LicenceStatus } from '../../../schema/licence-lists.js';
import { RestsOn } from '../access/ground.js';
import { groundOfDetails } from './ground.service.js';
import { Allow } from '../../server/allow.js';
import { codeListEnum } from '../../server/code-list-enum.js';
import { Node } from '../../server/node.js';
import type { ProvinceContext } from '../context.js';
import { connectionOf } from '../shared/connection.resolver.js';
import { DateTime } from '../shared/date-time.js';
import { Province } from '../shared/graph.resolver.js';
import { ownerOf, parseProvinceCode } from '../../shared/ids.js';
import { LicenceDetails } from './details-type.resolver.js';
import type { LicenceRow } from './licence.entity.js';
import { termOf } from './licence.service.js';
import { readDetails } from './read-details.service.js';
import { LicenceRecognition } from './recognition-type.resolver.js';
import { recogniseLicence } from './recognise-licence.service.js';
import { isInForce, statusAt, type StatusName } from './status.rules.js';

const LicenceStatusEnum = codeListEnum(LicenceStatus);
const ProvenanceEnum = codeListEnum(Provenance);

/** An authority as a licence names it. */
@ObjectType({ simpleResolvers: true, description: '证照所载机构。 · An authority as a licence names it.' })
export class LicenceAuthority {
  @Field(() => String, { description: '机构代码。 · Code.' })
  readonly code: string;

  @Field(() => String, { description: '机构名称。 · Name.' })
  readonly name: string;

  constructor(code: string, name: string) {
    this.code = code;
    this.name = name;
  }
}

/** An electronic licence in the graph: its face is here, what tells who holds it is in `details`. */
@ObjectType({
  implements: Node,
  description:
    '电子证照；持证人信息在 details 中。 · An electronic licence; what tells who holds it stands in `details`.',
})
@Directive('@key(fields: "id")')
export class Licence extends Node {
  override readonly id: string;
  readonly #row: LicenceRow;

  constructor(row: LicenceRow) {
    super();
    this.id = row.id;
    this.#row = row;
  }

  @Field(() => Province, { description: '颁发省份。 · Province that issued it.' })
  get province(): Province {
    return new Province(ownerOf(this.#row.id));
  }

  @Field(() => String, { description: '证照类型代码。 · Code of its type.' })
  get typeCode(): string {
    return this.#row.type_code;
  }

  @Field(() => String, { description: '证照类型名称。 · Name of its type.' })
  get typeName(): string {
    return this.#row.type_name;
  }

  @Field(() => String, { description: '证照名称。 · Its name.' })
  get name(): string {
    return this.#row.name;
  }

  @Field(() => Int, { description: '证照版本。 · Version.' })
  get version(): number {
    return this.#row.version;
  }

  @Field(() => LicenceAuthority, { description: '颁发机构。 · Authority that issued it.' })
  get issuer(): LicenceAuthority {
    return new LicenceAuthority(this.#row.issuer_code, this.#row.issuer_name);
  }

  @Field(() => LicenceAuthority, { description: '定义机构。 · Authority that defined its type.' })
  get definer(): LicenceAuthority {
    return new LicenceAuthority(this.#row.definer_code, this.#row.definer_name);
  }

  @Field(() => String, { description: '颁发日期（年-月-日）。 · Day of issue (yyyy-mm-dd).' })
  get issuedOn(): string {
    return this.#row.issued_on;
  }

  @Field(() => String, { description: '有效期起始日期。 · First day on which it counts.' })
  get validFrom(): string {
    return this.#row.valid_from;
  }

  @Field(() => String, {
    nullable: true,
    description: '有效期截止日期；长期有效为空。 · Last day on which it counts; null for ever.',
  })
  get validTo(): string | null {
    return this.#row.valid_to;
  }

  @Field(() => String, { description: '证照所载有效期。 · Its validity as it is printed.' })
  get validRange(): string {
    return this.#row.valid_range;
  }

  @Field(() => LicenceStatusEnum, { description: '此刻的状态。 · Its status at this moment.' })
  status(@Ctx() context: ProvinceContext): StatusName {
    return statusAt(termOf(this.#row), context.surroundings.nowMs());
  }

  @Field(() => Boolean, { description: '此刻是否有效且已起效。 · Whether it counts at this moment.' })
  inForce(@Ctx() context: ProvinceContext): boolean {
    return isInForce(termOf(this.#row), context.surroundings.nowMs());
  }

  @Field(() => DateTime, { description: '颁发机构最近变更状态的时间。 · When its authority last changed its status.' })
  get statusSince(): string {
    return this.#row.status_since;
  }

  @Field(() => String, {
    nullable: true,
    description:
      '后续证照的起始日期；无后续证照为空。 · First day of the licence that stands in its place; null for none.',
  })
  get supersededFrom(): string | null {
    return this.#row.superseded_from;
  }

  @Field(() => String, {
    description: '属地行政区划代码（GB/T 2260）。 · Code of the place of jurisdiction (GB/T 2260).',
  })
  get areaCode(): string {
    return this.#row.area_code;
  }

  @Field(() => Int, { description: '变更次数；变更状态时用以核对。 · Counts its changes; commands can name it.' })
  get revision(): number {
    return this.#row.revision;
  }

  @Allow('readLicence')
  @RestsOn(groundOfDetails)
  @Field(() => LicenceDetails, {
    nullable: true,
    description:
      '可识别持证人的内容。持证人本人、为所述办件办理的人员（以查询目的注明办件）、颁发机构及持监督文书者见全文，且先记录后显示；本省其他人员仅见掩码，其余为空。 · What tells who holds it. In clear for the holder, for who handles the case that the stated purpose names, for the issuing authority and under an order, which is entered into the access trail first; masks for other staff of the province; null for everybody else.',
  })
  async details(@Ctx() context: ProvinceContext): Promise<LicenceDetails | null> {
    const details = await readDetails(context, this.#row.id);
    return details === undefined ? null : new LicenceDetails(this.#row, details);
  }

  @Field(() => LicenceRecognition, {
    description: '某省是否认可此证照及其依据。 · Whether a province recognises it, and on what that rests.',
  })
  recognisedIn(
    @Arg('province', () => ID, { description: '省级字母代码。 · Letter code of the province.' }) province: string,
    @Ctx() context: ProvinceContext,
  ): LicenceRecognition {
    return new LicenceRecognition(recogniseLicence(context, this.#row, parseProvinceCode(province)));
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

/** One page of licences. */
export const LicenceConnection = connectionOf(Licence, { type: 'Licence', zh: '电子证照', en: 'licences' });
