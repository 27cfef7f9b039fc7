import { Field, ID, InputType } from 'type-graphql';
import { HandlingForm, HandlingMode, ServiceObject } from '../../../../schema/code-lists.js';
import { codeListEnum } from '../../../server/code-list-enum.js';
import { SubgraphError } from '../../../server/errors.js';
import { parseProvinceCode, parseStandardItemId } from '../../../shared/ids.js';
import { ApplicantInput } from './applicant-input.resolver.js';
import { addHead } from './command-inputs.resolver.js';
import type { CaseDraft } from './draft-case.service.js';
import { AgreementClauseInput, ConditionInput, MaterialInput, toMaterial } from './input-parts.resolver.js';

const HandlingFormEnum = codeListEnum(HandlingForm);
const HandlingModeEnum = codeListEnum(HandlingMode);
const ServiceObjectEnum = codeListEnum(ServiceObject);

/** What somebody applies for. */
@InputType({ description: '“起草”的输入。 · Input to draft a case.' })
export class DraftCaseInput {
  readonly idempotencyKey!: string;

  @Field(() => ID, {
    description:
      '受理起草的省份：办理地、牵头地，或代收的收件地。 · The province where it begins: the place that handles or leads, or the window that receives for another.',
  })
  readonly province!: string;

  @Field(() => ID, { description: '国家事项的标识。 · Id of the national item.' })
  readonly standardItem!: string;

  @Field(() => HandlingModeEnum, {
    nullable: true,
    description: '业务模式；缺省同事项。 · Mode; that of the item unless given.',
  })
  readonly mode?: CaseDraft['mode'] | null;

  @Field(() => ID, {
    nullable: true,
    description: '异地代收代办的办理省份。 · The province that handles what is received here.',
  })
  readonly handlingProvince?: string | null;

  @Field(() => ID, {
    nullable: true,
    description: '多地联办的来源省份。 · The province that a joint matter comes from.',
  })
  readonly originProvince?: string | null;

  @Field(() => [ID], {
    nullable: true,
    description: '多地联办的沿线省份。 · The provinces along the way of a joint matter.',
  })
  readonly alongProvinces?: readonly string[] | null;

  @Field(() => ServiceObjectEnum, { description: '申请人类型。 · What the applicant is.' })
  readonly applicantKind!: CaseDraft['applicantKind'];

  @Field(() => ID, { description: '申请人所在省份。 · Province of the applicant.' })
  readonly applicantProvince!: string;

  @Field(() => ApplicantInput, {
    nullable: true,
    description:
      '申请人身份；加密保存，仅依法向有权者显示。 · Who the applicant is; kept encrypted, and shown to nobody but whoever may see it.',
  })
  readonly applicant?: ApplicantInput | null;

  @Field(() => HandlingFormEnum, { description: '申请渠道。 · How the application comes in.' })
  readonly channel!: CaseDraft['channel'];

  @Field(() => Boolean, {
    description: '是否已实名认证；自报，未经核验。 · Whether the real name was verified; declared, unverified.',
  })
  readonly realName!: boolean;

  @Field(() => Boolean, {
    description: '是否同意将材料转交外省。 · Whether the transfer of the file to another province is consented to.',
  })
  readonly consent!: boolean;

  @Field(() => AgreementClauseInput, {
    nullable: true,
    description:
      '所依据的协议条款；缺省以全国清单为据。 · The clause that it rests on; the national list unless given.',
  })
  readonly agreement?: AgreementClauseInput | null;

  @Field(() => String, {
    nullable: true,
    description:
      '申请人签署的委托书编号，1 至 64 字；窗口人员代办时必填，仅代收转交时可缺省。 · Number of the applicant’s signed mandate, 1 to 64 characters: what a clerk acts on for him; a window that only receives and forwards needs none.',
  })
  readonly mandate?: string | null;

  @Field(() => [MaterialInput], { description: '所持材料。 · The pieces at hand.' })
  readonly materials!: readonly MaterialInput[];

  @Field(() => [ConditionInput], { description: '对受理条件的回答。 · Answers to the conditions of acceptance.' })
  readonly conditions!: readonly ConditionInput[];
}

addHead(DraftCaseInput.prototype);

/** What is applied for, in the words of the rules. Refuses ids that are none with BAD_ID. */
export function toDraft(input: DraftCaseInput): CaseDraft {
  const { mode, handlingProvince, originProvince, alongProvinces, agreement } = input;
  const { applicantKind, channel, realName, consent } = input;
  return {
    itemCode: parseStandardItemId(input.standardItem),
    applicantProvince: parseProvinceCode(input.applicantProvince),
    ...{ applicantKind, channel, isRealName: realName, isConsentGiven: consent },
    basis: isGiven(agreement) ? toClause(agreement) : null,
    mandate: readMandate(input.mandate),
    materials: input.materials.map(toMaterial),
    conditions: Object.fromEntries(input.conditions.map(({ subject, met }) => [subject, met])),
    ...(isGiven(mode) ? { mode } : {}),
    ...(isGiven(handlingProvince) ? { handlingProvince: parseProvinceCode(handlingProvince) } : {}),
    ...(isGiven(originProvince) ? { originProvince: parseProvinceCode(originProvince) } : {}),
    ...(isGiven(alongProvinces) ? { alongProvinces: alongProvinces.map(parseProvinceCode) } : {}),
  };
}

function readMandate(given: string | null | undefined): string | null {
  if (!isGiven(given)) return null;
  const text = given.trim();
  if (text === '' || text.length > 64) throw new SubgraphError('BAD_USER_INPUT', 'mandate has 1 to 64 characters.');
  return text;
}

const toClause = ({ agreementNo, version, clause }: AgreementClauseInput) => ({ agreementNo, version, clause });

const isGiven = <Value>(value: Value | null | undefined): value is Value => value !== null && value !== undefined;
