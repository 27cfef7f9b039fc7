import { createUnionType, Field, Int, ObjectType } from 'type-graphql';
import { AccessVerdict, QueryRefusalCode, RowFinding, SharingClass } from '../../../../schema/access-lists.js';
import { authorityMatrix } from '../../../../schema/authority-matrix.js';
import { type Role, roles } from '../../../../schema/roles.js';
import { codeListEnum } from '../../../server/code-list-enum.js';
import { DateTime } from '../../shared/date-time.js';
import { Province } from '../../shared/graph.resolver.js';
import { AccessDecider } from '../decider.resolver.js';
import type { FieldJudgement } from './judge-field.rules.js';

const AccessVerdictEnum = codeListEnum(AccessVerdict);
const QueryRefusalCodeEnum = codeListEnum(QueryRefusalCode);
const RowFindingEnum = codeListEnum(RowFinding);
const SharingClassEnum = codeListEnum(SharingClass);

/** A judgement, with what the row that was named is to the caller. */
export type FieldFinding = FieldJudgement & { readonly row: keyof typeof RowFinding.entries | null };

/** Whether the caller may have one field, and why. */
@ObjectType({
  simpleResolvers: true,
  description: '调用者能否访问某一字段及其依据。 · Whether the caller may have one field, and what decides.',
})
export class FieldAccess {
  @Field(() => String, { description: '字段坐标。 · Coordinate of the field.' })
  readonly coordinate: string;

  @Field(() => String, {
    description:
      '权限表中的操作；随所经路径上的限制。 · The action of the authority matrix: its own, or that of its way.',
  })
  readonly action: string;

  @Field(() => AccessVerdictEnum, { description: '能否访问。 · Whether he may.' })
  readonly verdict: FieldFinding['verdict'];

  @Field(() => String, {
    nullable: true,
    description: '记录须符合的条件；无条件为空。 · What the row must fulfil; null when nothing.',
  })
  readonly conditionZh: string | null;

  @Field(() => String, {
    nullable: true,
    description: '记录须符合的条件（英文）。 · The same condition in English.',
  })
  readonly conditionEn: string | null;

  @Field(() => RowFindingEnum, {
    nullable: true,
    description:
      '查询所指记录；查询未指明或者无关时为空。 · What the row that the query names is to him; null when it names none, or rows do not matter.',
  })
  readonly row: FieldFinding['row'];

  @Field(() => SharingClassEnum, { description: '数据共享类型。 · Sharing class of the data.' })
  readonly sharing: FieldFinding['sharing'];

  @Field(() => AccessDecider, { description: '由何者决定。 · What decides.' })
  readonly decidedBy: AccessDecider;

  @Field(() => String, { description: '中文说明。 · The same as a sentence in Chinese.' })
  readonly sentenceZh: string;

  @Field(() => String, { description: '英文说明。 · The same as a sentence in English.' })
  readonly sentenceEn: string;

  constructor(finding: FieldFinding, role: Role | undefined) {
    const { coordinate, action, verdict, condition, row, sharing, decidedBy } = finding;
    this.coordinate = coordinate;
    this.action = action;
    this.verdict = verdict;
    this.row = row;
    this.sharing = sharing;
    this.conditionZh = condition?.zh ?? null;
    this.conditionEn = condition?.en ?? null;
    this.decidedBy = new AccessDecider(decidedBy);
    const who = role === undefined ? { zh: '未登录者', en: 'Somebody unknown' } : roles[role];
    const [may, shared] = [AccessVerdict.entries[verdict], SharingClass.entries[sharing]];
    const { zh, en } = authorityMatrix[action];
    const when = condition === null ? { zh: '', en: '' } : { zh: `（须${condition.zh}）`, en: ` (${condition.en})` };
    this.sentenceZh = `${who.zh}访问 ${coordinate}（${zh}）：${may.labelZh}${when.zh}；数据为${shared.labelZh}，由 ${decidedBy.name} 决定。`;
    this.sentenceEn = `${who.en}, ${coordinate} (${en}): ${may.labelEn}${when.en}; the data are ${shared.labelEn}; ${decidedBy.name} decides.`;
  }
}

/** What the caller may have of a query, field by field. */
@ObjectType({
  simpleResolvers: true,
  description:
    '一项查询逐字段的访问说明；什么也没有执行，不透露调用者无权得知的记录是否存在。 · What the caller may have of a query, field by field. Nothing was executed, and nobody learns whether a row exists that he may not see.',
})
export class AccessExplanation {
  @Field(() => Province, { description: '作出说明的省份。 · The province that explains.' })
  readonly province: Province;

  @Field(() => DateTime, { description: '说明所针对的时刻。 · The instant that it is about.' })
  readonly at: string;

  @Field(() => String, {
    nullable: true,
    description: '调用者的角色；未知为空。 · Role of the caller; null if unknown.',
  })
  readonly role: Role | null;

  @Field(() => [FieldAccess], { description: '所选各字段，每个坐标一次。 · Each coordinate that is selected, once.' })
  readonly fields: readonly FieldAccess[];

  constructor(
    { province, at, role }: { readonly province: string; readonly at: string; readonly role: Role | undefined },
    findings: readonly FieldFinding[],
  ) {
    this.province = new Province(province);
    this.at = at;
    this.role = role ?? null;
    this.fields = findings.map((finding) => new FieldAccess(finding, role));
  }
}

/** Why a query could not be explained, and where it is wrong. */
export interface QueryProblem {
  readonly code: keyof typeof QueryRefusalCode.entries;
  /** Where it can be told: line and column, from 1. */
  readonly line?: number | undefined;
  readonly column?: number | undefined;
  /** What it is about: a coordinate, or the message of the parser. */
  readonly detail?: string;
}

/** Why a query could not be explained. */
@ObjectType({
  simpleResolvers: true,
  description: '查询未能说明的原因。 · Why a query could not be explained.',
})
export class QueryRefusal {
  @Field(() => QueryRefusalCodeEnum, { description: '原因代码。 · The reason; clients act on it.' })
  readonly code: QueryProblem['code'];

  @Field(() => String, { description: '中文说明。 · Message in Chinese.' })
  readonly messageZh: string;

  @Field(() => String, { description: '英文说明。 · Message in English.' })
  readonly messageEn: string;

  @Field(() => Int, { nullable: true, description: '行，自 1 起。 · Line, from 1.' })
  readonly line: number | null;

  @Field(() => Int, { nullable: true, description: '列，自 1 起。 · Column, from 1.' })
  readonly column: number | null;

  constructor({ code, line, column, detail }: QueryProblem) {
    const { labelZh, labelEn } = QueryRefusalCode.entries[code];
    this.code = code;
    this.messageZh = detail === undefined ? `${labelZh}。` : `${labelZh}：${detail}`;
    this.messageEn = detail === undefined ? `${labelEn}.` : `${labelEn}: ${detail}`;
    this.line = line ?? null;
    this.column = column ?? null;
  }
}

/** An explanation, or why there is none. */
export const AccessExplanationAnswer = createUnionType({
  name: 'AccessExplanationAnswer',
  description: '访问说明，或未能说明的原因。 · An explanation, or why there is none.',
  types: () => [AccessExplanation, QueryRefusal] as const,
});
