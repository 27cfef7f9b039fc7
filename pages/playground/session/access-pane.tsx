import { useGraphiQLActions } from '@graphiql/react';
import { useState, useSyncExternalStore } from 'react';
import { gbCodes } from '../../../schema/province-codes.js';
import { AccessPurpose } from '../../../schema/purpose.js';
import { isRole, type Role, roles } from '../../../schema/roles.js';
import { fill } from '../i18n/own-texts.js';
import { usePageState, useTexts } from '../page-state.js';
import { Pane } from '../pane.js';
import { useSettings } from '../settings.js';
import type { SessionView } from './session.js';
import { takeDevToken } from './take-dev-token.js';

/** As whom the page asks: a pasted token, a role to try where the gateway gives tokens for it, and what for. */
export function AccessPane() {
  const { texts } = useTexts();
  const { session } = usePageState();
  const view = useSyncExternalStore(session.subscribe, session.current);
  const actions = useGraphiQLActions();
  const { devTokens } = useSettings();
  // Who may see what of the schema depends on who asks.
  const change = (token: string | undefined): void => {
    session.useToken(token);
    void actions.introspect();
  };
  return (
    <Pane title={texts.access}>
      <p>
        {texts.accessNow}: <strong>{useIdentityText(view)}</strong>
        {view.hasToken && (
          <button type="button" onClick={() => change(undefined)}>
            {texts.forget}
          </button>
        )}
      </p>
      <p className="hint">{texts.accessHint}</p>
      {devTokens && <RoleChoice use={change} />}
      <TokenField use={change} />
      <PurposeChoice view={view} />
    </Pane>
  );
}

/** Who asks, in a few words. */
export function useIdentityText({ hasToken, claims }: SessionView): string {
  const { language, texts } = useTexts();
  if (!hasToken) return texts.nobody;
  const role = isRole(claims?.role) ? roles[claims.role][language] : claims?.role;
  return [role, claims?.province, claims?.subject].filter((part) => part !== undefined).join(' · ') || texts.token;
}

interface UseToken {
  readonly use: (token: string) => void;
}

const ROLES = Object.keys(roles).filter(isRole);
const PROVINCES = [...gbCodes.keys()];

function RoleChoice({ use }: UseToken) {
  const { language, texts } = useTexts();
  const [role, setRole] = useState<Role>('analyst');
  const [province, setProvince] = useState('');
  const [problem, setProblem] = useState<string>();
  const take = async (): Promise<void> => {
    try {
      use(await takeDevToken({ role, province: province === '' ? undefined : province }));
      setProblem(undefined);
    } catch (error) {
      setProblem(error instanceof Error ? error.message : String(error));
    }
  };
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        void take();
      }}
    >
      <h3>{texts.tryRole}</h3>
      <p className="hint">{texts.tryHint}</p>
      <div className="choices">
        <label className="choice">
          {texts.role}
          <select value={role} onChange={({ currentTarget }) => setRole(currentTarget.value as Role)}>
            {ROLES.map((one) => (
              <option key={one} value={one}>
                {roles[one][language]}
              </option>
            ))}
          </select>
        </label>
        <label className="choice">
          {texts.province}
          <select value={province} onChange={({ currentTarget }) => setProvince(currentTarget.value)}>
            <option value="">{texts.state}</option>
            {PROVINCES.map((code) => (
              <option key={code}>{code}</option>
            ))}
          </select>
        </label>
        <button type="submit">{texts.takeToken}</button>
      </div>
      {problem !== undefined && <p role="alert">{fill(texts.noDevToken, { reason: problem })}</p>}
    </form>
  );
}

function TokenField({ use }: UseToken) {
  const { texts } = useTexts();
  return (
    <form
      className="choices"
      autoComplete="off"
      onSubmit={(event) => {
        event.preventDefault();
        const token = new FormData(event.currentTarget).get('token');
        if (typeof token === 'string' && token.trim() !== '') use(token.trim().replace(/^Bearer\s+/i, ''));
        event.currentTarget.reset();
      }}
    >
      <label className="choice">
        {texts.token}
        <input type="password" name="token" autoComplete="off" spellCheck={false} />
      </label>
      <button type="submit">{texts.useToken}</button>
    </form>
  );
}

function PurposeChoice({ view }: { readonly view: SessionView }) {
  const { language, texts } = useTexts();
  const { session } = usePageState();
  const state = (code: string): void => session.statePurpose(code === '' ? undefined : code);
  return (
    <label className="choice">
      {texts.purpose}
      <select value={view.purpose ?? ''} onChange={({ currentTarget }) => state(currentTarget.value)}>
        <option value="">{texts.noPurpose}</option>
        {Object.entries(AccessPurpose.entries).map(([code, { labelZh, labelEn }]) => (
          <option key={code} value={code}>
            {language === 'zh' ? labelZh : labelEn}
          </option>
        ))}
      </select>
    </label>
  );
}
