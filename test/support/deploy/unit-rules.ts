/** Settings of a systemd unit, by name; some are given several times. */
export type UnitSettings = ReadonlyMap<string, readonly string[]>;

/** Reads the settings of a unit, whatever their section. */
export function readUnit(text: string): UnitSettings {
  const settings = new Map<string, string[]>();
  for (const line of text.split('\n')) {
    const [, name, value] = /^(\w+)=(.*)$/.exec(line) ?? [];
    if (name !== undefined) settings.set(name, [...(settings.get(name) ?? []), value ?? '']);
  }
  return settings;
}

const required: Readonly<Record<string, string>> = {
  DynamicUser: 'yes',
  NoNewPrivileges: 'yes',
  ProtectSystem: 'strict',
  ProtectHome: 'yes',
  PrivateTmp: 'yes',
  PrivateDevices: 'yes',
  ProtectKernelTunables: 'yes',
  ProtectControlGroups: 'yes',
  RestrictNamespaces: 'yes',
  CapabilityBoundingSet: '',
  SystemCallFilter: '@system-service',
  UMask: '0077',
};

/** What a unit lacks of what keeps a program to itself; empty for nothing. */
export function refuseUnit(settings: UnitSettings): readonly string[] {
  const missing = Object.entries(required).filter(([name, value]) => settings.get(name)?.at(-1) !== value);
  const secrets = (settings.get('Environment') ?? []).filter((one) => /PASSWORD|SECRET|TOKEN|DATABASE_URL/.test(one));
  return [
    ...missing.map(([name, value]) => `${name} is not ${value === '' ? 'empty' : value}.`),
    ...secrets.map(() => 'A secret stands in Environment: LoadCredential.'),
    ...(Number(settings.get('TimeoutStopSec')?.at(-1)) >= 20 ? [] : ['TimeoutStopSec is shorter than the drain.']),
  ];
}
