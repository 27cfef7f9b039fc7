import { isObjectType, type GraphQLSchema } from 'graphql';
import { Authorized, Directive, Extensions } from 'type-graphql';
import { type Action, audienceOf, authorityMatrix, isAction, rolesFor } from '../../schema/authority-matrix.js';

/**
 * Says which action of the authority matrix a field is: whoever may not do it is refused by the gateway (`@policy` in
 * the contract) and again by the subgraph (`@Authorized`), and the field's description says who may.
 */
export function Allow(action: Action): MemberDecorator {
  const { isOpen, zh, en } = authorityMatrix[action];
  const named = `@action(name: ${JSON.stringify(action)}, zh: ${JSON.stringify(zh)}, en: ${JSON.stringify(en)})`;
  const guards = isOpen ? [] : [Directive(policyOf(action)), Directive(named), Authorized(action)];
  return (target, key, descriptor) => {
    for (const decorate of [Extensions({ action }), ...guards]) (decorate as MemberDecorator)(target, key, descriptor);
  };
}

/** Of a method or a property, as type-graphql's own decorators are. */
type MemberDecorator = (target: object, key: string | symbol, descriptor?: PropertyDescriptor) => void;

/** Federation's `@policy`: any one of the sets must be had whole, and a policy is the name of a role. */
function policyOf(action: Action): string {
  return `@policy(policies: [${rolesFor(action)
    .map((role) => `["${role}"]`)
    .join(', ')}])`;
}

/** Throws for a root field of which nobody has said who may ask it: what is not allowed is not there. */
export function assertEveryRootAllowed(code: GraphQLSchema): void {
  const roots = [code.getQueryType(), code.getMutationType(), code.getSubscriptionType()].flatMap((root) => root ?? []);
  const open = roots.flatMap((root) =>
    Object.values(root.getFields())
      .filter(({ extensions }) => !isAction(extensions['action']))
      .map(({ name }) => `${root.name}.${name}`),
  );
  if (open.length > 0) throw new Error(`Say by @Allow who may ask ${open.join(', ')}.`);
}

/** Lets the fields of the schema that is executed say of themselves what those of the code do: their action, above all. */
export function carryExtensions(code: GraphQLSchema, executed: GraphQLSchema): void {
  for (const type of Object.values(code.getTypeMap())) {
    const other = executed.getType(type.name);
    if (!isObjectType(type) || !isObjectType(other)) continue;
    for (const { name, extensions } of Object.values(type.getFields())) {
      const field = other.getFields()[name];
      if (field !== undefined) field.extensions = { ...field.extensions, ...extensions };
    }
  }
}

/** Adds to the description of every field with an action who may do it. */
export function describeAudiences(code: GraphQLSchema): void {
  for (const type of Object.values(code.getTypeMap())) {
    if (!isObjectType(type)) continue;
    for (const field of Object.values(type.getFields())) {
      const { action } = field.extensions;
      if (!isAction(action)) continue;
      const { zh, en } = audienceOf(action);
      field.description = `${field.description ?? ''}\n\n可用者：${zh}。 · For: ${en}.`.trim();
    }
  }
}
