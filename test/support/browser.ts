/** What came back: the body parsed when it is JSON. */
export interface Answer<T = Record<string, unknown>> {
  readonly status: number;
  readonly headers: Headers;
  readonly body: T;
  /** The raw Set-Cookie headers. */
  readonly cookies: readonly string[];
}

/** A visitor over real HTTP: keeps cookies as a browser does and sends the CSRF cookie back as a header. */
export class Browser {
  constructor(
    private readonly origin: string,
    /** Browsers with one jar are one visitor on several sites of a host. */
    readonly jar = new Map<string, string>(),
  ) {}

  get<T = Record<string, unknown>>(
    path: string,
    headers?: Record<string, string>,
  ): Promise<Answer<T>> {
    return this.send<T>('GET', path, undefined, headers);
  }

  post<T = Record<string, unknown>>(
    path: string,
    body?: unknown,
    headers?: Record<string, string>,
  ): Promise<Answer<T>> {
    return this.send<T>('POST', path, body, headers);
  }

  patch<T = Record<string, unknown>>(
    path: string,
    body: unknown,
    headers?: Record<string, string>,
  ): Promise<Answer<T>> {
    return this.send<T>('PATCH', path, body, headers);
  }

  put<T = Record<string, unknown>>(
    path: string,
    body: unknown,
    headers?: Record<string, string>,
  ): Promise<Answer<T>> {
    return this.send<T>('PUT', path, body, headers);
  }

  delete<T = Record<string, unknown>>(
    path: string,
    body?: unknown,
    headers?: Record<string, string>,
  ): Promise<Answer<T>> {
    return this.send<T>('DELETE', path, body, headers);
  }

  /** The way of an SPA: a token first, then the credentials. */
  async login(username: string, password: string): Promise<Answer> {
    await this.get('/api/auth/csrf');
    return this.post('/api/auth/login', { username, password });
  }

  async send<T = Record<string, unknown>>(
    method: string,
    path: string,
    body?: unknown,
    headers: Record<string, string> = {},
  ): Promise<Answer<T>> {
    const response = await fetch(this.origin + path, {
      method,
      headers: { ...this.defaultHeaders(method, body), ...headers },
      redirect: 'manual',
      ...(body === undefined
        ? {}
        : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    });
    const cookies = response.headers.getSetCookie();
    cookies.forEach((cookie) => {
      this.keep(cookie);
    });
    return {
      status: response.status,
      headers: response.headers,
      body: (await bodyOf(response)) as T,
      cookies,
    };
  }

  private defaultHeaders(method: string, body: unknown): Record<string, string> {
    const token = this.jar.get('csrftoken');
    return {
      cookie: [...this.jar].map(([name, value]) => `${name}=${value}`).join('; '),
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      ...(token === undefined || method === 'GET' ? {} : { 'x-csrftoken': token }),
    };
  }

  private keep(cookie: string): void {
    const [pair = ''] = cookie.split(';');
    const at = pair.indexOf('=');
    const [name, value] = [pair.slice(0, at), pair.slice(at + 1)];
    if (/max-age=0/i.test(cookie)) this.jar.delete(name);
    else this.jar.set(name, value);
  }
}

async function bodyOf(response: Response): Promise<unknown> {
  const text = await response.text();
  return /[/+]json\b/.test(response.headers.get('content-type') ?? '') ? JSON.parse(text) : text;
}
