import { isEnumType, type GraphQLLeafType } from 'graphql';
import { anyForm, booleanForm, floatForm, intForm, oneOf, stringForm, type Form } from './form.js';

/** What the text of a scalar or an enum looks like; what would be refused or changed when it is written is not expected. */
export function formOfLeaf(type: GraphQLLeafType): Form {
  if (isEnumType(type)) return oneOf(type.getValues().map(({ name }) => name));
  return builtIn.get(type.name) ?? custom;
}

/** Whatever its subgraph says; only null is no value of any scalar. */
const custom: Form = {
  pattern: undefined,
  skip: (text, at) => (text.startsWith('null', at) ? -1 : anyForm.skip(text, at)),
};

const builtIn: ReadonlyMap<string, Form> = new Map([
  ['Int', intForm],
  ['Float', floatForm],
  ['String', stringForm],
  ['Boolean', booleanForm],
  ['ID', stringForm],
]);
