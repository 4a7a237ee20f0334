import { Box } from '@mui/material';
import JsBarcode from 'jsbarcode';
import type { JSX } from 'react';
import { encode } from 'uqr';

/** Light around a code, in modules, as its standard wants it. */
const QUIET = { qr: 4, bars: 10 };

/** A QR code, which cameras read even where a label is scratched. */
export function QrCode({ text, label }: { text: string; label: string }): JSX.Element {
  const { data, size } = encode(text, { ecc: 'M', border: QUIET.qr });
  const path = data
    .map((row, y) =>
      runs(row)
        .map((run) => square(run, y))
        .join(''),
    )
    .join('');
  return (
    <Box
      component="svg"
      role="img"
      aria-label={label}
      viewBox={`0 0 ${String(size)} ${String(size)}`}
      // Between rows that are drawn softly there would be hairlines.
      shapeRendering="crispEdges"
      sx={{ display: 'block', width: '24mm', height: '24mm' }}
    >
      <path d={path} fill="#000" />
    </Box>
  );
}

/** Code 128, for hand scanners. @returns nothing for text that it cannot hold, which is all beyond ASCII */
export function Barcode({ text, label }: { text: string; label: string }): JSX.Element {
  const bars = barsOf(text);
  if (bars === undefined) return <></>;
  const width = bars.length + 2 * QUIET.bars;
  return (
    <Box
      component="svg"
      role="img"
      aria-label={label}
      viewBox={`0 0 ${String(width)} 1`}
      preserveAspectRatio="none"
      sx={{ display: 'block', width: '100%', height: '9mm' }}
    >
      <path
        d={runs(bars)
          .map(({ start, length }) => square({ start: start + QUIET.bars, length }, 0))
          .join('')}
        fill="#000"
      />
    </Box>
  );
}

function barsOf(text: string): boolean[] | undefined {
  // Only encoded here: what the library draws has styles in attributes, which the policy of the page refuses.
  const drawn: { encodings?: { data: string }[] } = {};
  // With `valid` it leaves out what it cannot hold; else it would throw.
  JsBarcode(drawn, text, { format: 'CODE128', valid: () => undefined });
  const modules = drawn.encodings?.map(({ data }) => data).join('');
  return modules === undefined ? undefined : Array.from(modules, (module) => module === '1');
}

interface Run {
  readonly start: number;
  readonly length: number;
}

/** The dark modules that stand side by side. */
function runs(modules: readonly boolean[]): Run[] {
  const found: Run[] = [];
  for (const [at, isDark] of modules.entries()) {
    const last = found.at(-1);
    if (!isDark) continue;
    if (last && last.start + last.length === at)
      found[found.length - 1] = { ...last, length: last.length + 1 };
    else found.push({ start: at, length: 1 });
  }
  return found;
}

const square = ({ start, length }: Run, y: number): string =>
  `M${String(start)} ${String(y)}h${String(length)}v1h-${String(length)}z`;
