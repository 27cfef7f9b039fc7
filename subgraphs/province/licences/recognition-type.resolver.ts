import { Field, ObjectType } from 'type-graphql';
import { RecognitionBasis } from '../../../schema/licence-lists.js';
import { codeListEnum } from '../../server/code-list-enum.js';
import type { Recognition } from './recognition.rules.js';

const RecognitionBasisEnum = codeListEnum(RecognitionBasis);

/** Whether a province recognises a licence of another. */
@ObjectType({
  simpleResolvers: true,
  description: '证照互认情况。 · Whether a province recognises a licence, and on what that rests.',
})
export class LicenceRecognition {
  @Field(() => Boolean, { description: '是否认可。 · Whether it is recognised.' })
  readonly isRecognised: boolean;

  @Field(() => RecognitionBasisEnum, {
    nullable: true,
    description: '依据种类；不认可时为空。 · Kind of the basis; null when it is not recognised.',
  })
  readonly basis: keyof typeof RecognitionBasis.entries | null;

  @Field(() => String, {
    nullable: true,
    description: '依据：文件、协议条款或颁发省份。 · The document, the clause, or the province that issued it.',
  })
  readonly text: string | null;

  constructor(recognition: Recognition) {
    this.isRecognised = recognition.isRecognised;
    this.basis = recognition.isRecognised ? recognition.basis : null;
    this.text = recognition.isRecognised ? recognition.text : null;
  }
}
