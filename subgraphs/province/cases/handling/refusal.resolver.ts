import { Field, InterfaceType, ObjectType } from 'type-graphql';
import { CurePlace, CureRole } from '../../../../schema/command-lists.js';
import { type RefusalCode, refusalCodes } from '../../../../schema/refusal-codes.js';
import { codeListEnum } from '../../../server/code-list-enum.js';
import { AccessDecider } from '../../access/decider.resolver.js';
import { TrainingCourse } from '../../teams/index.js';
import type { RefusedCommand } from './command.service.js';

const CurePlaceEnum = codeListEnum(CurePlace);
const CureRoleEnum = codeListEnum(CureRole);

/** An expected no. */
@InterfaceType({
  description:
    '可预期的拒绝：规则不允许，什么也没有发生。 · An expected no: a rule forbids it, and nothing has happened.',
  autoRegisterImplementations: false,
})
export abstract class Refusal {
  @Field(() => String, {
    description: '代码；会增加，客户端据此处理。 · The code, which clients act on; more may come.',
  })
  readonly code!: RefusalCode;

  @Field(() => String, { description: '中文说明。 · Message in Chinese.' })
  readonly messageZh!: string;

  @Field(() => String, { description: '英文说明。 · Message in English.' })
  readonly messageEn!: string;
}

/** Who can mend it, and where. */
@ObjectType({ simpleResolvers: true, description: '谁可以在何处补救。 · Who can mend it, and where.' })
export class Cure {
  @Field(() => CureRoleEnum, { description: '角色。 · The role.' })
  readonly role: string;

  @Field(() => CurePlaceEnum, { description: '地点。 · The place.' })
  readonly place: string;

  constructor({ role, place }: { readonly role: string; readonly place: string }) {
    this.role = role;
    this.place = place;
  }
}

/** Why a command on a case or leg was refused. */
@ObjectType({
  simpleResolvers: true,
  implements: Refusal,
  description: '对办件或环节的操作被拒绝的原因。 · Why a command on a case or leg was refused.',
})
export class CaseRefusal extends Refusal {
  override readonly code: RefusalCode;
  override readonly messageZh: string;
  override readonly messageEn: string;

  @Field(() => String, { description: '所依据的规则。 · The rule that it rests on.' })
  readonly rule: string;

  @Field(() => String, {
    description:
      '规则的出处；V 已核对，M 凭记忆未核对，P 本项目提出。 · Where the rule is from; V was read at the source, M recalled and not checked, P proposed by this project.',
  })
  readonly source: string;

  @Field(() => [String], {
    description:
      '所涉材料的名称；与材料无关时为空列表。 · Names of the materials that it is about; empty when it is about none.',
  })
  readonly materials: readonly string[];

  @Field(() => AccessDecider, {
    nullable: true,
    description: '不准访问时，由何者决定；其他拒绝为空。 · What decided, of a refusal of access; null of any other.',
  })
  readonly decidedBy: AccessDecider | null;

  @Field(() => TrainingCourse, {
    nullable: true,
    description:
      '窗口人员未经认证时，应参加的课程；其他拒绝、本省未开课时为空。 · The course that leads to the certification that the clerk lacks; null of any other refusal, and where the province gives none.',
  })
  readonly course: TrainingCourse | null;

  @Field(() => Cure, { description: '补救方法。 · Who can mend it.' })
  readonly curedBy: Cure;

  constructor({ refusal: code, materials = [], decidedBy, course }: RefusedCommand) {
    super();
    const { rule, source, messageZh, messageEn, curedBy } = refusalCodes[code];
    this.code = code;
    const about = decidedBy === undefined ? materials : [decidedBy.name];
    const [aboutZh, aboutEn] = course === undefined ? [about, about] : [[course.title_zh], [course.title_en]];
    this.messageZh = aboutZh.length === 0 ? messageZh : `${messageZh}（${aboutZh.join('、')}）`;
    this.messageEn = aboutEn.length === 0 ? messageEn : `${messageEn} (${aboutEn.join(', ')})`;
    this.decidedBy = decidedBy === undefined ? null : new AccessDecider(decidedBy);
    this.course = course === undefined ? null : new TrainingCourse(course);
    this.materials = materials;
    this.rule = rule;
    this.source = `[${source.mark}] ${source.text}`;
    this.curedBy = new Cure(curedBy);
  }
}
