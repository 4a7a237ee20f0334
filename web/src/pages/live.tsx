import {
  Box,
  Button,
  Link as MuiLink,
  MenuItem,
  Stack,
  TextField,
  Typography,
} from '@mui/material';
import { type JSX, useEffect, useMemo, useState } from 'react';
import { useTranslate } from 'react-admin';
import { Link } from 'react-router-dom';
import type { FeedEvent } from '../api/feed.js';
import { type Model, partsOf } from '../api/models.js';
import { EventItem } from '../history/timeline.js';
import { useSession } from '../session.js';
import { Page } from './page.js';

const MOST_EVENTS = 200;

/** What is happening, as it happens, newest first. */
export default function LivePage(): JSX.Element {
  const translate = useTranslate();
  const { feed, models } = useSession();
  const [label, setLabel] = useState('');
  const [events, setEvents] = useState<readonly FeedEvent[]>([]);
  /** What was there when the reader wanted to read in peace. */
  const [held, setHeld] = useState<readonly FeedEvent[]>();
  useEffect(
    () =>
      feed.listen((event) => {
        setEvents((before) => [event, ...before].slice(0, MOST_EVENTS));
      }),
    [feed],
  );
  const shown = (held ?? events).filter(({ model }) => label === '' || model === label);
  const count = held ? events.filter((event) => !held.includes(event)).length : 0;
  return (
    <Page title="lockstep.pages.live.title">
      <Stack direction="row" spacing={2} sx={{ mb: 2, alignItems: 'center' }}>
        <TextField
          select
          label={translate('lockstep.pages.live.model')}
          value={label}
          onChange={({ target }) => {
            setLabel(target.value);
          }}
          sx={{ maxWidth: 280 }}
          slotProps={{ select: { displayEmpty: true }, inputLabel: { shrink: true } }}
        >
          <MenuItem value="">{translate('lockstep.pages.live.all')}</MenuItem>
          {[...models.values()].map((model) => (
            <MenuItem key={model.label} value={model.label}>
              {model.verbose_name}
            </MenuItem>
          ))}
        </TextField>
        <Button
          onClick={() => {
            setHeld(held ? undefined : events);
          }}
        >
          {held
            ? translate('lockstep.pages.live.go_on', { count })
            : translate('lockstep.pages.live.pause')}
        </Button>
      </Stack>
      {shown.length === 0 && (
        <Typography role="status">{translate('lockstep.pages.live.waiting')}</Typography>
      )}
      <Stack spacing={2}>
        {shown.map((event) => (
          <LiveEvent
            key={`${event.model} ${event.id}`}
            event={event}
            model={models.get(event.model)}
          />
        ))}
      </Stack>
    </Page>
  );
}

interface LiveEventProps {
  readonly event: FeedEvent;
  readonly model: Model | undefined;
}

function LiveEvent({ event, model }: LiveEventProps): JSX.Element {
  const parts = useMemo(
    () => new Map(model ? partsOf(model).map((part) => [part.name, part]) : []),
    [model],
  );
  const name = `${model?.verbose_name ?? event.model} ${event.key ?? ''}`;
  // Events name rows by their primary keys, which need not stand in paths.
  const isLinked = model && event.kind !== 'deleted' && model.lookup_field === model.primary_key;
  return (
    <Box>
      {isLinked && event.key !== null ? (
        <MuiLink component={Link} to={`/${event.model}/${encodeURIComponent(event.key)}`}>
          {name}
        </MuiLink>
      ) : (
        <span>{name}</span>
      )}
      <Box component="ol" sx={{ listStyle: 'none', m: 0, p: 0 }}>
        <EventItem event={event} parts={parts} />
      </Box>
    </Box>
  );
}
