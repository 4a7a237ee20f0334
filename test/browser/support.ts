import axe from 'axe-core';
import { type Browser, type BrowserContext, chromium, type Locator, type Page } from 'playwright-core';
import { expect } from 'vitest';
import { ensureChromium } from '../../scripts/lib/chromium.mjs';
import type { ConsoleSite } from './site.js';

const FLAGS = [
  ...['--headless', '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run'],
  ...['--disable-background-networking', '--disable-component-update', '--disable-sync'],
];

/** As long as the slowest machine may take for what a person sees at once. */
export const PATIENCE = 20_000;

/** Debian's Chromium, with a profile of its own. @throws LauncherError that says what to install */
export async function launchBrowser(): Promise<Browser> {
  return chromium.launch({ executablePath: await ensureChromium(), args: FLAGS });
}

export interface Look {
  readonly scheme?: 'light' | 'dark';
  readonly width?: number;
  readonly locale?: string;
}

/** A window of somebody who is logged in on the Django site. What goes wrong in the page is kept. */
export class Window {
  /** Errors and warnings of the page, its policy's among them, and requests that broke. */
  readonly faults: string[] = [];

  private constructor(
    readonly page: Page,
    private readonly context: BrowserContext,
    readonly origin: string,
  ) {
    page.setDefaultTimeout(PATIENCE);
    page.on('console', (message) => {
      const isFault = message.type() === 'error' || message.type() === 'warning';
      if (isFault && !isRefusal(message.text())) this.faults.push(message.text());
    });
    page.on('pageerror', (error) => this.faults.push(String(error)));
  }

  /** @param username undefined: nobody */
  static async open(
    browser: Browser,
    { site, login }: ConsoleSite,
    username: string | undefined,
    { scheme = 'light', width = 1280, locale = 'en-GB' }: Look = {},
  ): Promise<Window> {
    const context = await browser.newContext({
      viewport: { width, height: 800 },
      colorScheme: scheme,
      locale,
    });
    if (username !== undefined) {
      const value = await login(username);
      await context.addCookies([{ name: 'sessionid', value, url: site.origin }]);
    }
    return new Window(await context.newPage(), context, site.origin);
  }

  async visit(path: string): Promise<void> {
    await this.page.goto(this.origin + path);
  }

  /** An input by its label. */
  field(label: string): Locator {
    return this.page.getByLabel(label, { exact: true });
  }

  button(name: string): Locator {
    return this.page.getByRole('button', { name, exact: true });
  }

  text(text: string | RegExp): Locator {
    return this.page.getByText(text).first();
  }

  /** Waits until the field shows the value. */
  async shows(label: string, value: string): Promise<void> {
    await expect
      .poll(() => this.field(label).inputValue(), { timeout: PATIENCE, interval: 50 })
      .toBe(value);
  }

  /** Closes it as a person does: what the page does on leaving is done. */
  async close(): Promise<void> {
    await this.page.close({ runBeforeUnload: true });
    await this.context.close();
  }
}

/** Chromium writes each answer of 4xx into the console; the page shows them to the user. */
const isRefusal = (text: string): boolean =>
  /^Failed to load resource: the server responded with a status of 4\d\d/.test(text);

/** What WCAG A and AA have against the page as it is. */
export async function accessibilityFaults(page: Page): Promise<string[]> {
  await page.evaluate(axe.source);
  const tags = JSON.stringify(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa']);
  const { violations } = await page.evaluate<axe.AxeResults>(
    `axe.run(document, { runOnly: { type: 'tag', values: ${tags} } })`,
  );
  return violations.flatMap(({ id, nodes }) =>
    nodes.map(({ target, failureSummary }) => `${id}: ${target.join(' ')}: ${failureSummary ?? ''}`),
  );
}
