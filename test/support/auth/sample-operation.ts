// The shortest valid operation of a field: required arguments only, each with a value that leads to one province.
import {
  getNamedType,
  isEnumType,
  isInputObjectType,
  isLeafType,
  isListType,
  isNonNullType,
  isRequiredArgument,
  isRequiredInputField,
  type GraphQLField,
  type GraphQLInputType,
  type GraphQLSchema,
} from 'graphql';

/** An operation and its variables. */
export interface SampleOperation {
  readonly query: string;
  readonly variables: Readonly<Record<string, unknown>>;
}

/** Where samples are asked. */
export interface SamplePlace {
  readonly province: string;
  /** By type: an object of the province that everybody may reach by its id, so that its own fields are asked for. */
  readonly objects: Readonly<Record<string, string>>;
}

/** Asks one field of a schema, in a province, for nothing but its type name. */
export function sampleOperation(schema: GraphQLSchema, coordinate: string, place: SamplePlace): SampleOperation {
  const [root = '', name = ''] = coordinate.split('.');
  const type = [schema.getQueryType(), schema.getMutationType()].find((candidate) => candidate?.name === root);
  const field = type?.getFields()[name];
  if (type !== undefined && type !== null && field !== undefined) return sampleOfRoot(type.name, field, place.province);
  const id = place.objects[root];
  if (id !== undefined) return sampleOfObject(coordinate, id);
  // What nobody reaches by its id is asked of the root field that leads to it.
  if (coordinate !== 'EvidenceRequest.document') throw new Error(`Nothing leads to ${coordinate} here.`);
  const query = 'query ($id: ID!) { evidence(id: $id) { document { __typename } } }';
  return { query, variables: { id: `${place.province}:EvidenceRequest:none` } };
}

function sampleOfObject(coordinate: string, id: string): SampleOperation {
  const [type = '', name = ''] = coordinate.split('.');
  const query = `query ($id: ID!) { node(id: $id) { ... on ${type} { ${name} { __typename } } } }`;
  return { query, variables: { id } };
}

function sampleOfRoot(root: string, field: GraphQLField<unknown, unknown>, province: string): SampleOperation {
  const args = field.args.filter(isRequiredArgument);
  const given = Object.fromEntries(args.map((each) => [each.name, valueOf(each.type, each.name, { field, province })]));
  const declared = args.map((each) => `$${each.name}: ${String(each.type)}`).join(', ');
  const passed = args.map((each) => `${each.name}: $${each.name}`).join(', ');
  const selection = isLeafType(getNamedType(field.type)) ? '' : '{ __typename }';
  const kind = root.toLowerCase();
  const head = args.length === 0 ? kind : `${kind} (${declared})`;
  return { query: `${head} { ${field.name}${passed && `(${passed})`} ${selection} }`, variables: given };
}

interface Place {
  readonly field: GraphQLField<unknown, unknown>;
  readonly province: string;
}

function valueOf(type: GraphQLInputType, name: string, place: Place): unknown {
  if (isNonNullType(type)) return valueOf(type.ofType, name, place);
  if (isListType(type)) return [];
  if (isEnumType(type)) return type.getValues()[0]?.name;
  if (isInputObjectType(type)) {
    const fields = Object.values(type.getFields()).filter(isRequiredInputField);
    return Object.fromEntries(fields.map((field) => [field.name, valueOf(field.type, field.name, place)]));
  }
  if (type.name === 'Int') return 0;
  if (type.name === 'Boolean') return true;
  if (type.name === 'DateTime') return '2026-12-31T00:00:00.000Z';
  return textOf(name, place);
}

const NO = 'KS2026030244000000000001O';

const consultationSteps = Object.fromEntries(
  [
    ...['acceptConsultation', 'answerConsultation', 'closeConsultation', 'extendConsultation', 'publishAnswer'],
    ...['transferConsultation', 'routeConsultation', 'decideConsultation', 'confirmAnswer', 'reopenConsultation'],
    ...['escalateConsultation', 'decideAlignment', 'agreeAlignment', 'agreeToDiffer', 'counterAlignment'],
    ...['escalateAlignment'],
  ].map((field) => [field, 'Consultation']),
);

// Of ids whose name, or whose field, is not that of a type.
const types: Readonly<Record<string, string>> = {
  ...{ staff: 'StaffMember', colleague: 'StaffMember', course: 'TrainingCourse', window: 'ServiceWindow' },
  ...{ session: 'SupervisedSession', certification: 'Certification' },
  ...{ upload: 'MaterialUpload', case: 'Case', leg: 'Leg', licence: 'Licence', node: 'Case' },
  ...{ entry: 'AccessTrailEntry', challenge: 'AccessChallenge', request: 'EvidenceRequest' },
  ...{ alert: 'SupervisionAlert', rating: 'Rating', appeal: 'ScorecardAppeal' },
  ...{ evidence: 'EvidenceRequest', evidencePreview: 'EvidencePreview' },
  // Of steps of a thread.
  ...consultationSteps,
};

// What is done about an agreement names this province's copy of it.
const onAgreement = /^(sign|counter|review|amend|suspend|resume|terminate)Agreement$/;

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

// What an argument is called says what it names: the contract routes by these.
function textOf(name: string, { field, province }: Place): string {
  if (/province$/i.test(name) || name === 'to' || name === 'code') return province;
  if (name === 'standardItem' || field.name === 'standardItem') return 'CN:StandardItem:mps-idcard-first';
  if (name === 'collaborationNo') return NO;
  const [, id] = /^(\w+)Id$/.exec(name) ?? [];
  if (id !== undefined) return `${province}:${types[id] ?? id}:none`;
  if (name === 'id' && onAgreement.test(field.name)) return `${province}:Agreement:none`;
  if (name === 'id') return `${province}:${types[field.name] ?? capital(field.name)}:none`;
  return 'x';
}
