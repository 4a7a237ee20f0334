import { chromium } from 'playwright-core';
import { ensureChromium } from '../../scripts/lib/chromium.mjs';
import { spread } from '../lib/statistics.mjs';

const FLAGS = ['--headless', '--no-sandbox', '--disable-gpu', '--disable-background-networking'];

/** The pages of the console, and what a person waits for on each. */
const PAGES = [
  { path: '/', shown: (page) => page.getByRole('region', { name: 'By status' }) },
  { path: '/assets.asset', shown: (page) => page.getByText(/1-25 of \d+/) },
  { path: '/blog.asset_db', shown: (page) => page.getByText(/1-25 of \d+/) },
  { path: '/assets.asset/5', shown: (page) => page.getByText('You are editing') },
  { path: '/blog.asset_db/SRV-5', shown: (page) => page.getByText('You are editing') },
  { path: '/assets.asset/create', shown: (page) => page.getByRole('button', { name: 'Create' }) },
  { path: '/live', shown: (page) => page.getByText('Listening.') },
  { path: '/import', shown: (page) => page.getByRole('combobox', { name: 'Model' }) },
  { path: '/scan', shown: (page) => page.getByRole('textbox') },
  { path: '/labels?ids=1,2,3', shown: (page) => page.getByRole('button', { name: 'Print' }) },
  { path: '/sessions', shown: (page) => page.getByRole('cell', { name: '…' }) },
  { path: '/locks', shown: (page) => page.getByText(/No transaction is open|^Transaction /) },
  { path: '/health', shown: (page) => page.getByRole('heading', { name: /^Good/ }) },
];

/**
 * How long a superuser waits for the console in Chromium: for the first page that a browser with nothing in its cache opens, and
 * then for each page, loaded anew with its address. From the request to the content, with what the API is asked for.
 * @returns {Promise<{ first: object, pages: Record<string, object> }>} seconds
 */
export async function measureConsole({ scene, pace }, api) {
  const [, [session]] = scene.sessions;
  await scene.within((connection) =>
    connection.query('UPDATE auth_user SET is_superuser = 1 WHERE username = ?', ['bench-2']),
  );
  const browser = await chromium.launch({ executablePath: await ensureChromium(), args: FLAGS });
  try {
    const first = [];
    const seconds = Object.fromEntries(PAGES.map(({ path }) => [path, []]));
    for (let round = 0; round < pace.rounds; round++) {
      const context = await browser.newContext({ locale: 'en-GB' });
      await context.addCookies([{ name: 'sessionid', value: session, url: api.origin }]);
      first.push(await opened(context, api.origin, PAGES[0]));
      for (const page of PAGES) seconds[page.path].push(await opened(context, api.origin, page));
      await context.close();
    }
    return {
      first: spread(first),
      pages: Object.fromEntries(
        Object.entries(seconds).map(([path, measured]) => [path, spread(measured)]),
      ),
    };
  } finally {
    await browser.close();
  }
}

/** @returns seconds until the page shows what it is there for */
async function opened(context, origin, { path, shown }) {
  const page = await context.newPage();
  const begin = performance.now();
  await page.goto(origin + path, { waitUntil: 'commit' });
  await shown(page).first().waitFor();
  const seconds = (performance.now() - begin) / 1000;
  await page.close();
  return seconds;
}
