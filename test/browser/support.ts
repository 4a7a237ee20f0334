import axe from 'axe-core';
import {
  type Browser,
  type BrowserContext,
  chromium,
  type Locator,
  type Page,
} from 'playwright-core';
import { expect } from 'vitest';
import { ensureChromium } from '../../scripts/lib/chromium.mjs';
import type { ConsoleSite } from './site.js';

const FLAGS = [
  ...['--headless', '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run'],
  ...['--disable-background-networking', '--disable-component-update', '--disable-sync'],
  '--use-fake-device-for-media-stream',
];

/** The background of `web/src/theme.ts` in the dark. */
const DARK = 'rgb(14, 20, 27)';

/** As long as the slowest machine may take for what a person sees at once. */
export const PATIENCE = 45_000;

/** Debian's Chromium, with a profile of its own. @throws LauncherError that says what to install */
export async function launchBrowser(): Promise<Browser> {
  return chromium.launch({ executablePath: await ensureChromium(), args: FLAGS });
}

/** The browsers of people, with their cookies and caches. */
export class Visitors {
  private readonly contexts = new Map<string | undefined, BrowserContext>();

  constructor(
    private readonly browser: Browser,
    private readonly site: ConsoleSite,
  ) {}

  /** A window of somebody who is logged in on the Django site. @param username undefined: nobody */
  async open(username: string | undefined, path: string): Promise<Window> {
    const context = this.contexts.get(username) ?? (await this.arrive(username));
    this.contexts.set(username, context);
    const window = await Window.open(context, this.site.site.origin);
    await window.visit(path);
    return window;
  }

  private async arrive(username: string | undefined): Promise<BrowserContext> {
    const viewport = { width: 1280, height: 800 };
    const context = await this.browser.newContext({ viewport, locale: 'en-GB' });
    if (username === undefined) return context;
    const value = await this.site.login(username);
    await context.addCookies([{ name: 'sessionid', value, url: this.site.site.origin }]);
    return context;
  }
}

/** A window of a browser. What goes wrong in its page is kept. */
export class Window {
  /** Errors and warnings of the page, its policy's among them, and requests that broke. */
  readonly faults: string[] = [];

  private constructor(
    readonly page: Page,
    readonly origin: string,
  ) {
    page.setDefaultTimeout(PATIENCE);
    page.on('console', (message) => {
      const isFault = message.type() === 'error' || message.type() === 'warning';
      if (isFault && !isRefusal(message.text())) this.faults.push(message.text());
    });
    page.on('pageerror', (error) => this.faults.push(String(error)));
  }

  static async open(context: BrowserContext, origin: string): Promise<Window> {
    return new Window(await context.newPage(), origin);
  }

  async visit(path: string): Promise<void> {
    await this.page.goto(path.startsWith('/') ? this.origin + path : path);
  }

  /** Waits until the colours are those of the scheme, and nothing moves any more. */
  async settled(): Promise<void> {
    const isPainted = `matchMedia('(prefers-color-scheme: dark)').matches ===
      (getComputedStyle(document.body).backgroundColor === '${DARK}')`;
    await expect
      .poll(() => this.page.evaluate(isPainted), { timeout: PATIENCE, interval: 50 })
      .toBe(true);
    await this.page.evaluate(
      'new Promise((done) => requestAnimationFrame(() => setTimeout(done)))',
    );
    await this.page.evaluate(`Promise.allSettled(document.getAnimations()
      .filter(({ effect }) => effect.getComputedTiming().iterations !== Infinity)
      .map(({ finished }) => finished))`);
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

  /** Leaves the page, which gives back what it has, and closes the window. */
  async close(): Promise<void> {
    await this.page.goto('about:blank');
    await this.page.close();
  }
}

/** Chromium writes each answer of 4xx into the console; the page shows them to the user. */
const isRefusal = (text: string): boolean =>
  /^Failed to load resource: the server responded with a status of 4\d\d/.test(text);

const WCAG_AA = { type: 'tag', values: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa'] } as const;
const COLOURS = { type: 'rule', values: ['color-contrast'] } as const;

/** What WCAG A and AA have against the page as it is, or against its colours alone. */
export async function accessibilityFaults(page: Page, what: 'all' | 'colours' = 'all') {
  await page.evaluate(axe.source);
  const runOnly = JSON.stringify(what === 'all' ? WCAG_AA : COLOURS);
  const { violations } = await page.evaluate<axe.AxeResults>(
    `axe.run(document, { runOnly: ${runOnly} })`,
  );
  return violations.flatMap(({ id, nodes }) =>
    nodes.map(
      ({ target, failureSummary }) => `${id}: ${target.join(' ')}: ${failureSummary ?? ''}`,
    ),
  );
}
