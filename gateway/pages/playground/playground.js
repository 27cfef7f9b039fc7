// Runs in the browser as it stands: React, ReactDOM and GraphiQL are the globals of the scripts before it.
const { createElement } = window.React;
const { GraphiQL } = window;

// Relative to the page, so that a proxy may serve the gateway below a path prefix.
const endpoint = new URL('graphql', document.baseURI);
const examplesUrl = new URL('pages/examples.json', document.baseURI);

/** Sends one operation. An answer that is not JSON (a proxy's error page) becomes a result that GraphiQL can show. */
async function fetchGraph(operation, options) {
  const response = await fetch(endpoint, {
    method: 'POST',
    headers: {
      ...options?.headers,
      accept: 'application/graphql-response+json, application/json',
      'content-type': 'application/json',
    },
    body: JSON.stringify(operation),
  });
  const text = await response.text();
  try {
    return JSON.parse(text);
  } catch {
    return { errors: [{ message: `HTTP ${response.status}: ${text.slice(0, 200)}` }] };
  }
}

/** The tabs that a first visitor finds; GraphiQL remembers what becomes of them in this browser. */
function tabsOf(examples) {
  return examples.map(({ title, purpose, query }) => ({
    query: `# ${title}\n# ${purpose.replace(' · ', '\n# ')}\n${query}\n`,
  }));
}

async function openPlayground() {
  const examples = await (await fetch(examplesUrl)).json();
  const logo = createElement(GraphiQL.Logo, null, '通办 Tongban');
  const props = { fetcher: fetchGraph, defaultTabs: tabsOf(examples), shouldPersistHeaders: false };
  const page = window.ReactDOM.createRoot(document.getElementById('playground'));
  page.render(createElement(GraphiQL, props, logo));
}

openPlayground();
