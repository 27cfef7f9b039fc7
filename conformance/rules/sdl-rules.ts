import type { Rule } from '../rule.js';

/** What a province says of itself: the schema that it serves. */
export const sdlRules: readonly Rule[] = [
  {
    id: 'service-sdl',
    title: { zh: '应答 _service { sdl }', en: 'answers _service { sdl }' },
    why: {
      zh: '网关据此判断该省是否遵守契约；不作答的省份会被隔离，不再被询问。',
      en: 'A gateway compares it with the contract; a province that does not answer is quarantined, and asked no more.',
    },
    cure: {
      zh: '使用支持 Apollo Federation 2 的库，或自行以文本返回所服务的 SDL。',
      en: 'Use a library for subgraphs of Apollo Federation 2, or return the SDL that you serve as text.',
    },
    profile: 'read',
    steps: [
      {
        send: { query: '{ _service { sdl } }' },
        expect: [{ answered: true }, { at: 'body.data._service.sdl', matches: 'type Query' }],
      },
    ],
  },
  {
    id: 'sdl-types',
    title: {
      zh: '所服务的类型、字段、参数、枚举值与空值约定符合契约',
      en: 'serves the types, fields, arguments, enum values and nullability of the contract',
    },
    why: {
      zh: '网关向各省发送同一查询；少一个字段，查询在该省整体失败。可以多于契约，不可以少。',
      en: 'A gateway sends the same query to all provinces; where one field is missing, all of it fails. More is allowed, less is not.',
    },
    cure: {
      zh: '以 schema/province.graphql 为准，补齐所列各项。',
      en: 'Take schema/province.graphql as it is, and add what is listed.',
    },
    profile: 'read',
    steps: [
      {
        send: { compare: 'types' },
        expect: [{ answered: true }, { at: 'differences', is: [] }],
      },
    ],
  },
  {
    id: 'sdl-directives',
    title: {
      zh: '类型与字段上的 @key、@owner、@gather、@merge 等指令符合契约',
      en: 'carries the @key, @owner, @gather, @merge … of the contract on its types and fields',
    },
    why: {
      zh: '由谁回答、如何合并，写在这些指令里；发布的 SDL 缺了它们，组合出的图就会问错省份。',
      en: 'They say who answers and how answers are joined; a graph that is composed of an SDL without them asks the wrong province.',
    },
    cure: {
      zh: '在 _service { sdl } 返回的文本中保留契约的指令；从代码生成 SDL 的库须显式打印指令。',
      en: 'Keep the directives of the contract in the text of _service { sdl }; a library that prints the SDL from code has to be told to.',
    },
    profile: 'read',
    steps: [
      {
        send: { compare: 'directives' },
        expect: [{ answered: true }, { at: 'differences', is: [] }],
      },
    ],
  },
];
