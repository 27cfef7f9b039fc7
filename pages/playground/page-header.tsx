import { useGraphiQL } from '@graphiql/react';
import { useState, useSyncExternalStore } from 'react';
import type { SchemeChoice } from '../shared/color-scheme.js';
import { usePageState, useTexts } from './page-state.js';
import { useIdentityText } from './session/access-pane.js';
import { writeShareLink } from './share-link.js';

/** The line above everything: who asks, a link to what is asked, language and colours. */
export function PageHeader() {
  const { language, texts } = useTexts();
  const { language: choice, session } = usePageState();
  const identity = useIdentityText(useSyncExternalStore(session.subscribe, session.current));
  return (
    <header className="page-header" data-own>
      <h1>{texts.title}</h1>
      <a href="./">{texts.dashboard}</a>
      <span className="identity">
        {texts.accessNow}: {identity}
      </span>
      <ShareButton />
      <SchemeSelect />
      <button
        type="button"
        lang={language === 'zh' ? 'en' : 'zh-CN'}
        onClick={() => choice.choose(language === 'zh' ? 'en' : 'zh')}
      >
        {texts.language}
      </button>
    </header>
  );
}

const SCHEMES: readonly SchemeChoice[] = ['system', 'light', 'dark'];

function SchemeSelect() {
  const { texts } = useTexts();
  const { scheme } = usePageState();
  const chosen = useSyncExternalStore(scheme.subscribe, scheme.chosen);
  const labels = { system: texts.schemeSystem, light: texts.schemeLight, dark: texts.schemeDark };
  return (
    <select
      aria-label={texts.scheme}
      value={chosen}
      onChange={({ currentTarget }) => scheme.choose(currentTarget.value as SchemeChoice)}
    >
      {SCHEMES.map((one) => (
        <option key={one} value={one}>
          {labels[one]}
        </option>
      ))}
    </select>
  );
}

function ShareButton() {
  const { texts } = useTexts();
  const editors = useGraphiQL(({ queryEditor, variableEditor }) => ({ queryEditor, variableEditor }));
  const [said, setSaid] = useState('');
  const share = async (): Promise<void> => {
    const query = editors.queryEditor?.getValue() ?? '';
    const link = writeShareLink(location.href, { query, variables: editors.variableEditor?.getValue() ?? '' });
    history.replaceState(null, '', link);
    try {
      await navigator.clipboard.writeText(link);
      setSaid(texts.shared);
    } catch {
      setSaid(texts.shareByHand); // No permission, or a page without TLS: the address bar has the link.
    }
  };
  return (
    <>
      <button type="button" onClick={() => void share()}>
        {texts.share}
      </button>
      <span role="status" className="said">
        {said}
      </span>
    </>
  );
}
