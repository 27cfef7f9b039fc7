import { Field, ObjectType } from 'type-graphql';
import { type ServiceRefusalCode, ServiceRefusalCodes, serviceRefusals } from '../../../schema/service-refusals.js';
import { codeListEnum } from '../../server/code-list-enum.js';

const ServiceRefusalCodeEnum = codeListEnum(ServiceRefusalCodes);

/** An expected no of a guide, a preflight or a material. */
@ObjectType({
  simpleResolvers: true,
  description: '指引、预检或材料未获办理及其原因。 · An expected no, with its reason and what people read.',
})
export class ServiceRefusal {
  @Field(() => ServiceRefusalCodeEnum, { description: '原因代码。 · The reason; clients act on it.' })
  readonly code: ServiceRefusalCode;

  @Field(() => String, { description: '中文说明。 · Message in Chinese.' })
  readonly messageZh: string;

  @Field(() => String, { description: '英文说明。 · Message in English.' })
  readonly messageEn: string;

  @Field(() => String, { description: '所依规则及来源。 · The rule that it stands on, and where that is from.' })
  readonly rule: string;

  constructor(code: ServiceRefusalCode) {
    const { messageZh, messageEn, rule, source } = serviceRefusals[code];
    this.code = code;
    this.messageZh = messageZh;
    this.messageEn = messageEn;
    this.rule = `${rule} [${source.mark}] ${source.text}`;
  }
}
