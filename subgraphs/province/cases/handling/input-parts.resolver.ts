import { Field, ID, InputType, Int } from 'type-graphql';
import { CaseOutcome, HandoffRejection, ProcedureKind } from '../../../../schema/case-lists.js';
import { AssuranceGrade, LimitUnit, Satisfaction } from '../../../../schema/code-lists.js';
import { DeclaredRole, PieceForm } from '../../../../schema/command-lists.js';
import { RatingChannel, RatingIndicator } from '../../../../schema/rating-lists.js';
import { codeListEnum } from '../../../server/code-list-enum.js';
import { DateTime } from '../../shared/date-time.js';
import type { Limit } from '../machine/clock-face.rules.js';
import type { DraftMaterial } from '../preflight.rules.js';
import type { Said } from './said.rules.js';

const AssuranceGradeEnum = codeListEnum(AssuranceGrade);
const DeclaredRoleEnum = codeListEnum(DeclaredRole);
const LimitUnitEnum = codeListEnum(LimitUnit);
const PieceFormEnum = codeListEnum(PieceForm);

/** Enums of what is said in commands. */
export const saidEnums = {
  outcome: codeListEnum(CaseOutcome),
  procedure: codeListEnum(ProcedureKind),
  rejection: codeListEnum(HandoffRejection),
  level: codeListEnum(Satisfaction),
  channel: codeListEnum(RatingChannel),
  indicator: codeListEnum(RatingIndicator),
} as const;

/** A limit of time. */
@InputType({ description: '时限。 · A limit of time.' })
export class LimitInput {
  @Field(() => Int, { description: '数值。 · How many.' })
  readonly value!: number;

  @Field(() => LimitUnitEnum, { description: '单位。 · The unit.' })
  readonly unit!: Limit['unit'];
}

/** A clause of an agreement. */
@InputType({ description: '协议条款。 · A clause of an agreement.' })
export class AgreementClauseInput {
  @Field(() => String, { description: '协议编号。 · Number of the agreement.' })
  readonly agreementNo!: string;

  @Field(() => Int, { description: '版本。 · Version.' })
  readonly version!: number;

  @Field(() => String, { description: '条款。 · Clause.' })
  readonly clause!: string;
}

/** One thing that is wrong with an application. */
@InputType({ description: '一项缺漏。 · One thing that is wrong with an application.' })
export class GapInput {
  @Field(() => String, { description: '所涉材料或条件。 · The material or condition that it concerns.' })
  readonly subject!: string;

  @Field(() => String, { description: '缺漏，如 MISSING。 · What is wrong, such as MISSING.' })
  readonly defect!: string;
}

/** Why something is refused. */
@InputType({ description: '理由与救济途径。 · Reasons, and which remedies there are.' })
export class ReasonsInput {
  @Field(() => String, { description: '理由代码。 · Code of the reason.' })
  readonly code!: string;

  @Field(() => String, { description: '理由。 · The reason in words.' })
  readonly text!: string;

  @Field(() => String, { description: '救济途径。 · Remedies.' })
  readonly remedies!: string;
}

/** What a lead does without. */
@InputType({
  description:
    '牵头地不再等候环节的一份材料。 · That the lead decides without a material which the result of a leg lists and which does not come.',
})
export class WaiverInput {
  @Field(() => ID, { description: '环节在牵头地的标识。 · Id of the leg, as it stands at the lead.' })
  readonly legId!: string;

  @Field(() => String, { description: '材料名称。 · Name of the material.' })
  readonly material!: string;

  @Field(() => String, { description: '理由，记入办理记录。 · Why; it stands in the log.' })
  readonly reason!: string;
}

/** A step of handling that begins. */
@InputType({ description: '开始的办理环节。 · A step of handling that begins.' })
export class StepInput {
  @Field(() => String, { description: '名称。 · Name.' })
  readonly name!: string;

  @Field(() => LimitInput, { description: '时限。 · Its limit.' })
  readonly limit!: LimitInput;
}

/** An approved extension. */
@InputType({ description: '经批准的延长。 · An approved extension.' })
export class ExtensionInput {
  @Field(() => String, { description: '批准人。 · Who approved it.' })
  readonly approvedBy!: string;

  @Field(() => LimitInput, { description: '延长多久。 · By how much.' })
  readonly limit!: LimitInput;
}

/** The second of two persons. */
@InputType({ description: '共同确认者。 · The second person who confirms.' })
export class SecondPersonInput {
  @Field(() => DeclaredRoleEnum, {
    description: '调用者所称的角色，未经核验。 · The role that the caller says he has, unverified.',
  })
  readonly role!: NonNullable<Said['secondPerson']>['role'];

  @Field(() => Boolean, { description: '是否为另一人。 · Whether it is somebody else.' })
  readonly another!: boolean;
}

/** A paper that is sent along. */
@InputType({ description: '转交清单的一行。 · A line of the manifest of a handoff.' })
export class ManifestLineInput {
  @Field(() => String, { description: '材料名称。 · Name of the material.' })
  readonly name!: string;

  @Field(() => String, { nullable: true, description: '运单号。 · Shipment number.' })
  readonly shipmentNo?: string | null;

  @Field(() => Boolean, { nullable: true, description: '仅电子材料。 · Digital only.' })
  readonly digitalOnly?: boolean | null;
}

/** A piece that the applicant has. */
@InputType({
  description: '一份材料；电子材料不计份数。 · A piece; an electronic one stands for any number of copies.',
})
export class MaterialInput {
  @Field(() => String, { description: '名称，同事项清单。 · Name, as the item lists it.' })
  readonly name!: string;

  @Field(() => PieceFormEnum, { description: '形式。 · Form.' })
  readonly form!: DraftMaterial['form'];

  @Field(() => AssuranceGradeEnum, { description: '可信等级。 · Trust grade.' })
  readonly grade!: DraftMaterial['grade'];

  @Field(() => Int, { description: '原件份数。 · Originals.' })
  readonly originals!: number;

  @Field(() => Int, { description: '复印件份数。 · Copies.' })
  readonly copies!: number;

  @Field(() => DateTime, {
    nullable: true,
    description: '有效期至；长期有效为空。 · Valid until; null when it does not expire.',
  })
  readonly validUntil?: string | null;
}

/** The answer to a condition of acceptance. */
@InputType({ description: '对一项受理条件的回答。 · The answer to a condition of acceptance.' })
export class ConditionInput {
  @Field(() => String, { description: '条件原文。 · The condition, word for word.' })
  readonly subject!: string;

  @Field(() => Boolean, { description: '是否符合。 · Whether it is met.' })
  readonly met!: boolean;
}

/** What a command may say, as the graph writes it; every part is optional, and what a move needs is asked by its rules. */
export interface SaidInput {
  readonly agreement?: AgreementClauseInput | null;
  readonly nationalList?: boolean | null;
  readonly gaps?: readonly GapInput[] | null;
  readonly byHandlingList?: boolean | null;
  readonly materials?: readonly MaterialInput[] | null;
  readonly conditions?: readonly ConditionInput[] | null;
  readonly manifest?: readonly ManifestLineInput[] | null;
  readonly secondPerson?: SecondPersonInput | null;
  readonly applicantTold?: boolean | null;
}

/** What is said, in the words of the rules: absent parts are left out, and no class of the graph goes further. */
export function toSaid(input: SaidInput & { readonly [part: string]: unknown }): Said {
  const { nationalList, byHandlingList, applicantTold, materials, conditions, manifest, secondPerson, ...same } = input;
  const said = {
    ...same,
    isByNationalList: nationalList,
    isByHandlingList: byHandlingList,
    isApplicantTold: applicantTold,
    materials: materials?.map(toMaterial),
    conditions: conditions?.map(({ subject, met }) => ({ subject, isMet: met })),
    manifest: manifest?.map(({ name, shipmentNo, digitalOnly }) => ({ name, shipmentNo, isDigitalOnly: digitalOnly })),
    secondPerson: secondPerson && { role: secondPerson.role, isAnother: secondPerson.another },
  };
  return withoutNulls(said) as Said;
}

/** A piece as the rules know it. */
export function toMaterial({ name, form, grade, originals, copies, validUntil }: MaterialInput): DraftMaterial {
  return { name, form, grade, originals, copies, validUntil: validUntil?.slice(0, 10) ?? null };
}

// A validity that is null is a statement of its own, and stays; absent parts go.
function withoutNulls(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutNulls);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).filter(
    ([name, part]) => part !== undefined && (part !== null || name === 'validUntil'),
  );
  return Object.fromEntries(entries.map(([name, part]) => [name, withoutNulls(part)]));
}
