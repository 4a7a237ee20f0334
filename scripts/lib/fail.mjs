import { isStopping } from './stop-signals.mjs';

/** An error that the person at the terminal can do something about: shown without a stack. */
export class LauncherError extends Error {}

/**
 * Runs `main` and ends the process with its status; a LauncherError is one message and status 1. What fails because the
 * process was told to stop is no failure.
 * @param {() => Promise<number>} main
 */
export async function runMain(main) {
  try {
    process.exitCode = await main();
  } catch (error) {
    process.exitCode = isStopping() ? 0 : 1;
    if (!isStopping())
      console.error(error instanceof LauncherError ? `\n${error.message}\n` : error);
  }
}
