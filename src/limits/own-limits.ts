import { Limits, type LoginTry } from './limits.js';
import { LoginTries } from './login-tries.js';
import { WindowCounter, type WindowState } from './window-counter.js';

const MINUTE = 60_000;

/** The limits in the memory of this process: of the only one, or of the primary, which counts for its workers. */
export class OwnLimits extends Limits {
  private readonly requests = new WindowCounter(MINUTE);
  private readonly logins = new LoginTries();

  countRequest(caller: string): Promise<WindowState> {
    return Promise.resolve(this.requests.hit(caller));
  }

  beginLogin(key: string, most: number): LoginTry {
    return this.logins.begin(key, most);
  }
}
