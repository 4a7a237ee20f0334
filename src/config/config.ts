import type { DatabaseAddress } from './database-url.js';

/** Everything that is read from the environment, checked and frozen. The names are those of `.env.example`. */
export interface Config {
  readonly environment: 'production' | 'development' | 'test';
  readonly logLevel: 'fatal' | 'error' | 'warn' | 'info' | 'debug' | 'trace' | 'silent';
  /** `LOCKSTEP_DATA_DIR`: the embedded database and the development secret live there. */
  readonly dataDirectory: string;
  readonly http: {
    /** Processes that share the port; 1: this one alone, without a primary. */
    readonly workers: number;
    readonly host: string;
    readonly port: number;
    /** Express `trust proxy`: false, a hop count, or a list of addresses and subnets. */
    readonly trustProxy: boolean | number | string;
    /** Exact origins (`https://spa.example.org`); empty: no CORS headers. */
    readonly corsAllowedOrigins: readonly string[];
    /** Requests per minute and session or address; 0 = off. */
    readonly rateLimit: number;
    /** Failed logins per minute and user name and address; 0 = off. */
    readonly loginRateLimit: number;
  };
  readonly database: {
    /** `DATABASE_URL`. */
    readonly address: DatabaseAddress;
    /** The database on the same server that Lockstep's own tables are in; `undefined`: that of `address`. */
    readonly schema: string | undefined;
    readonly poolSize: number;
    readonly lockWaitSeconds: number;
    readonly lockRetries: number;
  };
  readonly telemetry: {
    /** Where traces go (OTLP over HTTP); `undefined`: nowhere. */
    readonly tracesUrl: string | undefined;
    readonly serviceName: string;
  };
  readonly models: {
    /** The path of `lockstep.json`; `undefined`: there is none, and no model is served. */
    readonly file: string | undefined;
  };
  readonly assets: {
    /** `auto`: served where the database allows it; `on`: else nothing starts; `off`: left out. */
    readonly inventory: 'auto' | 'on' | 'off';
    readonly requireIfMatch: boolean;
    /** Of automatic asset tags: `LOCK-{seq:06}`. */
    readonly tagPattern: string;
  };
  readonly events: {
    /** How often a stream of events that has nothing to say shows that it lives, and its login is checked again. */
    readonly heartbeatSeconds: number;
  };
  readonly django: {
    /** Major and minor, as `'5.2'`. */
    readonly version: string;
    readonly secretKey: string;
    readonly secretKeyFallbacks: readonly string[];
    /** `DEFAULT_HASHING_ALGORITHM`, meaningful for 3.1 and 3.2 only. */
    readonly defaultHashingAlgorithm: 'sha1' | 'sha256';
    readonly sessionEngine: 'db' | 'cached_db';
    readonly authenticationBackends: readonly string[];
    /** `AUTH_USER_MODEL`, as `accounts.User`; `undefined`: what the dump says, else `auth.User`. */
    readonly authUserModel: string | undefined;
    /** `USERNAME_FIELD` of that model; `undefined`: what the dump says, else what its table shows. */
    readonly usernameField: string | undefined;
    /** Algorithm names in order, as `['pbkdf2_sha256', 'argon2']`; empty: the defaults of `version`. */
    readonly passwordHashers: readonly string[];
    readonly timeZone: string;
    readonly useTz: boolean;
  };
  readonly sessionCookie: CookieSettings & {
    /** Seconds. */
    readonly age: number;
    readonly saveEveryRequest: boolean;
    readonly expireAtBrowserClose: boolean;
  };
  readonly csrf: {
    readonly cookie: CookieSettings & {
      /** Seconds; `undefined`: until the browser closes, Django's `CSRF_COOKIE_AGE = None`. */
      readonly age: number | undefined;
    };
    /** As Node spells headers: `x-csrftoken`. */
    readonly headerName: string;
    readonly trustedOrigins: readonly string[];
    readonly useSessions: boolean;
  };
}

export interface CookieSettings {
  readonly name: string;
  readonly domain: string | undefined;
  readonly path: string;
  readonly secure: boolean;
  readonly httpOnly: boolean;
  /** `undefined`: the attribute is left out, as Django before 2.1 does. */
  readonly sameSite: 'Lax' | 'Strict' | 'None' | undefined;
}
