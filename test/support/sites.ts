import { startApp } from './app.js';
import { Browser } from './browser.js';

export type Site = Awaited<ReturnType<typeof startApp>>;

/** Services with settings of their own on one database. */
export class Sites {
  private readonly open: Site[] = [];

  constructor(private readonly databaseUrl: string) {}

  async with(env: Record<string, string> = {}): Promise<Site> {
    const site = await startApp(this.databaseUrl, env);
    this.open.push(site);
    return site;
  }

  async close(): Promise<void> {
    await Promise.all(this.open.splice(0).map(({ app }) => app.close()));
  }
}

/** Somebody with this session, or none yet. */
export function visitor(site: Site, key?: string): Browser {
  const browser = new Browser(site.origin);
  if (key !== undefined) browser.jar.set('sessionid', key);
  return browser;
}
