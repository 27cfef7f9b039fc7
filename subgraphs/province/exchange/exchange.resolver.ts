import { Arg, Ctx, Directive, Mutation, Query, Resolver } from 'type-graphql';
import { Allow } from '../../server/allow.js';
import type { Exchange } from './exchange.js';
import { DeliveryAnswer, EnvelopeInput, ReceiptInput, toDelivery, toDeliveryAnswer } from './delivery-type.resolver.js';
import { answerQuestion, NotGenuineError, type SignedAnswer } from './question.js';
import { QuestionInput, SignedFindings } from './question-type.resolver.js';
import { receiveEnvelope } from './receive-envelope.js';

/** What the exchange needs of a request's context. */
interface ExchangeContext {
  readonly exchange: Exchange;
}

/** The door through which envelopes and questions of other provinces come in. */
@Resolver()
export class ExchangeResolver {
  @Allow('exchange')
  @Directive('@owner(by: "envelope.to")')
  @Mutation(() => DeliveryAnswer, {
    description:
      '将一封已签名的信封交给收件省份；同一信封可重复投递，只生效一次。 · Hands a sealed envelope to its addressee; the same one may come again, and has effect once.',
  })
  async deliver(
    @Arg('envelope', () => EnvelopeInput, { description: '信封及寄件省份的签名。 · The envelope, and its seal.' })
    envelope: EnvelopeInput,
    @Arg('receipt', () => ReceiptInput, {
      nullable: true,
      description:
        '收件省份此前出具的回执；仅在其数据恢复后重投时附上。 · The addressee’s own earlier receipt, where it has lost the envelope and is sent it again.',
    })
    receipt: ReceiptInput | null,
    @Ctx() { exchange }: ExchangeContext,
  ): Promise<typeof DeliveryAnswer> {
    const answer = await receiveEnvelope(exchange.desk, exchange.handlers, toDelivery(envelope, receipt ?? null));
    // A handler may have written an answer; and what waited for a receipt of ours has been made due.
    if (answer.status !== 'refusal') exchange.visit(envelope.from);
    return toDeliveryAnswer(answer);
  }

  @Allow('exchange')
  @Directive('@owner(by: "question.to")')
  @Query(() => SignedFindings, {
    nullable: true,
    description:
      '两省核对共有链条的签名问询；并非对方真实提出或已过期时为空。 · A province’s signed question about the chains that both share; null when it is not genuine, or too old.',
  })
  async askProvince(
    @Arg('question', () => QuestionInput, { description: '签名的问询。 · The signed question.' })
    question: QuestionInput,
    @Ctx() { exchange }: ExchangeContext,
  ): Promise<SignedAnswer | null> {
    try {
      const answer = await answerQuestion(exchange.desk, question);
      exchange.visit(question.from);
      return answer;
    } catch (error) {
      if (error instanceof NotGenuineError) return null;
      throw error;
    }
  }
}
