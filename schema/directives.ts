/**
 * Directives of the contract: what the gateway must know beyond types. They are carried into the supergraph by
 * `@composeDirective` and are absent from the schema that clients see.
 */

/** Identifies the directive set; an identifier, never fetched. */
export const CONTRACT_LINK = 'https://specs.tongban.invalid/contract/v1.0';

/** How partial values of several provinces join into one. */
export const mergeKinds = [
  'SUM',
  'MIN',
  'MAX',
  'ANY',
  'CONCAT',
  'OBJECT',
  'MEAN',
  'HISTOGRAM',
  'QUANTILE',
  'BUCKETS',
  'DISTINCT',
  'LATEST',
] as const;
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
字段所属的权限表操作；拒绝时告知。 · The action of the authority matrix that a field is; a refusal says it.
"""
directive @action(
  "操作代码。 · Its code."
  name: String!
  "中文名称。 · Its name in Chinese."
  zh: String!
  "英文名称。 · Its name in English."
  en: String!
) on FIELD_DEFINITION

"""
询问所有省份、由参数收窄的省份，或由参数指明的省份及其答复所提及的省份；结果按返回类型合并。 · All provinces are asked, or those that an argument names, or the one that an argument names and those that answers lead on to; the answers are merged by return type.
"""
directive @gather(
  "收窄省份的参数名。 · Name of the argument that narrows the provinces."
  narrowBy: String
  "先询问该参数所指明的省份：业务协同编号的发起省份、全局标识的所属省份，或省级代码；须与 further 同用。 · The province that this argument names is asked first: the origin of a collaboration number, the owner of a global id, or a province code. Goes with further."
  beginAt: String
  "再询问该字段所列而尚未询问的省份，直至不再出现新的省份；写法同 @key，如 participants { code }。发起省份未作答且别无所知时，询问其余各省。 · Then those that this field lists and that were not asked yet, until nobody new is named; written as in @key, such as participants { code }. When the first is missing and nobody else is known, all others are asked."
  further: String
) on FIELD_DEFINITION

"""
各省部分值如何合并为一个值。MEAN 与 QUANTILE 由网关计算，从不发送给省份。 · How the partial values of several provinces join into one. MEAN and QUANTILE are computed by the gateway and never sent to a province.
"""
directive @merge(
  """
  合并方式。 · How the values join.

  SUM：相加；MIN、MAX：最小、最大（布尔值：否小于是）；ANY：任取一个非空值；CONCAT：按省份顺序连接列表。 · SUM adds; MIN and MAX take the least and the greatest (false is less than true); ANY takes any non-null value, the same everywhere; CONCAT joins lists in the order of the provinces.

  OBJECT：逐字段合并对象；BUCKETS：列表中键相同的对象逐字段合并，按 orderBy、再按键排序；DISTINCT：每个键（或值）只出现一次，取首个省份的，按键排序。 · OBJECT joins an object field by field; BUCKETS joins the objects of equal key in lists field by field, sorted by orderBy, then by key; DISTINCT keeps each key (or value) once, of the first province, sorted by key.

  LATEST：取 by 字段最大者的值，其值为空亦然；相等时取首个省份的；by 为空者最小。 · LATEST takes the value of the object whose field in by is the greatest, even when that value is null; of the first province among equals; null in by is least of all.

  MEAN：合计除以个数，即精确的加权平均；个数为零时为空。 · MEAN is the joined sum divided by the joined count, the exact weighted mean; null when the count is zero.

  HISTOGRAM：固定分桶的计数逐项相加；第 i 桶计入大于前一上界且不大于第 i 个上界的值，末桶无上界，故计数比上界多一个；上界各省须相同。 · HISTOGRAM adds the counts of fixed buckets one by one; bucket i counts the values above the bound before and up to bound i, the last is open, so there is one count more than bounds; the bounds must be the same in all provinces.

  QUANTILE：由合并后的直方图在桶内线性插值；参数 q 在 0 与 1 之间；误差不超过桶宽；首桶下界为 0（首个上界不为正时取该上界）；末桶取最后一个上界；无计数时为空。 · QUANTILE interpolates linearly within a bucket of the joined histogram; the argument q lies between 0 and 1; the error is at most the width of the bucket; the first bucket begins at 0 (or has no width when its bound is not positive); in the open last bucket it is the last bound, whatever lies above; null when there are no counts.
  """
  how: String!
  """
  合并所依据的字段。MEAN："合计 个数"；HISTOGRAM："上界"；QUANTILE："计数 上界"；LATEST：按 MAX 合并的一个字段；BUCKETS 与 DISTINCT：键字段，写法同 @key；其他方式不用。 · The fields that the rule works with. MEAN: "sum count"; HISTOGRAM: "bounds"; QUANTILE: "counts bounds"; LATEST: one field that is merged by MAX; BUCKETS and DISTINCT: the key fields, written as in @key; the others take none.
  """
  by: String
  "BUCKETS 的排序：条目中按 MIN 或 MAX 合并的字段，空值在前；相等时按键。 · Order of BUCKETS: fields of the items that are merged by MIN or MAX, null first; equals are sorted by key."
  orderBy: String
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

const names = ['@action', '@owner', '@gather', '@merge', '@elsewhere', '@coverage'] as const;

const quoted = (values: readonly string[]): string => values.map((value) => JSON.stringify(value)).join(', ');

/** The schema header of the contract: federation imports, our directives, and their passage into the supergraph. */
export const contractHeader = `extend schema
  @link(url: "https://specs.apollo.dev/federation/v2.9", import: [${quoted(['@key', '@shareable', '@composeDirective', '@policy'])}])
  @link(url: "${CONTRACT_LINK}", import: [${quoted(names)}])
${names.map((name) => `  @composeDirective(name: "${name}")`).join('\n')}
`;
