import { Directive, Field, ID, Int, ObjectType } from 'type-graphql';
import { AccessPurpose } from '../../../schema/purpose.js';
import { isRole } from '../../../schema/roles.js';
import {
  AccessBasisKind,
  FieldClass,
  ReaderRole,
  readerRoleOf,
  WithholdingBasis,
} from '../../../schema/trail-lists.js';
import { codeListEnum } from '../../server/code-list-enum.js';
import { connectionOf } from '../shared/connection.resolver.js';
import { DateTime } from '../shared/date-time.js';
import { Coverage, Province } from '../shared/graph.resolver.js';
import { ownerOf } from '../../shared/ids.js';
import { fromJson } from '../storage/stored.js';
import type { WithheldCount } from './read-trail.service.js';
import type { AccessEntryRow } from './trail.entity.js';
import type { SignedHead } from './trail.rules.js';

const AccessBasisKindEnum = codeListEnum(AccessBasisKind);
const AccessPurposeEnum = codeListEnum(AccessPurpose);
const FieldClassEnum = codeListEnum(FieldClass);
const ReaderRoleEnum = codeListEnum(ReaderRole);
const WithholdingBasisEnum = codeListEnum(WithholdingBasis);

/** Who read, as the person concerned may know it: a role and a unit, never a name. */
@ObjectType({
  description: '查询者：身份与单位，不含其本人姓名。 · Who read: role and unit, never the person who sat there.',
})
export class AccessReader {
  readonly #row: AccessEntryRow;

  constructor(row: AccessEntryRow) {
    this.#row = row;
  }

  @Field(() => ReaderRoleEnum, {
    nullable: true,
    description: '身份；系统自身为空。 · Role; null for a system itself.',
  })
  get role(): string | null {
    const { reader_role: role } = this.#row;
    return isRole(role) ? readerRoleOf(role) : null;
  }

  @Field(() => Province, {
    nullable: true,
    description: '所属省份；不属于任何省份者为空。 · Province that it belongs to; null for who belongs to none.',
  })
  get province(): Province | null {
    const { reader_province: code } = this.#row;
    return code === null ? null : new Province(code);
  }

  @Field(() => String, {
    nullable: true,
    description: '所属单位的统一社会信用代码；没有单位者为空。 · Code of its unit; null for who has none.',
  })
  get unitCode(): string | null {
    return this.#row.reader_unit;
  }
}

/** Upon what it was read. */
@ObjectType({ simpleResolvers: true, description: '查询依据。 · What the access rests on.' })
export class TrailBasis {
  @Field(() => AccessBasisKindEnum, { description: '依据种类。 · Kind of the basis.' })
  readonly kind: string;

  @Field(() => String, { description: '条款、法条或文书。 · The clause, article or order.' })
  readonly text: string;

  constructor(row: AccessEntryRow) {
    this.kind = row.basis;
    this.text = row.basis_text;
  }
}

/** One access in the graph. It names the data of one person and nobody else. */
@ObjectType({
  description:
    '一次查询：何人以何依据、为何目的查阅了您（与该业务有关的人）的哪类信息。不含信息内容，也不涉及他人。 · One access: who read which classes of your data, as a person related to the procedure, for what and upon what. It holds none of the data, and nothing of anybody else.',
})
export class AccessTrailEntry {
  @Field(() => ID, { description: '全局标识。 · Global id.' })
  readonly id: string;
  /** For the modules above, which add what they know. */
  readonly row: AccessEntryRow;

  constructor(row: AccessEntryRow) {
    this.id = row.id;
    this.row = row;
  }

  @Field(() => DateTime, { description: '查询时间。 · When.' })
  get at(): string {
    return this.row.at;
  }

  @Field(() => Province, {
    description: '信息所在省份，即作此记录者。 · Province that holds the data and made this entry.',
  })
  get province(): Province {
    return new Province(ownerOf(this.row.id));
  }

  @Field(() => AccessReader, { description: '查询者。 · Who read.' })
  get reader(): AccessReader {
    return new AccessReader(this.row);
  }

  @Field(() => AccessPurposeEnum, { description: '所称目的。 · The purpose that was stated.' })
  get purpose(): string {
    return this.row.purpose;
  }

  @Field(() => String, {
    nullable: true,
    description: '目的所指的文书或业务编号。 · Number of the order or case that the purpose names.',
  })
  get purposeReference(): string | null {
    return this.row.purpose_reference;
  }

  @Field(() => TrailBasis, { description: '依据。 · What it rests on.' })
  get basis(): TrailBasis {
    return new TrailBasis(this.row);
  }

  @Field(() => [FieldClassEnum], { description: '信息类别。 · Classes of data.' })
  get classes(): readonly string[] {
    return fromJson(this.row.classes);
  }

  @Field(() => ID, { nullable: true, description: '所涉办件的全局标识。 · Global id of the case that it belongs to.' })
  get caseId(): string | null {
    return this.row.case_id;
  }

  @Field(() => String, {
    description:
      '本条的摘要，记入该省签名的记录链。 · Hash of this entry, which stands in the chain that the province signs.',
  })
  get hash(): string {
    return this.row.hash;
  }
}

/** One page of a trail. */
export const AccessTrailConnection = connectionOf(AccessTrailEntry, {
  type: 'AccessTrail',
  zh: '查询记录',
  en: 'accesses',
});

/** Accesses that are not shown yet. */
@ObjectType({
  simpleResolvers: true,
  description:
    '依法暂不公开的查询：只计数，到期自动显示。 · Accesses lawfully withheld: counted only; shown by themselves when the day has come.',
})
export class WithheldAccess {
  @Field(() => WithholdingBasisEnum, { description: '暂缓公开的依据。 · Why they are withheld.' })
  readonly basis: string;

  @Field(() => String, {
    description:
      '公开之日（中国日期，如 2026-05-31）。 · The day in China on which they are shown, such as 2026-05-31.',
  })
  readonly releaseDate: string;

  @Directive('@merge(how: "SUM")')
  @Field(() => Int, { description: '条数。 · How many.' })
  readonly count: number;

  constructor({ basis, releaseDate, count }: WithheldCount) {
    this.basis = basis;
    this.releaseDate = releaseDate;
    this.count = count;
  }
}

/** All that is withheld from a person at this instant. */
@ObjectType({
  simpleResolvers: true,
  description: '依法暂不公开的查询总数。 · How many accesses are lawfully withheld.',
})
export class WithheldAccesses {
  @Directive('@merge(how: "SUM")')
  @Field(() => Int, { description: '总条数。 · How many in all.' })
  readonly count: number;

  @Directive('@merge(how: "BUCKETS", by: "basis releaseDate")')
  @Field(() => [WithheldAccess], { description: '按依据与公开之日。 · By basis and day of release.' })
  readonly byBasis: readonly WithheldAccess[];

  @Directive('@coverage')
  @Field(() => Coverage, { description: '涵盖的省份。 · The provinces that it covers.' })
  readonly coverage: Coverage;

  constructor(counts: readonly WithheldCount[], provinces: readonly string[]) {
    this.count = counts.reduce((sum, { count }) => sum + count, 0);
    this.byBasis = counts.map((one) => new WithheldAccess(one));
    this.coverage = new Coverage(provinces);
  }
}

/** What a province has signed of its trail. */
@ObjectType({
  simpleResolvers: true,
  description:
    '该省对其查询记录总数与末条摘要的签名：少一条即不符。 · What a province has signed of its trail: how many entries, and the hash of the last; one that is hidden breaks it.',
})
export class AccessTrailHead {
  @Field(() => Province, { description: '省份。 · The province.' })
  readonly province: Province;

  @Field(() => Int, { description: '截至该时刻的条数。 · How many entries there were.' })
  readonly seq: number;

  @Field(() => String, { description: '末条的摘要。 · Hash of the last one.' })
  readonly hash: string;

  @Field(() => DateTime, { description: '末条的时间。 · When the last one was made.' })
  readonly at: string;

  @Field(() => String, { description: '签名公钥的名称。 · Name of the public key.' })
  readonly kid: string;

  @Field(() => String, { description: 'Ed25519 签名（base64url）。 · Ed25519 signature in base64url.' })
  readonly signature: string;

  constructor({ province, seq, hash, at, kid, signature }: SignedHead) {
    this.province = new Province(province);
    this.seq = seq;
    this.hash = hash;
    this.at = at;
    this.kid = kid;
    this.signature = signature;
  }
}
