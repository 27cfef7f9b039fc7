import { useGraphiQL, useGraphiQLActions } from '@graphiql/react';
import { useState } from 'react';
import { isRole, roles } from '../../schema/roles.js';
import { halfOf } from '../shared/language.js';
import { collections } from './collections.js';
import { useTexts } from './page-state.js';
import { Pane } from './pane.js';
import type { Collection, Example } from './parse-example.js';

/** The example queries, by kind; a click opens one in a tab of its own. */
export function CollectionsPane() {
  const { texts } = useTexts();
  const [wanted, setWanted] = useState('');
  const found = findExamples(wanted);
  return (
    <Pane title={texts.collections}>
      <p className="hint">{texts.collectionsHint}</p>
      <input
        type="search"
        value={wanted}
        placeholder={texts.search}
        aria-label={texts.search}
        onChange={(event) => setWanted(event.currentTarget.value)}
      />
      {found.length === 0 && <p role="status">{texts.nothingFound}</p>}
      {found.map((collection) => (
        <CollectionList key={collection.name} collection={collection} />
      ))}
    </Pane>
  );
}

function findExamples(wanted: string): readonly Collection[] {
  const text = wanted.trim().toLowerCase();
  const fits = ({ title, purpose, query }: Example): boolean =>
    `${title}\n${purpose}\n${query}`.toLowerCase().includes(text);
  return collections
    .map((collection) => ({ ...collection, examples: collection.examples.filter(fits) }))
    .filter(({ examples }) => examples.length > 0);
}

function CollectionList({ collection }: { readonly collection: Collection }) {
  const { language } = useTexts();
  const open = useOpenInTab();
  return (
    <>
      <h3>{halfOf(collection.title, language)}</h3>
      <ul className="examples">
        {collection.examples.map((example) => (
          <li key={example.title}>
            <button type="button" onClick={() => open(example)}>
              <strong>{halfOf(example.title, language)}</strong>
              <span>{halfOf(example.purpose, language)}</span>
              <RoleNote role={example.role} />
            </button>
          </li>
        ))}
      </ul>
    </>
  );
}

function RoleNote({ role }: { readonly role: string | undefined }) {
  const { language, texts } = useTexts();
  if (!isRole(role)) return null;
  return (
    <span className="role-note">
      {texts.forRole} {roles[role][language]}
    </span>
  );
}

function useOpenInTab(): (example: Example) => void {
  const actions = useGraphiQLActions();
  const editors = useGraphiQL(({ queryEditor, variableEditor }) => ({ queryEditor, variableEditor }));
  return (example) => {
    const query = `${example.query}\n`;
    const variables = example.variables === undefined ? '' : JSON.stringify(JSON.parse(example.variables), null, 2);
    actions.addTab();
    editors.queryEditor?.setValue(query);
    editors.variableEditor?.setValue(variables);
    // A tab hears of its editors a tenth of a second later; a question that is answered sooner would leave no history.
    actions.updateActiveTabValues({ query, variables });
  };
}
