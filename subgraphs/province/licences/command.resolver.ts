import { Arg, Ctx, createUnionType, Directive, Field, ID, InputType, Int, Mutation, Resolver } from 'type-graphql';
import { LicenceEvent } from '../../../schema/licence-lists.js';
import { RestsOn } from '../access/ground.js';
import { groundOfCopy } from './ground.service.js';
import { Allow } from '../../server/allow.js';
import { codeListEnum } from '../../server/code-list-enum.js';
import { SubgraphError } from '../../server/errors.js';
import type { ProvinceContext } from '../context.js';
import { DateTime } from '../shared/date-time.js';
import { assertOwnId } from '../../shared/ids.js';
import { annotateLicence } from './annotate-licence.service.js';
import { changeStatus } from './change-status.service.js';
import type { LicenceOutcome } from './command.service.js';
import { AnnotatedCopy, findCopyById } from './copy-type.resolver.js';
import { findLicenceById } from './licence.resolver.js';
import { LicenceRefusal } from './licence-refusal.resolver.js';
import { Licence } from './licence-type.resolver.js';

const LicenceEventEnum = codeListEnum(LicenceEvent);
const KEY_ZH = '幂等键：同一人以同一键重发同一请求，只生效一次';
const KEY_EN = 'Idempotency key: the same request of the same person under the same key takes effect once';

/** A change of the status of a licence. */
@InputType({ description: '证照状态变更。 · A change of the status of a licence.' })
export class ChangeLicenceStatusInput {
  @Field(() => ID, { description: '证照的标识。 · Id of the licence.' })
  readonly licenceId!: string;

  @Field(() => String, { description: `${KEY_ZH}。 · ${KEY_EN}.` })
  readonly idempotencyKey!: string;

  @Field(() => LicenceEventEnum, { description: '变更。 · What is done to it.' })
  readonly event!: keyof typeof LicenceEvent.entries;

  @Field(() => String, { description: '理由，1 至 200 字。 · The reason, 1 to 200 characters.' })
  readonly reason!: string;

  @Field(() => Int, {
    nullable: true,
    description: '所见的变更次数；已有变化则拒绝。 · The revision that was seen; refused when there is a later one.',
  })
  readonly revision?: number | null;
}

/** An annotated copy that is to be made. */
@InputType({ description: '所要制作的加注件。 · An annotated copy that is to be made.' })
export class AnnotateLicenceInput {
  @Field(() => ID, { description: '证照的标识。 · Id of the licence.' })
  readonly licenceId!: string;

  @Field(() => String, { description: `${KEY_ZH}。 · ${KEY_EN}.` })
  readonly idempotencyKey!: string;

  @Field(() => String, { description: '用途，一行，1 至 60 字。 · What it is for: one line of 1 to 60 characters.' })
  readonly cause!: string;

  @Field(() => ID, {
    nullable: true,
    description:
      '所用于的本省办件；窗口人员与办理人员须填。 · The case of this province that it is for; clerks and officers name one.',
  })
  readonly caseId?: string | null;

  @Field(() => DateTime, { description: '失效时间，180 日之内。 · When it expires, within 180 days.' })
  readonly expiresAt!: string;
}

const ChangeLicenceStatusResult = createUnionType({
  name: 'ChangeLicenceStatusResult',
  description: '变更后的证照，或拒绝的原因。 · The changed licence, or why it was refused.',
  types: () => [Licence, LicenceRefusal] as const,
});

const AnnotateLicenceResult = createUnionType({
  name: 'AnnotateLicenceResult',
  description: '加注件，或拒绝的原因。 · The annotated copy, or why it was refused.',
  types: () => [AnnotatedCopy, LicenceRefusal] as const,
});

/** What is done to licences. */
@Resolver()
export class LicenceCommandResolver {
  @Allow('changeLicence')
  @Directive('@owner(by: "input.licenceId")')
  @Mutation(() => ChangeLicenceStatusResult, {
    description: '颁发机构变更证照状态。 · Its issuing authority changes the status of a licence.',
  })
  async changeLicenceStatus(
    @Arg('input', () => ChangeLicenceStatusInput, { description: '输入。 · The change.' })
    input: ChangeLicenceStatusInput,
    @Ctx() context: ProvinceContext,
  ): Promise<Licence | LicenceRefusal> {
    const { licenceId, event, reason, revision, idempotencyKey } = input;
    assertOwnId(licenceId, 'Licence', context.province.code);
    assertKey(idempotencyKey);
    const change = { licenceId, event, reason, revision: revision ?? null, idempotencyKey };
    return answer(context, await changeStatus(context, change), findLicenceById);
  }

  @Allow('annotateLicence')
  @RestsOn(groundOfCopy)
  @Directive('@owner(by: "input.licenceId")')
  @Mutation(() => AnnotateLicenceResult, {
    description:
      '制作加注件：由持证人，或为其办件由办理该办件的单位制作。 · Makes an annotated copy: for the holder, or for the unit that handles a case of the holder.',
  })
  async annotateLicence(
    @Arg('input', () => AnnotateLicenceInput, { description: '输入。 · The copy.' }) input: AnnotateLicenceInput,
    @Ctx() context: ProvinceContext,
  ): Promise<AnnotatedCopy | LicenceRefusal> {
    const { licenceId, cause, expiresAt, idempotencyKey } = input;
    const caseId = input.caseId ?? null;
    assertOwnId(licenceId, 'Licence', context.province.code);
    if (caseId !== null) assertOwnId(caseId, 'Case', context.province.code);
    assertKey(idempotencyKey);
    return answer(
      context,
      await annotateLicence(context, { licenceId, cause, caseId, expiresAt, idempotencyKey }),
      findCopyById,
    );
  }
}

const MAX_KEY = 200;

function assertKey(key: string): void {
  if (key === '' || key.length > MAX_KEY || key.includes('\0'))
    throw new SubgraphError('BAD_USER_INPUT', 'An idempotency key has 1 to 200 characters.');
}

async function answer<Subject>(
  context: ProvinceContext,
  outcome: LicenceOutcome,
  find: (id: string, context: ProvinceContext) => Promise<Subject | null>,
): Promise<Subject | LicenceRefusal> {
  if ('refusal' in outcome) return new LicenceRefusal(outcome.refusal);
  context.forget(); // an earlier command of this request has read what this one has changed
  const subject = await find(outcome.subject, context);
  if (subject === null) throw new Error(`${outcome.subject} was changed and is not there.`);
  return subject;
}
