import { InvalidValue } from './values.js';

/** Where the database is, and how the connection to it is secured. */
export interface DatabaseAddress {
  readonly host: string;
  readonly port: number;
  readonly username: string;
  readonly password: string;
  readonly database: string;
  /** A unix socket, instead of host and port. */
  readonly socketPath: string | undefined;
  readonly tls: TlsSettings;
}

/** MySQL's `--ssl-mode`. */
const SSL_MODES = ['DISABLED', 'PREFERRED', 'REQUIRED', 'VERIFY_CA', 'VERIFY_IDENTITY'] as const;
type SslMode = (typeof SSL_MODES)[number];

/** MySQL's options of the same names; the files are PEM. */
interface TlsSettings {
  readonly mode: SslMode;
  readonly ca: string | undefined;
  readonly cert: string | undefined;
  readonly key: string | undefined;
}

const OPTIONS = ['socketPath', 'ssl-mode', 'ssl-ca', 'ssl-cert', 'ssl-key'] as const;
type Option = (typeof OPTIONS)[number];

/**
 * Reads `mysql://user:password@host:port/name?ssl-mode=REQUIRED`; a scheme of either server and a database name are needed.
 * Without `ssl-mode` it is MySQL's default: VERIFY_CA where `ssl-ca` is given, else PREFERRED.
 * @throws InvalidValue, which names an unknown option but never a value
 */
export function databaseUrl(value: string): DatabaseAddress {
  const url = URL.canParse(value) ? new URL(value) : undefined;
  if (!url || !/^(mysql|mariadb):$/.test(url.protocol) || url.pathname.length < 2)
    throw new InvalidValue('must be a URL as mysql://user:password@host:3306/name');
  const options = optionsOf(url.searchParams);
  return {
    // Of an IPv6 address without its brackets.
    host: decoded(url.hostname).replace(/^\[(.*)\]$/, '$1'),
    port: Number(url.port || 3306),
    username: decoded(url.username),
    password: decoded(url.password),
    database: decoded(url.pathname.slice(1)),
    socketPath: options.get('socketPath'),
    tls: tlsOf(options),
  };
}

function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    throw new InvalidValue(
      'has a % that does not begin a percent-encoded character; write it as %25',
    );
  }
}

/** Nothing is passed over: an option that does nothing here might be one that somebody relies on. */
function optionsOf(parameters: URLSearchParams): ReadonlyMap<Option, string> {
  const options = new Map<Option, string>();
  for (const [name, value] of parameters) {
    const option = OPTIONS.find((known) => known === name);
    if (option === undefined)
      throw new InvalidValue(
        `has the option ${name}, which is not known. Known are ${OPTIONS.join(', ')}`,
      );
    if (value === '') throw new InvalidValue(`has the option ${name} without a value`);
    if (options.has(option)) throw new InvalidValue(`has the option ${name} twice`);
    options.set(option, value);
  }
  return options;
}

function tlsOf(options: ReadonlyMap<Option, string>): TlsSettings {
  const ca = options.get('ssl-ca');
  const cert = options.get('ssl-cert');
  const key = options.get('ssl-key');
  const mode = modeOf(options.get('ssl-mode') ?? (ca === undefined ? 'PREFERRED' : 'VERIFY_CA'));
  if ((cert === undefined) !== (key === undefined))
    throw new InvalidValue('needs both of ssl-cert and ssl-key, or neither');
  if (ca !== undefined && !mode.startsWith('VERIFY_'))
    throw new InvalidValue(
      `has ssl-ca, which ssl-mode=${mode} does not look at. Set ssl-mode to VERIFY_CA or VERIFY_IDENTITY`,
    );
  if (cert !== undefined && mode === 'DISABLED')
    throw new InvalidValue('has ssl-cert, which ssl-mode=DISABLED does not send');
  return { mode, ca, cert, key };
}

/** In any case, as MySQL takes it. */
function modeOf(text: string): SslMode {
  const mode = SSL_MODES.find((known) => known === text.toUpperCase());
  if (mode === undefined)
    throw new InvalidValue(`has an ssl-mode that is not one of ${SSL_MODES.join(', ')}`);
  return mode;
}
