import { Arg, Ctx, createUnionType, Directive, ID, Mutation, Query, Resolver } from 'type-graphql';
import { Allow } from '../../../server/allow.js';
import { SubgraphError } from '../../../server/errors.js';
import type { ProvinceContext } from '../../context.js';
import { assertOwnId } from '../../../shared/ids.js';
import { findCaseById } from '../case.resolver.js';
import { Case } from '../case-type.resolver.js';
import { type Act, acts } from '../machine/vocabulary.rules.js';
import { type CommandAct, commandActions } from './command-actions.rules.js';
import { readApplicant } from './applicant-input.resolver.js';
import {
  caseCommands,
  type CommandInput,
  createCommandInput,
  legCommands,
  type PartName,
} from './command-inputs.resolver.js';
import { type CommandHead, type CommandOutcome, type CommandPlace, runCaseCommand } from './command.service.js';
import { DraftCaseInput, toDraft } from './draft-case.resolver.js';
import { draftCase } from './draft-case.service.js';
import { toSaid } from './input-parts.resolver.js';
import { Leg } from './leg-type.resolver.js';
import { findCourse } from './read-handling.service.js';
import { CaseRefusal } from './refusal.resolver.js';

// Without resolveType: what type-graphql makes of one is a promise, and the compiled executor does not wait for it.
const CaseResult = createUnionType({
  name: 'CaseResult',
  description: '变更后的办件，或拒绝的原因。 · The changed case, or why it was refused.',
  types: () => [Case, CaseRefusal] as const,
});

const LegResult = createUnionType({
  name: 'LegResult',
  description: '变更后的环节，或拒绝的原因。 · The changed leg, or why it was refused.',
  types: () => [Leg, CaseRefusal] as const,
});

/** Commands on cases and legs. Those on what is there are added from their tables, since they differ by these only. */
@Resolver()
export class CommandResolver {
  @Allow('readPublic')
  @Directive('@owner(by: "id")')
  @Query(() => Leg, { nullable: true, description: '一个环节；不存在时为空。 · One leg; null when there is none.' })
  leg(
    @Arg('id', () => ID, { description: '环节的全局标识。 · Global id of the leg.' }) id: string,
    @Ctx() context: ProvinceContext,
  ): Promise<Leg | null> {
    assertOwnId(id, 'Leg', context.province.code);
    return findLegById(id, context);
  }

  @Allow('ownCase')
  @Directive('@owner(by: "input.province")')
  @Mutation(() => CaseResult, { description: '起草办件。 · Drafts a case.' })
  async draftCase(
    @Arg('input', () => DraftCaseInput, { description: '输入。 · What is applied for.' }) input: DraftCaseInput,
    @Ctx() context: ProvinceContext,
  ): Promise<Case | CaseRefusal> {
    if (input.province !== context.province.code) throw new SubgraphError('BAD_ID', 'Another province is asked.');
    const applicant = readApplicant(context, input.applicant);
    if (typeof applicant === 'string') return new CaseRefusal({ refusal: applicant });
    const outcome = await draftCase(placeOf(context), headOf(input, context), { draft: toDraft(input), applicant });
    return answer(context, outcome, findCaseById);
  }
}

/** The leg of an id of this province; null when there is none. */
export async function findLegById(id: string, context: ProvinceContext): Promise<Leg | null> {
  const record = await findCourse(context, id);
  return record === undefined ? null : new Leg(record);
}

const placeOf = ({ exchange, province, surroundings }: ProvinceContext): CommandPlace => ({
  desk: exchange.desk,
  instance: province,
  agreements: surroundings.agreements,
  issueLicence: surroundings.issueLicence,
  keepRating: surroundings.keepRating,
  wake: () => exchange.wake(),
});

// Who acts is who asks, as the gateway has verified it; nothing that a command says can change that.
function headOf({ idempotencyKey }: Pick<CommandInput, 'idempotencyKey'>, { caller }: ProvinceContext): CommandHead {
  if (caller?.role === undefined) throw new Error('A command got here without a caller: its field lacks @Allow.');
  return { idempotencyKey, caller: { ...caller, role: caller.role } };
}

async function answer<Subject>(
  context: ProvinceContext,
  outcome: CommandOutcome,
  find: (id: string, context: ProvinceContext) => Promise<Subject | null>,
): Promise<Subject | CaseRefusal> {
  if ('refusal' in outcome) return new CaseRefusal(outcome);
  context.forget(); // an earlier command of this request has read what this one has changed
  const subject = await find(outcome.subject, context);
  if (subject === null) throw new Error(`${outcome.subject} was changed and is not there.`);
  return subject;
}

async function runOnCase(event: Act, input: CommandInput, context: ProvinceContext): Promise<Case | CaseRefusal> {
  const { caseId, idempotencyKey, version, ...parts } = input;
  assertOwnId(String(caseId), 'Case', context.province.code);
  const target = { caseId: String(caseId) };
  const head = headOf({ idempotencyKey }, context);
  const seen = version === null || version === undefined ? {} : { version };
  const outcome = await runCaseCommand(placeOf(context), { ...head, ...seen, event, target, said: toSaid(parts) });
  return answer(context, outcome, findCaseById);
}

async function runOnLeg(event: Act, input: CommandInput, context: ProvinceContext): Promise<Leg | CaseRefusal> {
  const { legId, idempotencyKey, version, ...parts } = input;
  assertOwnId(String(legId), 'Leg', context.province.code);
  const target = { legId: String(legId) };
  const head = headOf({ idempotencyKey }, context);
  const seen = version === null || version === undefined ? {} : { version };
  const outcome = await runCaseCommand(placeOf(context), { ...head, ...seen, event, target, said: toSaid(parts) });
  return answer(context, outcome, findLegById);
}

type Run = (event: Act, input: CommandInput, context: ProvinceContext) => Promise<object>;

interface Added {
  readonly subject: 'case' | 'leg';
  readonly result: typeof CaseResult | typeof LegResult;
  readonly run: Run;
}

/** Adds one mutation, as decorators on a method would. */
function addMutation(
  event: CommandAct,
  input: ReturnType<typeof createCommandInput>,
  { subject, result, run }: Added,
): void {
  const method = (given: CommandInput, context: ProvinceContext): Promise<object> => run(event, given, context);
  const { prototype } = CommandResolver;
  const descriptor = { value: method, configurable: true, enumerable: false, writable: true };
  Object.defineProperty(prototype, event, descriptor);
  const { zh, en } = acts[event];
  const description = `${zh}。 · A command: ${en}.`;
  Mutation(() => result, { description })(prototype, event, descriptor);
  Directive(`@owner(by: "input.${subject}Id")`)(prototype, event);
  Allow(commandActions[event])(prototype, event, descriptor);
  Arg('input', () => input, { description: '输入。 · What is asked for.' })(prototype, event, 0);
  Ctx()(prototype, event, 1);
}

const onCase: Added = { subject: 'case', result: CaseResult, run: runOnCase };
const onLeg: Added = { subject: 'leg', result: LegResult, run: runOnLeg };
for (const [event, parts] of entriesOf(caseCommands))
  addMutation(event, createCommandInput(event, 'case', parts), onCase);
for (const [event, parts] of entriesOf(legCommands)) addMutation(event, createCommandInput(event, 'leg', parts), onLeg);

type Parts = readonly PartName[];

function entriesOf(table: Partial<Record<CommandAct, Parts>>): readonly (readonly [CommandAct, Parts])[] {
  return Object.entries(table) as [CommandAct, Parts][]; // the tables have these keys only
}
