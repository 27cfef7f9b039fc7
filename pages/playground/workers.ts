// GraphiQL brings no workers; in a file of ours they become files of the page, and nothing is loaded from elsewhere.
import EditorWorker from 'monaco-editor/esm/vs/editor/editor.worker.js?worker';
import JsonWorker from 'monaco-editor/esm/vs/language/json/json.worker.js?worker';
import GraphQLWorker from 'monaco-graphql/esm/graphql.worker.js?worker';

/** Tells the editors where their workers are. Before the first of them is made. */
export function provideWorkers(): void {
  const environment = {
    getWorker(_id: string, label: string): Worker {
      if (label === 'graphql') return new GraphQLWorker();
      return label === 'json' ? new JsonWorker() : new EditorWorker();
    },
  };
  Object.assign(globalThis, { MonacoEnvironment: environment });
}
