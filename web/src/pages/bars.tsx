import { Box, Link as MuiLink } from '@mui/material';
import type { JSX } from 'react';
import { Link } from 'react-router-dom';

interface Bar {
  readonly name: string;
  readonly count: number;
  /** Where its rows are listed. */
  readonly to?: string;
}

/** A bar chart that is a list: the numbers stand there for whoever does not see the bars. */
export function Bars({ bars }: { bars: readonly Bar[] }): JSX.Element {
  const most = Math.max(1, ...bars.map(({ count }) => count));
  return (
    <Box component="ul" sx={{ listStyle: 'none', m: 0, p: 0 }}>
      {bars.map(({ name, count, to }) => (
        <Box component="li" key={name} sx={{ mb: 0.75 }}>
          <Box sx={{ display: 'flex', justifyContent: 'space-between', gap: 1 }}>
            {to === undefined ? (
              <span>{name}</span>
            ) : (
              <MuiLink component={Link} to={to} underline="hover">
                {name}
              </MuiLink>
            )}
            <Box component="span" sx={{ fontVariantNumeric: 'tabular-nums' }}>
              {count}
            </Box>
          </Box>
          <Box aria-hidden sx={{ bgcolor: 'divider', borderRadius: 1, height: 6 }}>
            <Box
              sx={{
                bgcolor: 'primary.main',
                borderRadius: 1,
                height: 6,
                width: `${Math.max(1, Math.round((100 * count) / most))}%`,
              }}
            />
          </Box>
        </Box>
      ))}
    </Box>
  );
}
