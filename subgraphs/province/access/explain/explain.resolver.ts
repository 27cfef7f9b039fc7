import { getLocation, type GraphQLResolveInfo } from 'graphql';
import { Args, ArgsType, Ctx, Directive, Field, ID, Info, Query, Resolver } from 'type-graphql';
import { Allow } from '../../../server/allow.js';
import { SubgraphError } from '../../../server/errors.js';
import type { ProvinceContext } from '../../context.js';
import { isoTime } from '../../exchange/desk.js';
import {
  AccessExplanation,
  AccessExplanationAnswer,
  type FieldFinding,
  QueryRefusal,
} from './explanation-type.resolver.js';
import type { FindGround, GivenArguments } from '../ground.js';
import { findRow } from './find-row.service.js';
import { type FieldJudgement, judgeField } from './judge-field.rules.js';
import { parseAsked } from './parse-asked.js';
import { type SelectedField, selectFields, type UnknownField } from './selected-fields.js';

/** What is to be explained. */
@ArgsType()
export class ExplainArguments {
  @Field(() => ID, { description: '省份代码。 · Code of the province.' })
  readonly province!: string;

  @Field(() => String, { description: '查询或变更的文本。 · Text of a query or mutation.' })
  readonly query!: string;

  @Field(() => String, {
    nullable: true,
    description: '变量，写作 JSON 对象。 · Its variables, as a JSON object.',
  })
  readonly variables?: string | null;
}

/** The question what one may have, before one asks for it. */
@Resolver()
export class ExplainResolver {
  @Allow('explainAccess')
  @Directive('@owner(by: "province")')
  @Query(() => AccessExplanationAnswer, {
    description:
      '逐字段说明调用者能否从该省取得一项查询所选的内容，以及由何者决定；什么也不执行。 · Says field by field whether the caller may have of a province what a query selects, and what decides. Nothing is executed.',
  })
  async explainAccess(
    @Args(() => ExplainArguments) { province, query, variables }: ExplainArguments,
    @Ctx() context: ProvinceContext,
    @Info() { schema }: GraphQLResolveInfo,
  ): Promise<AccessExplanation | QueryRefusal> {
    if (province !== context.province.code) throw new SubgraphError('BAD_ID', 'Another province is asked.');
    const asked = parseAsked(query, variables);
    if ('code' in asked) return new QueryRefusal(asked);
    const selection = selectFields(schema, asked);
    if ('unknown' in selection) return new QueryRefusal(problemOf(selection.unknown));
    return explain(context, selection.fields);
  }
}

function problemOf({ coordinate, node: { loc } }: UnknownField) {
  const place = loc === undefined ? {} : getLocation(loc.source, loc.start);
  return { code: 'FIELD_UNKNOWN', detail: coordinate, ...place } as const;
}

async function explain(context: ProvinceContext, fields: readonly SelectedField[]): Promise<AccessExplanation> {
  const { caller, province, surroundings } = context;
  const atMs = surroundings.nowMs();
  const asker = { caller, province: province.code, atMs, agreements: surroundings.agreements.current() };
  const find = createRowFinder(context);
  const findings = new Map<string, FieldFinding>();
  for (const field of fields) {
    const judgement = judgeField(field.coordinate, field.action, asker);
    const finding = judgement.verdict === 'OWN' ? await find(judgement, field) : { ...judgement, row: null };
    const { coordinate } = field;
    const before = findings.get(coordinate);
    // Reached on two ways, it is what the narrower of them makes of it.
    if (before === undefined || strictness(finding) > strictness(before)) findings.set(coordinate, finding);
  }
  return new AccessExplanation({ province: province.code, at: isoTime(atMs), role: caller?.role }, [
    ...findings.values(),
  ]);
}

/** Looks at the row that the query names, once for all fields that depend on it. */
function createRowFinder(context: ProvinceContext) {
  const known = new Map<string, Promise<Grounded>>();
  return async (judgement: FieldJudgement, { ground, given }: SelectedField): Promise<FieldFinding> => {
    const key = JSON.stringify([ground?.name, given]);
    const found = known.get(key) ?? look(context, ground, given);
    known.set(key, found);
    return { ...judgement, ...(await found) };
  };
}

type Grounded = Partial<FieldJudgement> & Pick<FieldFinding, 'row'>;

async function look(context: ProvinceContext, find: FindGround | undefined, given: GivenArguments): Promise<Grounded> {
  const ground = await find?.(context, given);
  if (ground === undefined) return { row: await findRow(context, given) };
  const { gives, decidedBy } = ground;
  const decision = decidedBy === null ? {} : { decidedBy };
  if (gives === 'REFUSED') return { ...decision, verdict: 'NO', condition: null, row: null };
  return { ...decision, row: rowOf[gives] };
}

const rowOf = { CLEAR: 'OWN', MASKED: 'MASKED', NOTHING: 'NOT_SHOWN' } as const;

const strict: Readonly<Record<FieldJudgement['verdict'], number>> = { MAY: 0, OWN: 3, NO: 6 };

const strictness = ({ verdict, row }: FieldFinding): number =>
  strict[verdict] + (row === 'NOT_SHOWN' ? 2 : Number(row === 'MASKED'));
