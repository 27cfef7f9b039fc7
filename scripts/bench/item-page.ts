/** The gathered page that routing is measured by: 50 service items of all provinces. */
export const itemPage =
  '{ serviceItems(first: 50) { edges { cursor node { id nameZh mode promisedLimit { value unit } } } pageInfo { hasNextPage endCursor } totalCount coverage { exact } } }';

/** Throws unless every province has taken part in a gathered answer, and nothing failed. */
export function expectExact(answer: string): void {
  const isRight = answer.includes('"exact":true') && !answer.includes('"errors"');
  if (!isRight) throw new Error(`wrong answer: ${answer.slice(0, 200)}`);
}
