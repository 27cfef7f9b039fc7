import { Ctx, Directive, Field, ID, ObjectType } from 'type-graphql';
import { CopyState } from '../../../schema/licence-lists.js';
import { codeListEnum } from '../../server/code-list-enum.js';
import { Node } from '../../server/node.js';
import type { ProvinceContext } from '../context.js';
import { DateTime } from '../shared/date-time.js';
import { Province } from '../shared/graph.resolver.js';
import { ownerOf } from '../../shared/ids.js';
import { copyStateAt, coveredWatermark } from './copy.rules.js';
import { isConcernedByCopy } from './copy-concerns.service.js';
import type { AnnotatedCopyRow } from './licence.entity.js';
import { findCopy, findLicence, termOf } from './licence.service.js';
import { Licence } from './licence-type.resolver.js';

const CopyStateEnum = codeListEnum(CopyState);

/** A copy of a licence for one cause, in the graph. */
@ObjectType({
  implements: Node,
  description:
    '加注件：为特定用途、在有效期内使用的证照副本，到期自动失效。 · An annotated copy: of a licence, for one cause and a time; it expires by itself.',
})
@Directive('@key(fields: "id")')
export class AnnotatedCopy extends Node {
  override readonly id: string;
  readonly #row: AnnotatedCopyRow;

  constructor(row: AnnotatedCopyRow) {
    super();
    this.id = row.id;
    this.#row = row;
  }

  @Field(() => Province, { description: '证照所属省份。 · Province whose licence it is of.' })
  get province(): Province {
    return new Province(ownerOf(this.#row.id));
  }

  @Field(() => CopyStateEnum, { description: '此刻是否有效。 · Whether it counts at this moment.' })
  async state(@Ctx() context: ProvinceContext): Promise<keyof typeof CopyState.entries> {
    const licence = await findLicence(context, this.#row.licence_id);
    if (licence === undefined) return 'LICENCE_NOT_IN_FORCE';
    const copy = { expiresAt: this.#row.expires_at, term: termOf(licence) };
    return copyStateAt(copy, context.surroundings.nowMs());
  }

  @Field(() => String, {
    description:
      '加注内容，如“仅用于……，有效期至……”；为办件制作的，对无关人员不显示用途。 · What it says across its face; to whom a copy for a case does not concern, without its cause.',
  })
  async watermark(@Ctx() context: ProvinceContext): Promise<string> {
    const isShown = this.#row.case_id === null || (await isConcernedByCopy(context, this.#row));
    return isShown ? this.#row.watermark : coveredWatermark(this.#row.expires_at);
  }

  @Field(() => String, {
    nullable: true,
    description:
      '用途；仅持证人、制作或使用该件的机构、该办件的承办机构及持监督文书者可见，其余为空。 · What it is for; for the holder, the unit that it was made by or for, who handles its case, and under an order; null for everybody else.',
  })
  async cause(@Ctx() context: ProvinceContext): Promise<string | null> {
    return (await isConcernedByCopy(context, this.#row)) ? this.#row.cause : null;
  }

  @Field(() => DateTime, { description: '制作时间。 · When it was made.' })
  get createdAt(): string {
    return this.#row.created_at;
  }

  @Field(() => DateTime, { description: '失效时间。 · From when on it no longer counts.' })
  get expiresAt(): string {
    return this.#row.expires_at;
  }

  @Field(() => ID, {
    nullable: true,
    description: '所用于的办件；可见范围同用途。 · The case that it was made for; for those who see its cause.',
  })
  async caseId(@Ctx() context: ProvinceContext): Promise<string | null> {
    return (await isConcernedByCopy(context, this.#row)) ? this.#row.case_id : null;
  }

  @Field(() => Licence, { nullable: true, description: '所附证照。 · The licence that it is a copy of.' })
  async licence(@Ctx() context: ProvinceContext): Promise<Licence | null> {
    const row = await findLicence(context, this.#row.licence_id);
    return row === undefined ? null : new Licence(row);
  }
}

/** The copy of an id of this province; null when there is none. */
export async function findCopyById(id: string, context: ProvinceContext): Promise<AnnotatedCopy | null> {
  const row = await findCopy(context, id);
  return row === undefined ? null : new AnnotatedCopy(row);
}
