import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect, vi } from 'vitest';
import { type ConsoleSite, startConsoleSite } from './site.js';
import { accessibilityFaults, launchBrowser, Visitors, type Window } from './support.js';

/** Where pictures are kept; none are made without it. */
const IMAGES = process.env.CONSOLE_IMAGES;

/**
 * A console of its own for the tests of a file, and a browser before it. After each test its windows are closed, and none may
 * have had a fault. The site is there from `beforeAll` on.
 */
export function useConsole(name: string) {
  let all: ConsoleSite | undefined;
  let browser: Browser | undefined;
  let visitors: Visitors | undefined;
  let windows: Window[] = [];
  const started = <T>(part: T | undefined): T => {
    if (part === undefined) throw new Error('the console is not there yet');
    return part;
  };
  // Each of several steps may take as long as the slowest machine needs.
  vi.setConfig({ testTimeout: 180_000 });

  beforeAll(async () => {
    [all, browser] = await Promise.all([startConsoleSite(name), launchBrowser()]);
    visitors = new Visitors(browser, all);
  }, 120_000);

  afterEach(async () => {
    const faults = windows.flatMap((window) => window.faults);
    await Promise.all(windows.map((window) => window.close()));
    windows = [];
    expect(faults).toEqual([]);
  });

  afterAll(async () => {
    await browser?.close();
    await all?.close();
  });

  return {
    get site() {
      return started(all).site;
    },
    get django() {
      return started(all).django;
    },
    /** @returns the session key of a new login, as Django would make it */
    login: (username: string): Promise<string> => started(all).login(username),
    /** @param username undefined: nobody is logged in */
    async open(username: string | undefined, path: string): Promise<Window> {
      const window = await started(visitors).open(username, path);
      windows.push(window);
      return window;
    },
  };
}

/** What is seen is accessible by WCAG AA in light and dark; pictures of both are kept. */
export async function looksRight(window: Window, name: string): Promise<void> {
  for (const colorScheme of ['light', 'dark'] as const) {
    await window.page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    await keepPicture(window, `${name}-${colorScheme}`);
    // In the dark nothing is different but the colours.
    const what = colorScheme === 'light' ? 'all' : 'colours';
    expect(await accessibilityFaults(window.page, what)).toEqual([]);
  }
}

/** Waits until nothing moves any more, and takes a picture where they are kept. */
export async function keepPicture(window: Window, name: string): Promise<void> {
  await window.settled();
  if (IMAGES === undefined) return;
  mkdirSync(IMAGES, { recursive: true });
  await window.page.screenshot({ path: join(IMAGES, `console-${name}.png`) });
}
