import { Inject, Injectable } from '@nestjs/common';
import { CONFIG, type Config } from '../config/index.js';
import {
  decodeSession,
  type DecodedSession,
  type DjangoProfile,
  encodeSession,
  expireDate,
  expiresAtBrowserClose,
  expiryAge,
  profileOf,
  SessionData,
} from '../django/index.js';
import { SessionTooLargeError } from './sessions.errors.js';

/** In characters of text and payload: some ten thousand sessions of people. A short text may unpack to a megabyte. */
const [LONGEST_KEPT, MOST_KEPT] = [10_000, 5_000_000];

/** Django's session format under the settings of the Django beside us: version, keys, cookie age. */
@Injectable()
export class SessionFormat {
  readonly profile: DjangoProfile;
  private readonly secretKeys: readonly string[];
  private readonly decoded = new Map<string, DecodedSession>();
  /** Characters in `decoded`. */
  private kept = 0;

  constructor(@Inject(CONFIG) private readonly config: Config) {
    const { version, defaultHashingAlgorithm, secretKey, secretKeyFallbacks } = config.django;
    this.profile = profileOf(version, defaultHashingAlgorithm);
    this.secretKeys = [secretKey, ...secretKeyFallbacks];
  }

  /** The text of the column `session_data`, signed with the first key. @throws SessionTooLargeError */
  encode(data: SessionData, now: Date): string {
    const { secretKey } = this.config.django;
    try {
      return encodeSession(data.body(), { profile: this.profile, secretKey, now });
    } catch (error) {
      if (error instanceof RangeError) throw new SessionTooLargeError('1 MB', { cause: error });
      throw error;
    }
  }

  /**
   * Both formats of Django, verified with every key of the rotation. Never throws. Most requests bring a session that the
   * one before brought, too: the same text under the same keys is worth the same, so it is verified and unpacked once.
   */
  decode(text: string): DecodedSession {
    const known = this.decoded.get(text);
    if (known) return known;
    const decoded = decodeSession(text, { secretKeys: this.secretKeys });
    if (decoded.valid && sizeOf(text, decoded) <= LONGEST_KEPT) this.keep(text, decoded);
    return decoded;
  }

  private keep(text: string, decoded: DecodedSession): void {
    this.decoded.set(text, decoded);
    this.kept += sizeOf(text, decoded);
    for (const [oldest, other] of this.decoded) {
      if (this.kept <= MOST_KEPT) break;
      this.decoded.delete(oldest);
      this.kept -= sizeOf(oldest, other);
    }
  }

  /** When a session saved now expires: `_session_expiry`, else `SESSION_COOKIE_AGE`. */
  expireDate(data: SessionData, now: Date): Date {
    return expireDate(data, {
      cookieAge: this.config.sessionCookie.age,
      now,
      time: this.config.django,
    });
  }

  /** Seconds for the cookie's Max-Age; `undefined` for a cookie that ends with the browser. */
  cookieMaxAge(data: SessionData, now: Date): number | undefined {
    const { age: cookieAge, expireAtBrowserClose } = this.config.sessionCookie;
    if (expiresAtBrowserClose(data, { expireAtBrowserClose })) return undefined;
    return expiryAge(data, { cookieAge, now, time: this.config.django });
  }
}

const sizeOf = (text: string, decoded: DecodedSession): number =>
  text.length + (decoded.valid ? decoded.body.length : 0);
