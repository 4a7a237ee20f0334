import { Alert, Box, Card, CardContent, Link as MuiLink, Stack, Typography } from '@mui/material';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import type { JSX, ReactNode } from 'react';
import { useLocaleState, useTranslate } from 'react-admin';
import { Link } from 'react-router-dom';
import { lockstep, messageOf, rowsOf } from '../api/lockstep.js';
import { textOf } from '../api/text.js';
import { type Field, type Model, nameOf } from '../api/models.js';
import { INVENTORY } from '../inventory/model.js';
import { formatTime, pathOf } from '../list/value.js';
import { useFeed, useSession } from '../session.js';
import { Bars } from './bars.js';
import { Page } from './page.js';

/** Charts of a model, and bars of a chart. */
const MOST_CHARTS = 3;
const MOST_BARS = 8;

/** How many rows there are of what, what is due, who holds what. */
export default function Dashboard(): JSX.Element {
  const translate = useTranslate();
  const { models } = useSession();
  const all = [...models.values()];
  return (
    <Page title="lockstep.pages.dashboard.title">
      {all.length === 0 && (
        <Alert severity="info">{translate('lockstep.pages.dashboard.at_all')}</Alert>
      )}
      <Stack spacing={3}>
        {all.map((model) => (
          <ModelSummary key={model.label} model={model} />
        ))}
      </Stack>
    </Page>
  );
}

function ModelSummary({ model }: { model: Model }): JSX.Element {
  const translate = useTranslate();
  const client = useQueryClient();
  const refresh = (): void => void client.invalidateQueries({ queryKey: [model.label, 'summary'] });
  useFeed(model.label, refresh, refresh);
  const { data, error } = useQuery({
    queryKey: [model.label, 'summary', 'count'],
    queryFn: ({ signal }) => rowsOf(model.label).aggregate({}, { signal }),
  });
  const count = data?.results[0]?.count;
  return (
    <Box component="section" aria-label={model.verbose_name}>
      <Stack direction="row" spacing={2} sx={{ alignItems: 'baseline', mb: 1 }}>
        <Typography component="h2" variant="h5">
          <MuiLink component={Link} to={`/${model.label}`} underline="hover">
            {model.verbose_name}
          </MuiLink>
        </Typography>
        <Typography sx={{ color: 'text.secondary' }}>
          {count === undefined ? '' : translate('lockstep.pages.dashboard.rows', { count })}
        </Typography>
      </Stack>
      {error && <Alert severity="error">{messageOf(error)}</Alert>}
      <Box
        sx={{
          display: 'grid',
          gap: 2,
          gridTemplateColumns: 'repeat(auto-fill, minmax(280px, 1fr))',
        }}
      >
        {groupable(model).map((field) => (
          <Chart key={field.name} model={model} field={field} />
        ))}
        {model.label === INVENTORY && (
          <>
            <Due model={model} />
            <Holders model={model} />
          </>
        )}
      </Box>
    </Box>
  );
}

const TELLING = /^(status|state|kind|type|category|site|idc|region|env|environment|owner|e_model)$/;

/** Fields whose values make groups: those with choices, and those that are called as such fields are. */
function groupable({ fields }: Model): Field[] {
  const isTelling = ({ name, type, choices }: Field): boolean =>
    choices !== undefined || ((type === 'text' || type === 'boolean') && TELLING.test(name));
  return fields
    .filter((field) => field.orderable && !field.unique && isTelling(field))
    .slice(0, MOST_CHARTS);
}

function Chart({ model, field }: { model: Model; field: Field }): JSX.Element {
  const translate = useTranslate();
  const { data } = useQuery({
    queryKey: [model.label, 'summary', field.name],
    queryFn: ({ signal }) => rowsOf(model.label).aggregate({ by: [field.name] }, { signal }),
  });
  const groups = [...(data?.results ?? [])].sort((a, b) => b.count - a.count);
  const others = groups.slice(MOST_BARS);
  const bars = groups.slice(0, MOST_BARS).map((group) => {
    const value = group[field.name];
    return {
      name: labelOf(field, value) ?? translate('lockstep.pages.dashboard.none'),
      count: group.count,
      to: listOf(model, field, value),
    };
  });
  const rest = {
    name: translate('lockstep.pages.dashboard.others', { count: others.length }),
    count: others.reduce((sum, { count }) => sum + count, 0),
  };
  const title = translate('lockstep.pages.dashboard.by', { field: field.label });
  return (
    <Panel title={title}>
      <Bars bars={others.length > 0 ? [...bars, rest] : bars} />
    </Panel>
  );
}

function labelOf({ choices }: Field, value: unknown): string | undefined {
  if (value === null || value === '') return undefined;
  return choices?.find((one) => one.value === value)?.label ?? textOf(value);
}

/** The rows of one group. */
function listOf(model: Model, field: Field, value: unknown): string {
  const filter = value === null ? { [`${field.name}__isnull`]: 'true' } : { [field.name]: value };
  return `/${model.label}?${new URLSearchParams({ filter: JSON.stringify(filter) }).toString()}`;
}

/** Assets that somebody has to bring back, the first ones first. */
function Due({ model }: { model: Model }): JSX.Element {
  const translate = useTranslate();
  const [locale] = useLocaleState();
  const { data, dataUpdatedAt } = useQuery({
    queryKey: [model.label, 'summary', 'due'],
    queryFn: ({ signal }) =>
      rowsOf(model.label).page(
        {
          lookups: { due_at__isnull: false, assigned_to_id__isnull: false },
          ordering: 'due_at',
          limit: MOST_BARS,
        },
        { signal },
      ),
  });
  const rows = data?.rows ?? [];
  return (
    <Panel title={translate('lockstep.pages.dashboard.due')}>
      {rows.length === 0 && (
        <Typography>{translate('lockstep.pages.dashboard.due_none')}</Typography>
      )}
      <Box component="ul" sx={{ m: 0, pl: 2 }}>
        {rows.map(({ key, value }) => {
          const due = String(value.due_at);
          const isOver = Date.parse(due) < dataUpdatedAt;
          return (
            <li key={key}>
              <MuiLink component={Link} to={pathOf(model, value)}>
                {nameOf(model, value)}
              </MuiLink>{' '}
              <Box component="span" sx={{ color: isOver ? 'error.main' : 'text.secondary' }}>
                <time dateTime={due}>{formatTime(due, locale)}</time>
                {isOver && ` (${translate('lockstep.pages.dashboard.overdue')})`}
              </Box>
            </li>
          );
        })}
      </Box>
    </Panel>
  );
}

function Holders({ model }: { model: Model }): JSX.Element {
  const translate = useTranslate();
  const { data } = useQuery({
    queryKey: [model.label, 'summary', 'holders'],
    queryFn: ({ signal }) =>
      rowsOf(model.label).aggregate(
        { by: ['assigned_to_id'], lookups: { assigned_to_id__isnull: false } },
        { signal },
      ),
  });
  const users = useQuery({
    queryKey: ['users', 'all'],
    queryFn: async ({ signal }) => {
      const query = { limit: '500' };
      const answer = await lockstep.http.GET('/api/users', { params: { query }, signal });
      return new Map(answer.data?.results.map(({ id, username }) => [String(id), username]));
    },
  });
  const groups = [...(data?.results ?? [])].sort((a, b) => b.count - a.count).slice(0, MOST_BARS);
  const bars = groups.map(({ assigned_to_id, count }) => {
    const id = String(assigned_to_id);
    return {
      name: users.data?.get(id) ?? translate('lockstep.pages.dashboard.user', { id }),
      count,
      to: `/${model.label}?${new URLSearchParams({ filter: JSON.stringify({ assigned_to_id }) }).toString()}`,
    };
  });
  return (
    <Panel title={translate('lockstep.pages.dashboard.holders')}>
      {data && bars.length === 0 ? (
        <Typography>{translate('lockstep.pages.dashboard.holders_none')}</Typography>
      ) : (
        <Bars bars={bars} />
      )}
    </Panel>
  );
}

const Panel = ({ title, children }: { title: string; children: ReactNode }): JSX.Element => (
  <Card component="section" aria-label={title}>
    <CardContent>
      <Typography component="h3" variant="h6" sx={{ mb: 1 }}>
        {title}
      </Typography>
      {children}
    </CardContent>
  </Card>
);
