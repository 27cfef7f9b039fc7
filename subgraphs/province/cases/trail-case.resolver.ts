import { Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import type { ProvinceContext } from '../context.js';
import { AccessTrailEntry } from '../trail/index.js';
import { findHandledCase } from './handling/read-handling.service.js';

/** The case of an access, by the number under which all provinces know it. */
@Resolver(() => AccessTrailEntry)
export class TrailCaseResolver {
  @FieldResolver(() => String, {
    nullable: true,
    description:
      '所涉办件的业务协同编号；没有办件或未在该省办理的为空。 · Collaboration number of its case; null for none, and for a mere record.',
  })
  async collaborationNo(@Root() entry: AccessTrailEntry, @Ctx() context: ProvinceContext): Promise<string | null> {
    const { caseId } = entry;
    return caseId === null ? null : ((await findHandledCase(context, caseId))?.collaborationNo ?? null);
  }
}
