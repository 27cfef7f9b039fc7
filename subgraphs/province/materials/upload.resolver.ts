import {
  Arg,
  createUnionType,
  Ctx,
  Directive,
  Field,
  ID,
  InputType,
  Int,
  Mutation,
  ObjectType,
  Resolver,
} from 'type-graphql';
import { Allow } from '../../server/allow.js';
import { AssuranceGrade } from '../../../schema/code-lists.js';
import { formatGlobalId, parseGlobalId } from '../../../schema/global-id.js';
import { codeListEnum } from '../../server/code-list-enum.js';
import { SubgraphError } from '../../server/errors.js';
import type { ProvinceContext } from '../context.js';
import { assertOwnId } from '../../shared/ids.js';
import { ServiceRefusal } from '../shared/service-refusal.resolver.js';
import { isDigest } from '../storage/material-files.js';
import type { Grade } from './admission.rules.js';
import { isName } from './manifest.rules.js';
import { assertOwnSubject, isOwnSubject } from './own-subject.service.js';
import {
  appendChunk,
  beginUpload,
  caseOfUpload,
  finishUpload,
  type Refused,
  type UploadState,
} from './upload.service.js';

const AssuranceGradeEnum = codeListEnum(AssuranceGrade);

/** A file that is to be handed in. */
@InputType({ description: '待提交的材料文件。 · A file of materials that is to be handed in.' })
export class BeginMaterialInput {
  @Field(() => ID, {
    description:
      '办件的全局标识，或者为外省办件办理的环节的全局标识；其省份即接收省份。 · Global id of the case, or of a leg that is done for a case of another province; its province receives the file.',
  })
  readonly caseId!: string;

  @Field(() => String, { description: '材料名称，1 至 200 字。 · Name, 1 to 200 characters.' })
  readonly name!: string;

  @Field(() => String, { description: '内容的 SHA-256（小写十六进制）。 · SHA-256 of the content in lower-case hex.' })
  readonly digest!: string;

  @Field(() => Int, { description: '字节数，至多 20 MiB。 · Size in bytes, at most 20 MiB.' })
  readonly size!: number;

  @Field(() => String, {
    description:
      '媒体类型：application/pdf、application/ofd、image/jpeg、image/png；与文件开头核对。 · Media type: one of these four; compared with how the file begins.',
  })
  readonly mediaType!: string;

  @Field(() => AssuranceGradeEnum, { description: '可信等级。 · Trust grade.' })
  readonly grade!: Grade;

  @Field(() => String, {
    nullable: true,
    description:
      '核验该件的单位代码；等级 A、B 须填。 · Code of the unit that vouches for the copy; for grades A and B.',
  })
  readonly certifiedBy?: string | null;
}

/** A piece of a file. */
@InputType({ description: '材料文件的一块。 · A chunk of a file of materials.' })
export class AppendMaterialInput {
  @Field(() => ID, { description: '上传的标识。 · Id of the upload.' })
  readonly uploadId!: string;

  @Field(() => Int, { description: '该块在文件中的起点。 · Where the chunk begins in the file.' })
  readonly offset!: number;

  @Field(() => String, {
    description: '内容（base64），解码后至多 128 KiB。 · Content in base64; at most 128 KiB when decoded.',
  })
  readonly content!: string;
}

/** How far an upload is. */
@ObjectType({ simpleResolvers: true, description: '上传进度。 · How far an upload is.' })
export class MaterialUpload {
  @Field(() => ID, { description: '上传的标识。 · Id of the upload.' })
  readonly id: string;

  @Field(() => Int, { description: '已收字节数；下一块由此开始。 · Bytes that have come; the next chunk begins here.' })
  readonly offset: number;

  @Field(() => Int, { description: '文件字节数。 · Size of the file in bytes.' })
  readonly size: number;

  @Field(() => Boolean, { description: '是否已收存并归入办件。 · Whether the file is kept and belongs to its case.' })
  readonly isFinished: boolean;

  constructor(state: UploadState, province: string) {
    this.id = formatGlobalId({ province, type: 'MaterialUpload', local: state.id });
    this.offset = state.offset;
    this.size = state.size;
    this.isFinished = state.isFinished;
  }
}

/** How far an upload is, or why it does not go on. */
export const MaterialUploadAnswer = createUnionType({
  name: 'MaterialUploadAnswer',
  description: '上传进度，或者不予接收的原因。 · How far an upload is, or why it is refused.',
  types: () => [MaterialUpload, ServiceRefusal] as const,
});

/** Handing in files, in chunks that fit a request. */
@Resolver()
export class UploadResolver {
  @Allow('writeMaterial')
  @Directive('@owner(by: "input.caseId")')
  @Mutation(() => MaterialUploadAnswer, {
    description: `开始或者续传一份材料；同一办件、名称与摘要即同一上传。 · Begins an upload or finds it again: the same case, name and digest are the same upload.`,
  })
  async beginMaterial(
    @Arg('input', () => BeginMaterialInput, { description: '文件。 · The file.' }) input: BeginMaterialInput,
    @Ctx() context: ProvinceContext,
  ): Promise<MaterialUpload | ServiceRefusal> {
    const { caseId, name, digest, size, mediaType, grade, certifiedBy = null } = input;
    if (!isDigest(digest)) throw new SubgraphError('BAD_USER_INPUT', 'digest is a SHA-256 in lower-case hex.');
    if (!isName(name) || !(certifiedBy === null || isName(certifiedBy))) {
      throw new SubgraphError('BAD_USER_INPUT', 'name and certifiedBy have 1 to 200 characters.');
    }
    await assertOwnSubject(context, caseId);
    return answer(await beginUpload(context, { caseId, name, digest, size, mediaType, grade, certifiedBy }), context);
  }

  @Allow('writeMaterial')
  @Directive('@owner(by: "input.uploadId")')
  @Mutation(() => MaterialUploadAnswer, {
    description: `追加一块；重复发送无害。 · Adds a chunk; sending it again does no harm.`,
  })
  async appendMaterial(
    @Arg('input', () => AppendMaterialInput, { description: '一块。 · The chunk.' }) input: AppendMaterialInput,
    @Ctx() context: ProvinceContext,
  ): Promise<MaterialUpload | ServiceRefusal> {
    const bytes = Buffer.from(input.content, 'base64');
    // Node skips what is no base64, so that a damaged text would become other bytes without a word.
    if (bytes.length === 0 || bytes.toString('base64') !== input.content) {
      throw new SubgraphError('BAD_USER_INPUT', 'content is base64 with padding and not empty.');
    }
    const id = await ownUploadId(input.uploadId, context);
    if (typeof id !== 'string') return answer(id, context);
    return answer(await appendChunk(context, { id, offset: input.offset, bytes }), context);
  }

  @Allow('writeMaterial')
  @Directive('@owner(by: "uploadId")')
  @Mutation(() => MaterialUploadAnswer, {
    description: `结束上传：核对大小、类型与摘要，相符则收存，不符则丢弃。 · Ends an upload: size, type and digest are checked; the file is kept when they are right and thrown away when not.`,
  })
  async finishMaterial(
    @Arg('uploadId', () => ID, { description: '上传的标识。 · Id of the upload.' }) uploadId: string,
    @Ctx() context: ProvinceContext,
  ): Promise<MaterialUpload | ServiceRefusal> {
    const id = await ownUploadId(uploadId, context);
    return answer(typeof id === 'string' ? await finishUpload(context, id) : id, context);
  }
}

// Whose case it is, decides who may go on with an upload; to everybody else none is there.
async function ownUploadId(globalId: string, context: ProvinceContext): Promise<string | Refused> {
  assertOwnId(globalId, 'MaterialUpload', context.province.code);
  const id = parseGlobalId(globalId)?.local ?? '';
  const caseId = await caseOfUpload(context, id);
  return caseId !== undefined && (await isOwnSubject(context, caseId)) ? id : { refusal: 'UPLOAD_UNKNOWN' };
}

const answer = (state: UploadState | Refused, { province }: ProvinceContext): MaterialUpload | ServiceRefusal =>
  'refusal' in state ? new ServiceRefusal(state.refusal) : new MaterialUpload(state, province.code);
