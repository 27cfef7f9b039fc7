import { packQuestion } from '../../shared/pack-question.js';

/** A link that opens a question in the playground, as the playground itself writes such links. */
export function playgroundLink(query: string, variables: Readonly<Record<string, unknown>> = {}): string {
  return `playground#${packQuestion({ query, variables: JSON.stringify(variables, null, 2) })}`;
}
