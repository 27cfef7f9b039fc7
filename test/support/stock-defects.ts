/** An operation that @apollo/gateway 2.14.4 gets wrong, with what it gives and what is right. */
export interface StockDefect {
  readonly title: string;
  readonly supergraph: string;
  readonly query: string;
  readonly given: string;
  readonly right: string;
}

/** Why the stock engine cannot be the oracle: found by comparing it with the monoliths, and shrunk. */
export const stockDefects: readonly StockDefect[] = [
  {
    title: 'an alias that is the name of a key is taken for the key',
    supergraph: 'sharing',
    query: '{ books { code id: pages } }',
    given: '{"books":[{"code":"<s>","id":null},{"code":"<t>","id":null}]}',
    right: '{"books":[{"code":"<s>","id":900},{"code":"<t>","id":null}]}',
  },
  {
    title: 'a field that is required with arguments is taken for the same field of the client',
    supergraph: 'requires',
    query: '{ item(id: "1") { price total } }',
    given: '{"item":{"price":100,"total":15}}',
    right: '{"item":{"price":100,"total":105}}',
  },
  {
    title: 'a field shares its fetch with one whose requirements are skipped',
    supergraph: 'shop',
    query: 'query ($yes: Boolean! = false) { topProducts { inStock shippingEstimate @include(if: $yes) } }',
    given: '{"topProducts":[{"inStock":null},{"inStock":null},{"inStock":null}]}',
    right: '{"topProducts":[{"inStock":true},{"inStock":false},{"inStock":null}]}',
  },
  {
    title: 'keys come in an order of its own',
    supergraph: 'sharing',
    query: '{ authors { ... on Author { born } books { id } ... on Author { id } } }',
    given: '{"authors":[{"born":1715,"id":"1","books":[{"id":"1"}]},{"born":null,"id":"2","books":[{"id":"2"}]}]}',
    right: '{"authors":[{"born":1715,"books":[{"id":"1"}],"id":"1"},{"born":null,"books":[{"id":"2"}],"id":"2"}]}',
  },
  {
    title: 'fields under an abstract type condition are lost',
    supergraph: 'abstract-types',
    query: '{ garage { ... on Thing { ... on Garage { title } } } }',
    given: '{"garage":{}}',
    right: '{"garage":{"title":null}}',
  },
  {
    title: 'introspection under a condition ends the operation',
    supergraph: 'abstract-types',
    query: '{ ... @include(if: true) { __type(name: "Car") { name } } vehicles { id } }',
    given: 'null',
    right: '{"__type":{"name":"Car"},"vehicles":[{"id":"1"},{"id":"2"},null,{"id":"3"}]}',
  },
];
