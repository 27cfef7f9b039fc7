/**
 * Directives of the contract: what the gateway must know beyond types. They are carried into the supergraph by
 * `@composeDirective` and are absent from the schema that clients see.
 */

/** Identifies the directive set; an identifier, never fetched. */
export const CONTRACT_LINK = 'https://specs.tongban.invalid/contract/v1.0';

/** How partial values of several provinces join into one. */
export const mergeKinds = ['SUM', 'MIN', 'MAX', 'ANY', 'CONCAT'] as const;
export type MergeKind = (typeof mergeKinds)[number];

/** Definitions with their descriptions, as they stand in `province.graphql`. */
export const directiveDefinitions = `
"""
恰好由一个省回答：由该参数（全局标识或省级代码）指明。 · Exactly one province answers: the one that the argument at this path names (a global id or a province code).
"""
directive @owner(
  "参数路径，如 id 或 input.caseId。 · Path of the argument, such as id or input.caseId."
  by: String!
) on FIELD_DEFINITION

"""
询问所有省份，或由该参数收窄的省份；结果按返回类型合并。 · All provinces are asked, or those that the argument names; their answers are merged by return type.
"""
directive @gather(
  "收窄省份的参数名。 · Name of the argument that narrows the provinces."
  narrowBy: String
) on FIELD_DEFINITION

"""
各省部分值如何合并为一个值。 · How the partial values of several provinces join into one.
"""
directive @merge(
  "合并方式：SUM、MIN、MAX、ANY（任取非空值）、CONCAT（按省份顺序连接）。 · How the values join: SUM, MIN, MAX, ANY (any non-null value, the same everywhere), CONCAT (lists joined in the order of the provinces)."
  how: String!
) on FIELD_DEFINITION

"""
所返回实体可能属于另一个省，由网关跟随引用。 · The entity's home may be another province; the gateway follows the reference.
"""
directive @elsewhere on FIELD_DEFINITION

"""
由网关填写，从不发送给省份。 · Filled by the gateway, never sent to a province.
"""
directive @coverage on FIELD_DEFINITION
`;

const names = ['@owner', '@gather', '@merge', '@elsewhere', '@coverage'] as const;

const quoted = (values: readonly string[]): string => values.map((value) => JSON.stringify(value)).join(', ');

/** The schema header of the contract: federation imports, our directives, and their passage into the supergraph. */
export const contractHeader = `extend schema
  @link(url: "https://specs.apollo.dev/federation/v2.9", import: [${quoted(['@key', '@shareable', '@composeDirective'])}])
  @link(url: "${CONTRACT_LINK}", import: [${quoted(names)}])
${names.map((name) => `  @composeDirective(name: "${name}")`).join('\n')}
`;
