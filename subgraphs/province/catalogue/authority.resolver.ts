import { Field, ObjectType } from 'type-graphql';
import { AuthorityNature } from '../../../schema/code-lists.js';
import { codeListEnum } from '../../server/code-list-enum.js';
import type { ProvinceContext } from '../context.js';
import type { AuthorityRow } from './catalogue.entity.js';
import { findAuthority } from './catalogue.service.js';

const AuthorityNatureEnum = codeListEnum(AuthorityNature);

/** An authority or one of its units. */
@ObjectType({
  simpleResolvers: true,
  description: '实施主体或其经办单位。 · An authority, or one of its units.',
})
export class Authority {
  @Field(() => String, { description: '中文名称。 · Name in Chinese.' })
  readonly nameZh: string;

  @Field(() => String, { description: '英文名称。 · Name in English.' })
  readonly nameEn: string;

  @Field(() => String, { description: '统一社会信用代码。 · Unified social credit code.' })
  readonly code: string;

  @Field(() => AuthorityNatureEnum, { description: '实施主体性质。 · Its legal nature.' })
  readonly nature: string;

  constructor(row: AuthorityRow) {
    this.nameZh = row.name_zh;
    this.nameEn = row.name_en;
    this.code = row.code;
    this.nature = row.nature;
  }
}

/** The authority of a code that a row of this province refers to. */
export async function getAuthority(context: ProvinceContext, code: string): Promise<Authority> {
  const row = await findAuthority(context, code);
  if (row === undefined) throw new Error(`A row refers to the authority ${code}, which is not stored.`);
  return new Authority(row);
}
