import { Field, Int, ObjectType } from 'type-graphql';
import { ReceivedState } from '../../../schema/linkage-lists.js';
import { codeListEnum } from '../../server/code-list-enum.js';
import { DateTime } from '../shared/date-time.js';
import { Province } from '../shared/graph.resolver.js';
import { ServiceRefusal } from '../shared/service-refusal.resolver.js';
import type { ReceivedFile, ReceivedManifest } from './received-manifest.service.js';

const ReceivedStateEnum = codeListEnum(ReceivedState);

/** A file that another province listed. */
@ObjectType({
  simpleResolvers: true,
  description:
    '外省清单所列的一份电子材料，及其接收状态。 · A file that another province listed, and what became of it.',
})
export class ReceivedMaterial {
  @Field(() => Int, { description: '清单序号。 · Place in the manifest.' })
  readonly ordinal: number;

  @Field(() => String, { description: '材料名称。 · Name.' })
  readonly name: string;

  @Field(() => String, { description: '内容的 SHA-256（十六进制）。 · SHA-256 of the content in hex.' })
  readonly digest: string;

  @Field(() => Int, { description: '字节数。 · Size in bytes.' })
  readonly size: number;

  @Field(() => ReceivedStateEnum, { description: '接收状态。 · What has become of it.' })
  readonly state: string;

  @Field(() => ServiceRefusal, {
    nullable: true,
    description: '拒收的原因；未拒收时为空。 · Why it was refused; null unless it was.',
  })
  readonly refusal: ServiceRefusal | null;

  @Field(() => DateTime, {
    nullable: true,
    description: '保存期限届满、内容删除的时间；未删除时为空。 · When its content was erased; null while it was not.',
  })
  readonly erasedAt: string | null;

  constructor({ entry, state, fault, erasedAt }: ReceivedFile) {
    this.ordinal = entry.ordinal;
    this.name = entry.name;
    this.digest = entry.digest;
    this.size = entry.size;
    this.state = state;
    this.refusal = fault === null ? null : new ServiceRefusal(fault);
    this.erasedAt = erasedAt;
  }
}

/** What another province sent along with a case. */
@ObjectType({
  simpleResolvers: true,
  description:
    '外省随办件转来的材料，及其接收状态。 · What another province sent along with a case, and what has come.',
})
export class ReceivedMaterials {
  @Field(() => Province, { description: '发来清单的省份。 · The province that sent the manifest.' })
  readonly sender: Province;

  @Field(() => String, { description: '清单的摘要。 · Digest of the manifest.' })
  readonly digest: string;

  @Field(() => DateTime, { description: '收到清单的时间。 · When the manifest came.' })
  readonly receivedAt: string;

  @Field(() => [ReceivedMaterial], { description: '清单所列电子材料，按序号。 · The listed files, in order.' })
  readonly files: readonly ReceivedMaterial[];

  @Field(() => [String], {
    description:
      '尚缺材料的名称：内容未到、已拒收，或纸质材料未到、不足、毁损；无缺时为空列表。 · Names of what is lacking: files that are not here or were refused, papers that did not come, are too few or damaged; empty when all is here.',
  })
  readonly lacking: readonly string[];

  constructor({ from, digest, receivedAt, files, lacking }: ReceivedManifest) {
    this.sender = new Province(from);
    this.digest = digest;
    this.receivedAt = receivedAt;
    this.files = files.map((file) => new ReceivedMaterial(file));
    this.lacking = lacking;
  }
}
