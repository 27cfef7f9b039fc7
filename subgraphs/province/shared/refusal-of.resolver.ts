import { Field, ObjectType } from 'type-graphql';
import type { CodeList } from '../../../schema/code-list.js';
import type { RefusalEntry } from '../../../schema/refusal.js';
import { codeListEnum } from '../../server/code-list-enum.js';

/** What a type of refusals is made of. */
export interface RefusalTypeOptions<Code extends string> {
  /** In the graph. */
  readonly name: string;
  readonly description: string;
  readonly codes: CodeList;
  readonly refusals: Readonly<Record<Code, RefusalEntry>>;
}

/** Makes the type of one kind of expected no: its code, what people read in both languages, and the rule. */
export function refusalOf<Code extends string>({ name, description, codes, refusals }: RefusalTypeOptions<Code>) {
  const CodeEnum = codeListEnum(codes);

  @ObjectType(name, { simpleResolvers: true, description })
  class Refusal {
    @Field(() => CodeEnum, { description: '原因代码。 · The reason; clients act on it.' })
    readonly code: Code;

    @Field(() => String, { description: '中文说明。 · Message in Chinese.' })
    readonly messageZh: string;

    @Field(() => String, { description: '英文说明。 · Message in English.' })
    readonly messageEn: string;

    @Field(() => String, { description: '所依规则及来源。 · The rule that it stands on, and where that is from.' })
    readonly rule: string;

    constructor(code: Code) {
      const { messageZh, messageEn, rule, source } = refusals[code];
      this.code = code;
      this.messageZh = messageZh;
      this.messageEn = messageEn;
      this.rule = `${rule} [${source.mark}] ${source.text}`;
    }
  }
  return Refusal;
}
