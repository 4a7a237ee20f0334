import { Alert, Box, Button, Chip, Stack, Typography } from '@mui/material';
import { useInfiniteQuery, useQueryClient } from '@tanstack/react-query';
import { type JSX, useMemo } from 'react';
import { Loading, useLocaleState, useTranslate } from 'react-admin';
import { type FeedEvent, toFeedEvent } from '../api/feed.js';
import { messageOf, rowsOf } from '../api/lockstep.js';
import { type Model, type Part, partsOf } from '../api/models.js';
import { formatTime, Value } from '../list/value.js';
import { useFeed } from '../session.js';

/** Who did what to a row, from where, newest first. It grows while it is looked at. */
export function Timeline({ model, id }: { model: Model; id: string }): JSX.Element {
  const translate = useTranslate();
  const client = useQueryClient();
  const queryKey = [model.label, 'history', id];
  const refresh = (): void => void client.invalidateQueries({ queryKey });
  useFeed(model.label, refresh, refresh);
  const parts = useMemo(() => new Map(partsOf(model).map((part) => [part.name, part])), [model]);
  const { data, error, isPending, hasNextPage, fetchNextPage } = useInfiniteQuery({
    queryKey,
    queryFn: ({ pageParam, signal }) =>
      rowsOf(model.label).history(id, { signal, ...(pageParam !== '' && { cursor: pageParam }) }),
    initialPageParam: '',
    getNextPageParam: ({ next }) => next,
  });
  if (error) return <Alert severity="error">{messageOf(error)}</Alert>;
  if (isPending) return <Loading />;
  const events = data.pages.flatMap(({ results }) => results.map(toFeedEvent));
  const covers = data.pages[0]?.covers ?? 'all';
  return (
    <Stack spacing={2}>
      <Typography sx={{ color: 'text.secondary' }}>
        {translate(`lockstep.history.covers_${covers}`)}
      </Typography>
      {events.length === 0 && <Typography>{translate('lockstep.history.nothing')}</Typography>}
      <Stack component="ol" spacing={2} sx={{ listStyle: 'none', p: 0, m: 0 }}>
        {events.map((event) => (
          <EventItem key={event.id} event={event} parts={parts} />
        ))}
      </Stack>
      {hasNextPage && (
        <Button onClick={() => void fetchNextPage()}>{translate('lockstep.history.older')}</Button>
      )}
    </Stack>
  );
}

interface EventItemProps {
  readonly event: FeedEvent;
  readonly parts: ReadonlyMap<string, Part>;
}

/** One change, with its values. */
export function EventItem({ event, parts }: EventItemProps): JSX.Element {
  const translate = useTranslate();
  const [locale] = useLocaleState();
  const isApi = event.source !== 'database';
  const who =
    event.actor?.username ?? translate(isApi ? 'lockstep.somebody' : 'lockstep.history.site');
  return (
    <Box component="li" sx={{ borderLeft: 3, borderColor: COLOURS[event.kind], pl: 2 }}>
      <Stack direction="row" sx={{ gap: 1, alignItems: 'center', flexWrap: 'wrap' }}>
        <Typography component="strong" sx={{ fontWeight: 600 }}>
          {who}
        </Typography>
        <span>{translate(`lockstep.history.${event.kind}`)}</span>
        <Chip
          size="small"
          variant="outlined"
          label={translate(isApi ? 'lockstep.history.api' : 'lockstep.history.database')}
        />
        <Box component="time" dateTime={event.created_at ?? ''} sx={{ color: 'text.secondary' }}>
          {event.created_at === null ? '' : formatTime(event.created_at, locale)}
        </Box>
      </Stack>
      {event.note !== null && <Typography sx={{ fontStyle: 'italic' }}>{event.note}</Typography>}
      {Object.entries(event.changes).map(([name, { before, after }]) => {
        const part = parts.get(name) ?? { name, label: name, editable: false };
        return (
          <Box key={name} sx={{ fontSize: '0.95em' }}>
            <Box component="span" sx={{ color: 'text.secondary' }}>
              {part.label}:{' '}
            </Box>
            <Value part={part} value={before} /> → <Value part={part} value={after} />
          </Box>
        );
      })}
    </Box>
  );
}

const COLOURS = {
  created: 'success.main',
  updated: 'primary.main',
  deleted: 'error.main',
} as const;
