import { Arg, Ctx, Directive, ID, Query, Resolver } from 'type-graphql';
import { Allow } from '../../server/allow.js';
import type { ProvinceContext } from '../context.js';
import { readTrace } from './handoffs.service.js';
import { CaseTrace } from './trace-type.resolver.js';

/** The question where a case is. */
@Resolver()
export class TraceResolver {
  @Allow('readPublic')
  @Directive('@gather(beginAt: "collaborationNo", further: "participants { code }")')
  @Query(() => CaseTrace, {
    description:
      '办件现在何处：只询问发起省份及参与省份。 · Where a case is: only its origin and those who take part are asked.',
  })
  async traceCase(
    @Arg('collaborationNo', () => ID, { description: '业务协同编号。 · Collaboration number.' })
    collaborationNo: string,
    @Ctx() context: ProvinceContext,
  ): Promise<CaseTrace> {
    return new CaseTrace(context.province.code, await readTrace(context, collaborationNo));
  }
}
