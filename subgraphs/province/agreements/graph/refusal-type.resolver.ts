import { Field, ObjectType } from 'type-graphql';
import { AgreementLifeRefusalCodes, agreementLifeRefusals } from '../../../../schema/agreement-life-refusals.js';
import { refusalOf } from '../../shared/refusal-of.resolver.js';
import type { Refused } from '../applying.service.js';

const type = {
  name: 'AgreementLifeRefusal',
  description: '协议步骤未予进行及其原因。 · An expected no about an agreement: the rule, and what it is about.',
} as const;

const Refusal = refusalOf({ ...type, codes: AgreementLifeRefusalCodes, refusals: agreementLifeRefusals });

/** An expected no about the life of an agreement. */
@ObjectType(type.name, { simpleResolvers: true, description: type.description })
export class AgreementLifeRefusal extends Refusal {
  @Field(() => [String], {
    description: '具体问题：条款、事项、缔约方。 · What it is about: clauses, items, parties.',
  })
  readonly problems: readonly string[];

  constructor({ refusal, problems }: Refused) {
    super(refusal);
    this.problems = problems;
  }
}
