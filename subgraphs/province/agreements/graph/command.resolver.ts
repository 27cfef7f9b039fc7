import { Arg, createUnionType, Ctx, Directive, Mutation, Resolver } from 'type-graphql';
import { Allow } from '../../../server/allow.js';
import { SubgraphError } from '../../../server/errors.js';
import type { ProvinceContext } from '../../context.js';
import { assertOwnId } from '../../../shared/ids.js';
import {
  amendAgreement,
  counterAgreement,
  type Given,
  proposeAgreement,
  reviewAgreement,
  signAgreement,
  supplementAgreement,
} from '../commands.service.js';
import type { CommandOutcome } from '../command.service.js';
import { findAgreement, placeOf } from '../read-agreements.service.js';
import { Agreement } from './agreement-type.resolver.js';
import {
  AmendAgreementInput,
  CounterAgreementInput,
  ProposeAgreementInput,
  ReviewAgreementInput,
  SignAgreementInput,
  SupplementAgreementInput,
} from './command-inputs.resolver.js';
import { AgreementLifeRefusal } from './refusal-type.resolver.js';

const AgreementResult = createUnionType({
  name: 'AgreementResult',
  description: '协议，或者未予进行的原因。 · The agreement, or why nothing was done.',
  types: () => [Agreement, AgreementLifeRefusal] as const,
});

type Answer = Promise<Agreement | AgreementLifeRefusal>;

/** What coordinators do about agreements, each in his own province. */
@Resolver()
export class AgreementCommandResolver {
  @Allow('signAgreement')
  @Directive('@owner(by: "input.province")')
  @Mutation(() => AgreementResult, {
    description:
      '提议协议：签署文本并送各缔约省份。 · Proposes an agreement: signs the text and sends it to all parties.',
  })
  async proposeAgreement(
    @Arg('input', () => ProposeAgreementInput, { description: '输入。 · What is proposed.' })
    { province, ...input }: ProposeAgreementInput,
    @Ctx() context: ProvinceContext,
  ): Answer {
    if (province !== context.province.code) throw new SubgraphError('BAD_ID', 'Another province is asked.');
    return answer(context, await proposeAgreement(placeOf(context), givenBy(context), input));
  }

  @Allow('signAgreement')
  @Directive('@owner(by: "input.id")')
  @Mutation(() => AgreementResult, {
    description:
      '反提案：以另一文本取代当前文本，此前签名失效。 · Puts another text in the place of the current one; earlier signatures are void.',
  })
  async counterAgreement(
    @Arg('input', () => CounterAgreementInput, { description: '输入。 · The other text.' })
    input: CounterAgreementInput,
    @Ctx() context: ProvinceContext,
  ): Answer {
    return answer(context, await counterAgreement(placeOf(context), own(context, input), input));
  }

  @Allow('signAgreement')
  @Directive('@owner(by: "input.id")')
  @Mutation(() => AgreementResult, {
    description: '开始审议，或不予同意。 · Begins the review of a text, or declines it.',
  })
  async reviewAgreement(
    @Arg('input', () => ReviewAgreementInput, { description: '输入。 · The verdict.' }) input: ReviewAgreementInput,
    @Ctx() context: ProvinceContext,
  ): Answer {
    return answer(context, await reviewAgreement(placeOf(context), own(context, input), input));
  }

  @Allow('signAgreement')
  @Directive('@owner(by: "input.id")')
  @Mutation(() => AgreementResult, {
    description:
      '以本省交换密钥签署当前文本；须符合本省实施清单。 · Signs the current text with the key of the province, which checks its own list first.',
  })
  async signAgreement(
    @Arg('input', () => SignAgreementInput, { description: '输入。 · Which text.' }) input: SignAgreementInput,
    @Ctx() context: ProvinceContext,
  ): Answer {
    return answer(context, await signAgreement(placeOf(context), own(context, input), input));
  }

  @Allow('signAgreement')
  @Directive('@owner(by: "input.id")')
  @Mutation(() => AgreementResult, {
    description:
      '提议修订；原版本继续有效，直至新版本生效。返回所修订的协议。 · Proposes a later version; the earlier one stays in force until then. Gives the agreement that is amended.',
  })
  async amendAgreement(
    @Arg('input', () => AmendAgreementInput, { description: '输入。 · The later version.' }) input: AmendAgreementInput,
    @Ctx() context: ProvinceContext,
  ): Answer {
    return answer(context, await amendAgreement(placeOf(context), own(context, input), input));
  }

  @Allow('signAgreement')
  @Directive('@owner(by: "input.id")')
  @Mutation(() => AgreementResult, {
    description:
      '通知中止：通知期满后不再据此新办，在办事项继续办结。 · Gives notice of a suspension: after it nothing new begins under the agreement, what is running is finished.',
  })
  async suspendAgreement(
    @Arg('input', () => SupplementAgreementInput, { description: '输入。 · Why, and from when on.' })
    { ...input }: SupplementAgreementInput,
    @Ctx() context: ProvinceContext,
  ): Answer {
    return answer(
      context,
      await supplementAgreement(placeOf(context), own(context, input), { ...input, what: 'suspend' }),
    );
  }

  @Allow('signAgreement')
  @Directive('@owner(by: "input.id")')
  @Mutation(() => AgreementResult, {
    description: '解除本省的中止。 · Lifts the suspension of this province.',
  })
  async resumeAgreement(
    @Arg('input', () => SupplementAgreementInput, { description: '输入。 · Why.' }) {
      ...input
    }: SupplementAgreementInput,
    @Ctx() context: ProvinceContext,
  ): Answer {
    return answer(
      context,
      await supplementAgreement(placeOf(context), own(context, input), { ...input, what: 'resume' }),
    );
  }

  @Allow('signAgreement')
  @Directive('@owner(by: "input.id")')
  @Mutation(() => AgreementResult, {
    description:
      '签署终止；各方均签署后，于所载时刻终止。 · Signs the termination; it ends at its instant once all parties have signed.',
  })
  async terminateAgreement(
    @Arg('input', () => SupplementAgreementInput, { description: '输入。 · Why, and from when on.' })
    { ...input }: SupplementAgreementInput,
    @Ctx() context: ProvinceContext,
  ): Answer {
    return answer(
      context,
      await supplementAgreement(placeOf(context), own(context, input), { ...input, what: 'terminate' }),
    );
  }
}

function givenBy({ caller }: ProvinceContext): Given {
  if (caller === undefined) throw new SubgraphError('UNAUTHENTICATED', 'Nobody is known to give this command.');
  return { caller };
}

function own(context: ProvinceContext, { id }: { readonly id: string }): Given {
  assertOwnId(id, 'Agreement', context.province.code);
  return givenBy(context);
}

async function answer(context: ProvinceContext, outcome: CommandOutcome): Answer {
  if ('refusal' in outcome) return new AgreementLifeRefusal(outcome);
  context.forget();
  const row = await findAgreement(context, outcome.subject);
  if (row === undefined) throw new Error('A command gave an agreement that is not stored.');
  return new Agreement(row);
}
