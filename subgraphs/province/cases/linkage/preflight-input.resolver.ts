import { Field, ID, InputType, Int } from 'type-graphql';
import { AssuranceGrade } from '../../../../schema/code-lists.js';
import { codeListEnum } from '../../../server/code-list-enum.js';
import { SubgraphError } from '../../../server/errors.js';
import type { DraftMaterial } from '../preflight.rules.js';
import type { PreflightRequest } from './preflight.service.js';

const AssuranceGradeEnum = codeListEnum(AssuranceGrade);

// A draft is what one applicant brings. What is larger is a mistake, or somebody who fills the disk.
const MAX_ENTRIES = 100;
const MAX_NAME_LENGTH = 200;
const MAX_PIECES = 1_000;

/** One piece that the applicant has. */
@InputType({ description: '申请人已有的一份材料。 · One piece that the applicant has.' })
export class DraftMaterialInput {
  @Field(() => String, { description: '材料名称，与指引所列一致。 · Name, as the guide lists it.' })
  readonly name!: string;

  @Field(() => Boolean, { description: '是否为电子材料；否则为纸质。 · Whether it is electronic; on paper otherwise.' })
  readonly isElectronic!: boolean;

  @Field(() => AssuranceGradeEnum, { description: '可信等级。 · Trust grade.' })
  readonly grade!: DraftMaterial['grade'];

  @Field(() => Int, { description: '原件份数。 · Number of originals.' })
  readonly originals!: number;

  @Field(() => Int, { description: '复印件份数。 · Number of copies.' })
  readonly copies!: number;

  @Field(() => String, {
    nullable: true,
    description:
      '有效期至（年-月-日）；长期有效时为空。 · Last day of validity as YYYY-MM-DD; null when it does not expire.',
  })
  readonly validUntil?: string | null;
}

/** The applicant's answer to one condition. */
@InputType({ description: '对一项受理条件的确认。 · The answer to one condition of acceptance.' })
export class ConditionAnswerInput {
  @Field(() => String, { description: '受理条件，与指引所列一致。 · The condition, as the guide words it.' })
  readonly condition!: string;

  @Field(() => Boolean, { description: '是否符合。 · Whether it is met.' })
  readonly isMet!: boolean;
}

/** A draft to be checked. */
@InputType({ description: '待预检的申请草案。 · A draft of an application, to be checked.' })
export class PreflightInput {
  @Field(() => ID, { description: '国家事项的标识。 · Id of the national item.' })
  readonly standardItem!: string;

  @Field(() => ID, { description: '业务属地省份的代码。 · Code of the province that handles it.' })
  readonly handlingProvince!: string;

  @Field(() => ID, { description: '申请人所在省份的代码。 · Code of the province where the applicant is.' })
  readonly applicantProvince!: string;

  @Field(() => String, {
    nullable: true,
    description: '情形代码；缺省按全部材料检查。 · Code of a scenario; all materials are checked unless given.',
  })
  readonly scenario?: string | null;

  @Field(() => [DraftMaterialInput], { description: '已有材料，至多 100 份。 · What the applicant has, at most 100.' })
  readonly materials!: readonly DraftMaterialInput[];

  @Field(() => [ConditionAnswerInput], {
    description: '对受理条件的确认，至多 100 项。 · Answers to the conditions, at most 100.',
  })
  readonly conditions!: readonly ConditionAnswerInput[];
}

/** A draft as the rules read it; refuses with BAD_USER_INPUT what is too large or no number of pieces. */
export function readPreflightInput(input: PreflightInput): PreflightRequest {
  const { standardItem, applicantProvince, scenario = null, materials, conditions } = input;
  if (Math.max(materials.length, conditions.length) > MAX_ENTRIES) refuse('A draft has at most 100 entries of a kind.');
  const names = [...materials.map(({ name }) => name), ...conditions.map(({ condition }) => condition)];
  if (names.some((name) => name.length > MAX_NAME_LENGTH || !name.isWellFormed())) {
    refuse('A name in a draft is longer than 200 characters, or is not well-formed text.');
  }
  // Who says both yes and no has not said yes.
  const answers = Map.groupBy(conditions, ({ condition }) => condition);
  const met = [...answers].map(([condition, all]) => [condition, all.every(({ isMet }) => isMet)] as const);
  return {
    standardItem,
    applicantProvince,
    scenario,
    materials: materials.map(readMaterial),
    conditions: Object.fromEntries(met),
  };
}

function readMaterial(input: DraftMaterialInput): DraftMaterial {
  const { name, isElectronic, grade, originals, copies, validUntil = null } = input;
  if ([originals, copies].some((count) => count < 0 || count > MAX_PIECES)) {
    refuse('A number of pieces is between 0 and 1,000.');
  }
  if (validUntil !== null && !isDate(validUntil)) refuse('validUntil is a day as YYYY-MM-DD.');
  return { name, form: isElectronic ? 'ELECTRONIC' : 'PAPER', grade, originals, copies, validUntil };
}

function isDate(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false;
  const ms = Date.parse(`${text}T00:00:00Z`);
  return !Number.isNaN(ms) && new Date(ms).toISOString().startsWith(text);
}

function refuse(message: string): never {
  throw new SubgraphError('BAD_USER_INPUT', message);
}
