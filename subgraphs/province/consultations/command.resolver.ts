import { Arg, createUnionType, Ctx, Directive, Mutation, Resolver } from 'type-graphql';
import { Allow } from '../../server/allow.js';
import { SubgraphError } from '../../server/errors.js';
import type { Outcome } from '../access/once/run-once.service.js';
import { isOwnCase } from '../access/own-case.service.js';
import type { ProvinceContext } from '../context.js';
import { assertOwnId, parseProvinceCode, parseStandardItemId } from '../../shared/ids.js';
import { isWritten } from '../shared/written-text.js';
import type { Bureau } from './bureau.service.js';
import {
  ConsultationSayInput,
  ConsultationStepInput,
  DecideConsultationInput,
  ExtendConsultationInput,
  OpenConsultationInput,
  OpenOfficialConsultationInput,
  PublishAnswerInput,
  RouteConsultationInput,
  TransferConsultationInput,
} from './command-inputs.resolver.js';
import { runCommand } from './command.service.js';
import { Consultation, findConsultation } from './consultation-type.resolver.js';
import { COORDINATION } from '../access/unit.rules.js';
import { openOfficial, openQuestion, type Refused } from './open.service.js';
import { askerOf, type Call } from './party.service.js';
import { publish } from './publish.service.js';
import { callOf, placeOf } from './read.service.js';
import { ConsultationRefusal } from './refusal-type.resolver.js';
import { isSecret } from './secret.rules.js';
import * as steps from './steps.service.js';

/** The thread as it is then, or why nothing was done. */
export const ConsultationResult = createUnionType({
  name: 'ConsultationResult',
  description: '咨询，或者未获办理的原因。 · The thread, or why nothing was done.',
  types: () => [Consultation, ConsultationRefusal] as const,
});

type Result = Promise<Consultation | ConsultationRefusal>;
type Work = (bureau: Bureau, call: Call) => Promise<Outcome<Refused>>;

/** What is done about threads. */
@Resolver()
export class ConsultationCommandResolver {
  @Allow('consult')
  @Directive('@owner(by: "input.province")')
  @Mutation(() => ConsultationResult, {
    description:
      '提出咨询。办事指南任何人可匿名咨询；涉及办件的，须由申请人本人实名。 · Asks a question. Anybody may ask for guidance, as nobody known too; about a case its verified applicant alone.',
  })
  async openConsultation(
    @Arg('input', () => OpenConsultationInput, { description: '输入。 · What is asked.' }) input: OpenConsultationInput,
    @Ctx() context: ProvinceContext,
  ): Result {
    assertOwnProvince(context, input.province);
    const { text, caseId = null, secret = null } = input;
    const isComplex = input.isComplex ?? false;
    const topic = caseId === null ? (input.topic ?? 'GUIDANCE') : 'CASE';
    if (!isWritten(text)) return new ConsultationRefusal('TEXT_MISSING');
    if ((context.caller === undefined || secret !== null) && !isSecret(secret))
      return new ConsultationRefusal('SECRET_TOO_SHORT');
    const itemCode = itemOf(input.standardItem);
    const asker = askerOf(context.surroundings.matching, callOf(context, secret));
    if (asker === undefined) return new ConsultationRefusal('NOT_BY_THIS_ACTOR');
    if (topic === 'CASE' && (asker.person === null || !(await isApplicantOf(context, caseId))))
      return new ConsultationRefusal('NOT_ANONYMOUS');
    return run(context, { command: 'openConsultation', input }, (bureau) =>
      openQuestion(bureau, asker, { topic, isComplex, itemCode, caseId, text }),
    );
  }

  @Allow('handleConsultation')
  @Directive('@owner(by: "input.province")')
  @Mutation(() => ConsultationResult, {
    description: '向他省提出公务咨询。 · A unit asks another province.',
  })
  async openOfficialConsultation(
    @Arg('input', () => OpenOfficialConsultationInput, { description: '输入。 · What is asked.' })
    input: OpenOfficialConsultationInput,
    @Ctx() context: ProvinceContext,
  ): Result {
    const { to, text } = input;
    assertOwnProvince(context, input.province);
    if (parseProvinceCode(to) === context.province.code) return new ConsultationRefusal('PROVINCE_IS_OWN');
    if (!isWritten(text)) return new ConsultationRefusal('TEXT_MISSING');
    const itemCode = itemOf(input.standardItem);
    const { role, unit } = context.caller ?? {};
    const from = role === 'coordinator' ? COORDINATION : unit;
    if (from === undefined) return new ConsultationRefusal('NOT_BY_THIS_ACTOR');
    return run(context, { command: 'openOfficialConsultation', input }, (bureau) =>
      openOfficial(bureau, { to, unit: from, itemCode, text }),
    );
  }

  @Allow('routeConsultation')
  @Directive('@owner(by: "input.id")')
  @Mutation(() => ConsultationResult, { description: '将咨询分派至单位。 · Routes a thread to a unit.' })
  routeConsultation(
    @Arg('input', () => RouteConsultationInput, { description: '输入。 · To which unit.' })
    input: RouteConsultationInput,
    @Ctx() context: ProvinceContext,
  ): Result {
    return run(context, { command: 'routeConsultation', input }, (bureau, call) => steps.route(bureau, call, input));
  }

  @Allow('handleConsultation')
  @Directive('@owner(by: "input.id")')
  @Mutation(() => ConsultationResult, { description: '接收咨询。 · The unit accepts a thread.' })
  acceptConsultation(
    @Arg('input', () => ConsultationStepInput, { description: '输入。 · Which thread.' }) input: ConsultationStepInput,
    @Ctx() context: ProvinceContext,
  ): Result {
    return run(context, { command: 'acceptConsultation', input }, (bureau, call) =>
      steps.accept(bureau, call, input.id),
    );
  }

  @Allow('handleConsultation')
  @Directive('@owner(by: "input.id")')
  @Mutation(() => ConsultationResult, {
    description: '转办；时限随之延续。 · Transfers a thread; its clock goes along.',
  })
  transferConsultation(
    @Arg('input', () => TransferConsultationInput, { description: '输入。 · Where it goes, and why.' })
    input: TransferConsultationInput,
    @Ctx() context: ProvinceContext,
  ): Result {
    const { id, text: reason, unit = null, to = null } = input;
    const province = to === null ? null : parseProvinceCode(to);
    return run(context, { command: 'transferConsultation', input }, (bureau, call) =>
      steps.transfer(bureau, call, { id, reason, unit, province }),
    );
  }

  @Allow('handleConsultation')
  @Directive('@owner(by: "input.id")')
  @Mutation(() => ConsultationResult, { description: '答复咨询。 · The unit answers.' })
  answerConsultation(
    @Arg('input', () => ConsultationSayInput, { description: '输入。 · The answer.' }) input: ConsultationSayInput,
    @Ctx() context: ProvinceContext,
  ): Result {
    return run(context, { command: 'answerConsultation', input }, (bureau, call) => steps.answer(bureau, call, input));
  }

  @Allow('handleConsultation')
  @Directive('@owner(by: "input.id")')
  @Mutation(() => ConsultationResult, {
    description: '延长答复期限一次。 · Extends the limit, once.',
  })
  extendConsultation(
    @Arg('input', () => ExtendConsultationInput, { description: '输入。 · For how long, and why.' })
    input: ExtendConsultationInput,
    @Ctx() context: ProvinceContext,
  ): Result {
    const { id, days, text: reason } = input;
    return run(context, { command: 'extendConsultation', input }, (bureau, call) =>
      steps.extend(bureau, call, { id, days, reason }),
    );
  }

  @Allow('handleConsultation')
  @Directive('@owner(by: "input.id")')
  @Mutation(() => ConsultationResult, { description: '办结已确认的咨询。 · Closes what the asker has confirmed.' })
  closeConsultation(
    @Arg('input', () => ConsultationStepInput, { description: '输入。 · Which thread.' }) input: ConsultationStepInput,
    @Ctx() context: ProvinceContext,
  ): Result {
    return run(context, { command: 'closeConsultation', input }, (bureau, call) => steps.close(bureau, call, input.id));
  }

  @Allow('handleConsultation')
  @Directive('@owner(by: "input.id")')
  @Mutation(() => ConsultationResult, {
    description:
      '将答复去标识后公开为事项常见问题；含身份、联系方式、办件、证照标识或者咨询人姓名的文本不予公开。 · Publishes an answer as a frequent question of its item; texts with identity, telephone, case or licence numbers, or the name of the asker, are refused.',
  })
  publishAnswer(
    @Arg('input', () => PublishAnswerInput, { description: '输入。 · What is published.' }) input: PublishAnswerInput,
    @Ctx() context: ProvinceContext,
  ): Result {
    return run(context, { command: 'publishAnswer', input }, (bureau, call) => publish(bureau, call, input));
  }

  @Allow('consult')
  @Directive('@owner(by: "input.id")')
  @Mutation(() => ConsultationResult, { description: '咨询人确认答复。 · The asker confirms the answer.' })
  confirmAnswer(
    @Arg('input', () => ConsultationStepInput, { description: '输入。 · Which thread.' }) input: ConsultationStepInput,
    @Ctx() context: ProvinceContext,
  ): Result {
    return run(context, { command: 'confirmAnswer', input }, (bureau, call) => steps.confirm(bureau, call, input.id));
  }

  @Allow('consult')
  @Directive('@owner(by: "input.id")')
  @Mutation(() => ConsultationResult, { description: '咨询人重开咨询。 · The asker reopens the thread.' })
  reopenConsultation(
    @Arg('input', () => ConsultationSayInput, { description: '输入。 · Why.' }) input: ConsultationSayInput,
    @Ctx() context: ProvinceContext,
  ): Result {
    return run(context, { command: 'reopenConsultation', input }, (bureau, call) => steps.reopen(bureau, call, input));
  }

  @Allow('consult')
  @Directive('@owner(by: "input.id")')
  @Mutation(() => ConsultationResult, {
    description:
      '提请监督裁定：逾期后由咨询人，或者由承办单位。 · Takes a thread to the supervisor: the asker once it is overdue, or the unit.',
  })
  escalateConsultation(
    @Arg('input', () => ConsultationSayInput, { description: '输入。 · Why.' }) input: ConsultationSayInput,
    @Ctx() context: ProvinceContext,
  ): Result {
    return run(context, { command: 'escalateConsultation', input }, (bureau, call) =>
      steps.escalate(bureau, call, input),
    );
  }

  @Allow('decideConsultation')
  @Directive('@owner(by: "input.id")')
  @Mutation(() => ConsultationResult, {
    description: '裁定由哪个单位答复；须凭监督令。 · Decides which unit is to answer; under an order.',
  })
  decideConsultation(
    @Arg('input', () => DecideConsultationInput, { description: '输入。 · What is decided.' })
    input: DecideConsultationInput,
    @Ctx() context: ProvinceContext,
  ): Result {
    return run(context, { command: 'decideConsultation', input }, (bureau, call) => steps.decide(bureau, call, input));
  }
}

/** Refuses with BAD_ID what is meant for another province. */
export function assertOwnProvince(context: ProvinceContext, province: string): void {
  if (province !== context.province.code) throw new SubgraphError('BAD_ID', 'Another province is asked.');
}

/** What every command has. */
interface Input {
  readonly idempotencyKey: string;
  readonly id?: string;
  readonly secret?: string | null;
}

/** A command by its name, since all modules share one memory of what was done, and what it was given. */
interface Given {
  readonly command: string;
  readonly input: Input;
}

/** Runs a command in the caller’s name, and shows what came of it. */
export async function run(context: ProvinceContext, { command, input }: Given, work: Work): Result {
  const { idempotencyKey, secret = null, id } = input;
  if (id !== undefined) assertOwnId(id, 'Consultation', context.province.code);
  if (secret !== null && !isSecret(secret)) return new ConsultationRefusal('SECRET_TOO_SHORT');
  if (secret === null && context.caller === undefined) return new ConsultationRefusal('CONSULTATION_UNKNOWN');
  const call = callOf(context, secret);
  // Inputs are classes, within one another too; what is remembered of a command is plain data.
  const said = JSON.parse(JSON.stringify(input)) as Readonly<Record<string, unknown>>;
  const request = { ...said, command, secret: null };
  const outcome = await runCommand(placeOf(context), { call, idempotencyKey, request }, (bureau) => work(bureau, call));
  if ('refusal' in outcome) return new ConsultationRefusal(outcome.refusal);
  const found = await findConsultation(outcome.subject, context, secret);
  return found ?? new ConsultationRefusal('CONSULTATION_UNKNOWN');
}

const itemOf = (standardItem: string | null | undefined): string | null =>
  standardItem === null || standardItem === undefined ? null : parseStandardItemId(standardItem);

async function isApplicantOf(context: ProvinceContext, caseId: string | null): Promise<boolean> {
  if (caseId === null) return false;
  assertOwnId(caseId, 'Case', context.province.code);
  return isOwnCase(context, caseId);
}
