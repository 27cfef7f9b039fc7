import { expect, it } from '@jest/globals';
import {
  buildASTSchema,
  getNamedType,
  type GraphQLNamedType,
  isEnumType,
  isInputObjectType,
  isInterfaceType,
  isObjectType,
  parse,
} from 'graphql';
import { fieldDirective } from '../../schema/field-directive.js';
import { contractBreaches } from '../../schema/contract-rules.js';
import { buildProvinceSchema } from './province.js';

const { sdl } = buildProvinceSchema();
const contract = buildASTSchema(parse(sdl), { assumeValid: true, assumeValidSDL: true });

// The federation's own types and scalars are not part of the contract's text.
const own = Object.values(contract.getTypeMap()).filter((type) => type.astNode !== undefined && type.astNode !== null);

interface Described {
  readonly name: string;
  readonly description?: string | null | undefined;
}

function membersOf(type: GraphQLNamedType): readonly Described[] {
  if (isEnumType(type)) return type.getValues();
  if (isInputObjectType(type)) return Object.values(type.getFields());
  if (!isObjectType(type) && !isInterfaceType(type)) return [];
  return Object.values(type.getFields()).flatMap((field) => [field, ...field.args]);
}

it('keeps the rules of the contract', () => {
  expect(contractBreaches(contract)).toEqual([]);
});

it('describes every type, field, argument, input field and enum value in Chinese and English', () => {
  const described = own.flatMap((type) => [
    ...(['Query', 'Mutation', 'Subscription'].includes(type.name)
      ? []
      : [{ path: type.name, description: type.description }]),
    ...membersOf(type).map(({ name, description }) => ({ path: `${type.name}.${name}`, description })),
  ]);

  const poor = described.filter(({ description }) => !/\p{Script=Han}.* · .*[a-z]/su.test(description ?? ''));

  expect(described.length).toBeGreaterThan(250);
  expect(poor).toEqual([]);
});

it('prints the same contract each time it is built', () => {
  expect(buildProvinceSchema().sdl).toBe(sdl);
});

/** Types that say who somebody is or what he has; whoever adds one lists it here. */
const personal = new Set(['Applicant', 'LicenceDetails', 'EvidenceDocument', 'EvidencePreview']);

it('leads to what is known of a person by guarded fields only', () => {
  const leading = own.filter(isObjectType).flatMap((type) =>
    Object.values(type.getFields())
      .filter((field) => personal.has(getNamedType(field.type).name) && !personal.has(type.name))
      .map((field) => ({
        path: `${type.name}.${field.name}`,
        isGuarded: fieldDirective(field, 'policy') !== undefined,
      })),
  );

  expect(leading.filter(({ isGuarded }) => !isGuarded)).toEqual([]);
  expect(leading.map(({ path }) => path).sort()).toEqual([
    'Case.applicant',
    'EvidenceRequest.document',
    'Leg.applicant',
    'Licence.details',
    'Query.evidencePreview',
  ]);
});

it('says of the applicant nothing else but the kind and the province', () => {
  const open = own.filter((type) => !personal.has(type.name) && !isEnumType(type));
  const members = open.flatMap((type) => membersOf(type).map(({ name }) => `${type.name}.${name}`));

  // A command that verifies an identity says that it was done and how, never whose.
  const told = members.filter((name) => !name.startsWith('VerifyIdentityInput.'));
  expect(told.filter((name) => /applicant|person|citizen|identity|mobile|birth/i.test(name)).sort()).toEqual([
    'ApplicantInput.documentNumber',
    'ApplicantInput.documentType',
    'ApplicantInput.name',
    'ApplicantInput.phone',
    'Case.applicant',
    'Case.applicantKind',
    'Case.applicantProvince',
    'CaseFilter.applicantProvince',
    'DeleteCaseInput.secondPerson',
    'DraftCaseInput.applicant',
    'DraftCaseInput.applicantKind',
    'DraftCaseInput.applicantProvince',
    'ExtendCaseInput.applicantTold',
    'Guide.applicantProvince',
    'Leg.applicant',
    'Mutation.verifyIdentity',
    'Preflight.applicantProvince',
    'PreflightInput.applicantProvince',
    'Query.applicantProvince',
    'SecondPersonInput.another',
    'SecondPersonInput.role',
    'SuspendCaseInput.applicantTold',
    'VoidCaseInput.secondPerson',
  ]);
});
