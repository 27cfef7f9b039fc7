import { Arg, Ctx, Directive, Mutation, Resolver } from 'type-graphql';
import { Allow } from '../../../server/allow.js';
import type { ProvinceContext } from '../../context.js';
import { parseProvinceCode, parseStandardItemId } from '../../../shared/ids.js';
import { assertOwnProvince, ConsultationResult, run } from '../command.resolver.js';
import type { Consultation } from '../consultation-type.resolver.js';
import { callOf } from '../read.service.js';
import { ConsultationRefusal } from '../refusal-type.resolver.js';
import {
  type AlignedMaterialInput,
  AgreeAlignmentInput,
  AlignmentStepInput,
  type AlignmentTextInput,
  CounterAlignmentInput,
  DecideAlignmentInput,
  EscalateAlignmentInput,
  ProposeAlignmentInput,
} from './alignment-inputs.resolver.js';
import { counter, end, propose, type Wanted } from './negotiate.service.js';

type Result = Promise<Consultation | ConsultationRefusal>;

/** What is done about differences between rules. */
@Resolver()
export class AlignmentResolver {
  @Allow('negotiateRules')
  @Directive('@owner(by: "input.province")')
  @Mutation(() => ConsultationResult, {
    description:
      '就一项差异向他省提议，本省签署所提文本。 · Proposes a text about one difference to another province, and signs it.',
  })
  async proposeAlignment(
    @Arg('input', () => ProposeAlignmentInput, { description: '输入。 · What is proposed.' })
    input: ProposeAlignmentInput,
    @Ctx() context: ProvinceContext,
  ): Result {
    const { to, kind } = input;
    const subject = input.subject ?? '';
    assertOwnProvince(context, input.province);
    if (parseProvinceCode(to) === context.province.code) return new ConsultationRefusal('PROVINCE_IS_OWN');
    const itemCode = parseStandardItemId(input.standardItem);
    const wanted = wantedOf(input);
    return run(context, { command: 'proposeAlignment', input }, (bureau) =>
      propose(bureau, { to, itemCode, kind, subject }, wanted),
    );
  }

  @Allow('negotiateRules')
  @Directive('@owner(by: "input.id")')
  @Mutation(() => ConsultationResult, { description: '以另一文本答复。 · Answers a text with another one.' })
  counterAlignment(
    @Arg('input', () => CounterAlignmentInput, { description: '输入。 · What is proposed instead.' })
    input: CounterAlignmentInput,
    @Ctx() context: ProvinceContext,
  ): Result {
    const { id } = input;
    return run(context, { command: 'counterAlignment', input }, (bureau, call) =>
      counter(bureau, call, { id, wanted: wantedOf(input) }),
    );
  }

  @Allow('negotiateRules')
  @Directive('@owner(by: "input.id")')
  @Mutation(() => ConsultationResult, {
    description: '同意并签署当前文本；双方各执同一摘要。 · Agrees to the text and signs it; both keep the same hash.',
  })
  agreeAlignment(
    @Arg('input', () => AgreeAlignmentInput, { description: '输入。 · Which text.' }) input: AgreeAlignmentInput,
    @Ctx() context: ProvinceContext,
  ): Result {
    const { id, hash } = input;
    return run(context, { command: 'agreeAlignment', input }, (bureau, call) =>
      end(bureau, call, { id, ending: { how: 'agree', hash } }),
    );
  }

  @Allow('negotiateRules')
  @Directive('@owner(by: "input.id")')
  @Mutation(() => ConsultationResult, { description: '双方保留差异。 · Both keep their rules.' })
  agreeToDiffer(
    @Arg('input', () => AlignmentStepInput, { description: '输入。 · Which negotiation.' }) input: AlignmentStepInput,
    @Ctx() context: ProvinceContext,
  ): Result {
    return run(context, { command: 'agreeToDiffer', input }, (bureau, call) =>
      end(bureau, call, { id: input.id, ending: { how: 'differ' } }),
    );
  }

  @Allow('negotiateRules')
  @Directive('@owner(by: "input.id")')
  @Mutation(() => ConsultationResult, { description: '提请监督裁定。 · Takes a negotiation to the supervisor.' })
  escalateAlignment(
    @Arg('input', () => EscalateAlignmentInput, { description: '输入。 · Why.' }) input: EscalateAlignmentInput,
    @Ctx() context: ProvinceContext,
  ): Result {
    const { id, text } = input;
    return run(context, { command: 'escalateAlignment', input }, (bureau, call) =>
      end(bureau, call, { id, ending: { how: 'escalate', text } }),
    );
  }

  @Allow('decideConsultation')
  @Directive('@owner(by: "input.id")')
  @Mutation(() => ConsultationResult, {
    description:
      '裁定协商：采纳当前文本，或者双方保留差异；限国家监督人员凭监督令。 · Decides a negotiation: the text is adopted, or both keep their rules; by a supervisor of the state, under an order.',
  })
  async decideAlignment(
    @Arg('input', () => DecideAlignmentInput, { description: '输入。 · What is decided.' }) input: DecideAlignmentInput,
    @Ctx() context: ProvinceContext,
  ): Result {
    const { id, text, isAdopted } = input;
    const { order } = callOf(context);
    // Of two provinces neither supervises the other.
    if (order === undefined || context.caller?.province !== undefined)
      return new ConsultationRefusal('NOT_BY_THIS_ACTOR');
    const ending = { how: 'decide', text, isAdopted, order } as const;
    return run(context, { command: 'decideAlignment', input }, (bureau, call) => end(bureau, call, { id, ending }));
  }
}

// The name of a material stands in the aspect, of which a counter-proposal does not speak.
function wantedOf({ value = null, adoptedBy, effectiveFrom, reason, material }: AlignmentTextInput): Wanted {
  return { value, adoptedBy, effectiveFrom, reason, material: material ? materialOf(material, value) : null };
}

function materialOf(
  { grade, form, source, issuingBody = null, originals, copies }: AlignedMaterialInput,
  value: string | null,
): Wanted['material'] {
  return { required: value === 'REQUIRED', grade, form, source, issuingBody, originals, copies, note: null };
}
