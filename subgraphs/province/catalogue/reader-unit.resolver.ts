import { Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import type { ProvinceContext } from '../context.js';
import { AccessReader } from '../trail/index.js';
import { Authority } from './authority.resolver.js';
import { findAuthority } from './catalogue.service.js';

/** The unit of whoever read a person's data, by its name. */
@Resolver(() => AccessReader)
export class ReaderUnitResolver {
  @FieldResolver(() => Authority, {
    nullable: true,
    description:
      '所属单位；外省单位在此仅有代码，故为空。 · Its unit; null for one of another province, of which only the code is known here.',
  })
  async unit(@Root() reader: AccessReader, @Ctx() context: ProvinceContext): Promise<Authority | null> {
    const { unitCode, province } = reader;
    if (unitCode === null || province?.code !== context.province.code) return null;
    const row = await findAuthority(context, unitCode);
    return row === undefined ? null : new Authority(row);
  }
}
