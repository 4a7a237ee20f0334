import { isStopping } from './stop-signals.mjs';

/** An error that the person at the terminal can do something about: shown without a stack. */
export class LauncherError extends Error {}

/**
 * Runs `main` and ends the process with its status; a LauncherError is one message and status 1. What fails because the
 * process was told to stop is not complained of.
 * @param {() => Promise<number>} main
 * @param {number} [stopped] the status then: 0 for a server; not for a command, on whose success others build
 */
export async function runMain(main, stopped = 1) {
  try {
    process.exitCode = await main();
  } catch (error) {
    process.exitCode = isStopping() ? stopped : 1;
    if (!isStopping())
      console.error(error instanceof LauncherError ? `\n${error.message}\n` : error);
  }
}
