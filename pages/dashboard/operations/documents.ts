import type {
  FlowsQuery,
  GuideQuery,
  ItemsQuery,
  LabelsQuery,
  MonthsQuery,
  NewestQuery,
  ProvincesQuery,
  TraceQuery,
} from './answers.js';
import type {
  GuideQueryVariables,
  ItemsQueryVariables,
  MonthsQueryVariables,
  NewestQueryVariables,
  TraceQueryVariables,
} from './answers.js';
import manifest from './documents.json' with { type: 'json' };

type NoVariables = Readonly<Record<string, never>>;

/** What the page asks, by the name of the operation: what each takes, and what it answers. */
export interface Operations {
  readonly Provinces: { readonly variables: NoVariables; readonly answer: ProvincesQuery };
  readonly Flows: { readonly variables: NoVariables; readonly answer: FlowsQuery };
  readonly Months: { readonly variables: MonthsQueryVariables; readonly answer: MonthsQuery };
  readonly Newest: { readonly variables: NewestQueryVariables; readonly answer: NewestQuery };
  readonly Trace: { readonly variables: TraceQueryVariables; readonly answer: TraceQuery };
  readonly Items: { readonly variables: ItemsQueryVariables; readonly answer: ItemsQuery };
  readonly Labels: { readonly variables: NoVariables; readonly answer: LabelsQuery };
  readonly Guide: { readonly variables: GuideQueryVariables; readonly answer: GuideQuery };
}

export type OperationName = keyof Operations;

/** A document under the id by which every gateway of ours knows it, and its text for whoever wants to change it. */
export interface PageDocument {
  readonly id: string;
  readonly text: string;
}

const byName = new Map(
  Object.entries(manifest).map(([id, text]): [string, PageDocument] => {
    const [, name = ''] = /^(?:query|subscription) (\w+)/.exec(text) ?? [];
    return [name, { id, text }];
  }),
);

/** The document of an operation. */
export function documentOf(name: OperationName | 'CaseEvents'): PageDocument {
  const found = byName.get(name);
  if (found === undefined) throw new Error(`No file of this folder has the operation ${name}.`);
  return found;
}
