import { useEffect, useState } from 'react';

/** What the gateway that serves the page lets it do. */
export interface Settings {
  /** Whether it hands out tokens for trying out. */
  readonly devTokens: boolean;
  /** To whom it explains its answers. */
  readonly explanations: 'nobody' | 'everybody' | 'roles';
}

const UNKNOWN: Settings = { devTokens: false, explanations: 'nobody' };

let asked: Promise<Settings> | undefined;

/** The settings of the gateway; those of a cautious one until they are known. */
export function useSettings(): Settings {
  const [settings, setSettings] = useState(UNKNOWN);
  useEffect(() => {
    asked ??= readSettings();
    void asked.then(setSettings);
  }, []);
  return settings;
}

async function readSettings(): Promise<Settings> {
  try {
    const response = await fetch('playground/settings.json', { credentials: 'omit' });
    return response.ok ? ((await response.json()) as Settings) : UNKNOWN;
  } catch {
    return UNKNOWN; // The page works without; two offers are not made.
  }
}
