import type { ParameterValue, Settings } from '../../../approvals/plan';

/* What else makes a tunnel, besides what people choose: it is read so that a tunnel comes back as it was. */

/** By the parameter that sets each, as the gateway has it; what it has none of is not in it. */
export interface Setup {
  parts: Readonly<Record<string, ParameterValue>>;
  /** What no call could give back, in words: it cannot be read whole, or its number means nothing to us. */
  lost: readonly string[];
}

type Kind = 'flag' | 'count' | 'word' | 'text' | 'list';

interface Part {
  /** The output has other names: parameters carry a unit behind. */
  property: string;
  parameter: string;
  kind: Kind;
  label: string;
  unit?: string;
  /** On a new tunnel that the bot made; undefined when it has none. The printed examples of the reference. */
  usual?: ParameterValue;
}

const part = (property: string, kind: Kind, label: string, more: Partial<Part> = {}): Part => ({
  property,
  parameter: property,
  kind,
  label,
  ...more,
});

const seconds = (property: string, label: string, usual: number): Part =>
  part(property, 'count', label, { parameter: `${property}Seconds`, unit: 's', usual });

const policy = (property: string): Part => part(property, 'word', 'IPsec policy');

/** The six of a custom policy, IKE first: they only count together (runbook S3.2). */
const policyParts = [
  'EncryptionMethod',
  'IntegrityCheckMethod',
  'DHGroup',
  'CipherTransformConstants',
  'AuthenticationTransformConstants',
  'PfsGroup',
].map(policy);

const parts: readonly Part[] = [
  part('ResponderAuthenticationMethod', 'word', 'accepts', { usual: 'PSKOnly' }),
  part('EncryptionType', 'word', 'encryption', { usual: 'RequireEncryption' }),
  seconds('SALifeTime', 'SA lifetime', 3600),
  seconds('MMSALifeTime', 'main mode lifetime', 28_800),
  part('SADataSizeForRenegotiation', 'count', 'SA data', {
    parameter: 'SADataSizeForRenegotiationKilobytes',
    unit: 'KB',
    usual: 33_553_408,
  }),
  part('NumberOfTries', 'count', 'tries'),
  seconds('RetryInterval', 'pause between tries', 60),
  seconds('NetworkOutageTime', 'outage time', 15),
  seconds('IdleDisconnect', 'idle time', 300),
  part('InitiateConfigPayload', 'flag', 'config payload', { usual: true }),
  part('SourceIpAddress', 'text', 'dials from'),
  part('PromoteAlternate', 'flag', 'promotes an alternate', { usual: false }),
  part('AutoConnectEnabled', 'flag', 'connects by itself', { usual: false }),
  part('InternalIPv4', 'flag', 'inner IPv4', { usual: true }),
  part('InternalIPv6', 'flag', 'inner IPv6', { usual: true }),
  part('PostConnectionIPv4Subnet', 'list', 'routes once connected'),
  part('PostConnectionIPv6Subnet', 'list', 'IPv6 routes once connected'),
  part('IPv4TriggerFilter', 'list', 'dial filter'),
  part('IPv6TriggerFilter', 'list', 'IPv6 dial filter'),
  part('RadiusAttributeClass', 'text', 'RADIUS class'),
  part('UserName', 'text', 'user name'),
];

/** Only beside the filter of its family: without one it does nothing. */
const filterActions: readonly Part[] = ['IPv4TriggerFilter', 'IPv6TriggerFilter'].map((filter) =>
  part(`${filter}Action`, 'word', `${filter} action`),
);

/** There is no parameter that takes back what a reading shows of these. */
const unspeakable: Record<string, string> = {
  Certificate: 'a certificate',
  LocalVpnTrafficSelector: 'traffic selectors',
  RemoteVpnTrafficSelector: 'traffic selectors',
};

/** What a row of Get-VpnS2SInterface says of it. Nothing in it makes the row odd: what is not understood is lost. */
export function setupOf(row: Readonly<Record<string, unknown>>): Setup {
  const read: Record<string, ParameterValue> = {};
  const lost = new Set<string>();
  const isCustom = row['CustomPolicy'] === true || isThere(row['EncryptionMethod']);
  const shown = isCustom
    ? [...parts.filter(({ property }) => property !== 'EncryptionType'), ...policyParts]
    : parts;
  const filtered = filterActions.filter(({ property }) =>
    isThere(row[property.replace(/Action$/, '')]),
  );
  for (const { property, parameter, kind, label } of [...shown, ...filtered]) {
    const value = row[property];
    if (!isThere(value)) {
      if (label === 'IPsec policy') lost.add('an IPsec policy of which a part is missing');
      continue;
    }
    const taken = readers[kind](value);
    if (taken === undefined) lost.add(`${label} (${property}) in a form that means nothing to me`);
    else read[parameter] = taken;
  }
  if (isCustom) read['CustomPolicy'] = true;
  for (const [property, what] of Object.entries(unspeakable)) {
    if (isThere(row[property])) lost.add(what);
  }
  return { parts: read, lost: [...lost] };
}

function isThere(value: unknown): boolean {
  if (value === undefined || value === null || value === '') return false;
  return !Array.isArray(value) || value.length > 0;
}

const readers: Record<Kind, (value: unknown) => ParameterValue | undefined> = {
  flag: (value) => (typeof value === 'boolean' ? value : undefined),
  count: (value) =>
    (typeof value === 'number' || typeof value === 'bigint') && Number.isSafeInteger(Number(value))
      ? Number(value)
      : undefined,
  word: (value) => {
    const text =
      typeof value === 'object' && value !== null && 'text' in value ? value.text : value;
    // A bare number of an enumeration stays one, and what it means is not documented.
    return typeof text === 'string' && /^[A-Za-z]\w*$/.test(text) ? text : undefined;
  },
  text: (value) => (typeof value === 'string' ? value : undefined),
  list: (value) => {
    const all: unknown[] = Array.isArray(value) ? value : [value];
    return all.every((one): one is string => typeof one === 'string') ? all : undefined;
  },
};

/** The parameters that make a new tunnel like this one, where it is not as a new one is. */
export function unusualParts(
  { parts: read }: Setup,
  persistent: boolean,
): Record<string, ParameterValue> {
  const usual = new Map<string, ParameterValue | undefined>([
    ...parts.map((one) => [one.parameter, one.usual] as const),
    // What the bot says when it makes one, and what the gateway takes when nobody says.
    ['NumberOfTries', persistent ? 0 : 3],
  ]);
  return Object.fromEntries(
    Object.entries(read).filter(([parameter, value]) => usual.get(parameter) !== value),
  );
}

/** The same in the words of cards: what is not as on a new tunnel. */
export function setupSettings(setup: Setup, persistent: boolean): Settings {
  const unusual = unusualParts(setup, persistent);
  const six = policyParts.flatMap(({ parameter }) => textOf(unusual[parameter]));
  return {
    ...Object.fromEntries(
      [...parts, ...filterActions].flatMap(({ parameter, label, unit }) => {
        const value = unusual[parameter];
        if (value === undefined) return [];
        const counted = typeof value === 'number' && unit !== undefined;
        return [[label, counted ? `${value} ${unit}` : settingOf(value)]];
      }),
    ),
    ...(six.length === 0 ? {} : { 'IPsec policy': six }),
    ...(setup.lost.length === 0 ? {} : { besides: [...setup.lost] }),
  };
}

function textOf(value: ParameterValue | undefined): string[] {
  return typeof value === 'string' ? [value] : [];
}

function settingOf(value: ParameterValue): Settings[string] {
  if (Array.isArray(value)) return value.flatMap(textOf);
  return typeof value === 'object' ? '' : value;
}
