const FRAMES = ['|', '/', '-', '\\'];
const SECOND = 1000;

/**
 * Shows on standard error that a step runs, if it takes longer than a second: a spinner on a terminal, one line elsewhere.
 * @template T
 * @param {string} title `Installing packages`
 * @param {Promise<T>} work
 * @returns {Promise<T>}
 */
export async function withProgress(title, work) {
  const start = Date.now();
  const tty = process.stderr.isTTY;
  let shown = false;
  let frame = 0;
  const timer = setInterval(() => {
    if (Date.now() - start < SECOND) return;
    if (tty) process.stderr.write(`\r${FRAMES[frame++ % FRAMES.length]} ${title} …`);
    else if (!shown) process.stderr.write(`  ${title} …\n`);
    shown = true;
  }, 200);
  try {
    return await work;
  } finally {
    clearInterval(timer);
    if (shown && tty) process.stderr.write('\r\x1b[K');
    if (shown)
      process.stderr.write(`  ${title}: ${((Date.now() - start) / SECOND).toFixed(1)} s\n`);
  }
}
