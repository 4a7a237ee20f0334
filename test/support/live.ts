import { runMigrations } from '../../src/database/index.js';
import { openTestApp, type TestApp } from './app.js';
import type { Browser } from './browser.js';
import { createEmptyDatabase, openTestDatabase } from './database.js';
import { DjangoSite, type DjangoSettings, type SiteName } from './django.js';
import { createSiteDatabase } from './site-database.js';

export const PASSWORD = 'sesame open 42';

/** One visitor on both sites: his browsers share the cookies, as those of one host do. */
export interface Visitor {
  /** At the API. */
  readonly here: Browser;
  /** At the Django site. */
  readonly there: Browser;
}

/** The API and a real Django on one database, with one SECRET_KEY. */
export interface LiveSites {
  readonly site: TestApp;
  readonly django: DjangoSite;
  visitor(): Visitor;
  close(): Promise<void>;
}

/** Both on a fresh database that the API migrates, with the Django version that is installed; `env` is the API's. */
export async function createLiveSites(
  name: string,
  env: Record<string, string> = {},
  settings: DjangoSettings = {},
): Promise<LiveSites> {
  const url = await createEmptyDatabase(name);
  const django = await DjangoSite.start(url, settings);
  const settled = { DJANGO_VERSION: django.version, ...env };
  const db = await openTestDatabase(url, settled);
  await runMigrations(db.dataSource);
  const site = await openTestApp(db, settled);
  return liveSites(site, django);
}

/** The same on the database of a site in `test/sites`; the API is told nothing but `env`. */
export async function createLiveProject(
  name: string,
  project: SiteName,
  env: Record<string, string>,
): Promise<LiveSites> {
  const db = await createSiteDatabase(name, project);
  const django = await DjangoSite.start(db.url, {}, project);
  return liveSites(await openTestApp(db, { DJANGO_VERSION: django.version, ...env }), django);
}

function liveSites(site: TestApp, django: DjangoSite): LiveSites {
  return {
    site,
    django,
    visitor: () => {
      const here = site.browser();
      return { here, there: django.browser(here.jar) };
    },
    close: async () => {
      await django.stop();
      await site.close();
    },
  };
}

/** Makes a superuser by Django's own code, with `PASSWORD`. @returns the id */
export function newDjangoUser(
  django: DjangoSite,
  username: string,
  fields: Record<string, unknown> = { is_staff: true, is_superuser: true },
): Promise<number> {
  return django.python<number>(
    `from django.contrib.auth.models import User
User.objects.create_user(username, password=password, **fields).pk`,
    { username, password: PASSWORD, fields },
  );
}

/** The session row of a visitor. */
export async function sessionRow({ site }: LiveSites, { here }: Visitor) {
  const [row] = await site.db.query<{ session_data: string; seconds: number }>(
    `SELECT session_data, TIMESTAMPDIFF(SECOND, UTC_TIMESTAMP(), expire_date) AS seconds
       FROM django_session WHERE session_key = ?`,
    [here.jar.get('sessionid')],
  );
  return row;
}
