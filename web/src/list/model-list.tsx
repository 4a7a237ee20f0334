import { Alert, Box, Card, CardActionArea, Stack, Typography, useMediaQuery } from '@mui/material';
import { type Theme, ThemeProvider } from '@mui/material/styles';
import { useQueryClient } from '@tanstack/react-query';
import { type JSX, useMemo, useRef } from 'react';
import {
  ColumnsButton,
  CreateButton,
  DataTable,
  List,
  Pagination,
  type RaRecord,
  TopToolbar,
  useListContext,
  useRecordContext,
  useResourceContext,
  useTranslate,
} from 'react-admin';
import { Link } from 'react-router-dom';
import { messageOf, type Row } from '../api/lockstep.js';
import { textOf } from '../api/text.js';
import {
  canAdd,
  canChange,
  canDelete,
  keyOf,
  type Model,
  nameField,
  nameOf,
  type Part,
  partsOf,
} from '../api/models.js';
import { useFeed, useModel } from '../session.js';
import { INVENTORY } from '../inventory/model.js';
import { BulkActions } from './bulk-actions.js';
import { ClaimButton } from './claim-button.js';
import { ExportButton } from './export-button.js';
import { FilterBar } from './filter-bar.js';
import { isRow, pathOf, Value } from './value.js';

/** A table has so many columns at first; the others are a click away. */
const FIRST_COLUMNS = 9;

/** After an event the list waits for more of them before it is read again. */
const CALM_MS = 400;

/** The rows of a model. */
export function ModelList(): JSX.Element {
  const model = useModel(useResourceContext());
  if (!model) return <></>;
  return <ListOf key={model.label} model={model} />;
}

function ListOf({ model }: { model: Model }): JSX.Element {
  const isSmall = useMediaQuery((theme: Theme) => theme.breakpoints.down('sm'));
  const parts = useMemo(() => partsOf(model), [model]);
  const expand = expandable(model);
  const [first = model.lookup_field ?? 'id'] = model.ordering;
  const sort = { field: first.replace(/^-/, ''), order: first.startsWith('-') ? 'DESC' : 'ASC' };
  useLiveList(model.label);
  return (
    <List
      title={model.verbose_name}
      sort={sort as { field: string; order: 'ASC' | 'DESC' }}
      perPage={25}
      empty={false}
      exporter={false}
      disableSyncWithLocation={false}
      queryOptions={expand === '' ? {} : { meta: { expand } }}
      pagination={<Pagination rowsPerPageOptions={[10, 25, 50, 100]} />}
      actions={<ListActions model={model} />}
      component="div"
      sx={{ '& .RaList-content': { overflow: 'visible' } }}
    >
      <FilterBar model={model} />
      <ListFailure />
      {isSmall ? <Cards model={model} parts={parts} /> : <Table model={model} parts={parts} />}
    </List>
  );
}

/** Reads the list again when one of its rows changes, whoever changed it. */
function useLiveList(label: string): void {
  const client = useQueryClient();
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const refresh = (): void => {
    clearTimeout(timer.current);
    timer.current = setTimeout(() => {
      void client.invalidateQueries({ queryKey: [label, 'getList'] });
    }, CALM_MS);
  };
  useFeed(label, refresh, refresh);
}

function ListActions({ model }: { model: Model }): JSX.Element {
  const isSmall = useMediaQuery((theme: Theme) => theme.breakpoints.down('sm'));
  return (
    <TopToolbar>
      {canAdd(model) && <CreateButton />}
      {canChange(model) && <ClaimButton model={model} />}
      {!isSmall && <ColumnsButton />}
      <ExportButton model={model} />
    </TopToolbar>
  );
}

function ListFailure(): JSX.Element {
  const { error } = useListContext();
  return error ? <Alert severity="error">{messageOf(error)}</Alert> : <></>;
}

function Table({ model, parts }: { model: Model; parts: readonly Part[] }): JSX.Element {
  const translate = useTranslate();
  const hidden = parts.slice(FIRST_COLUMNS).map(({ name }) => name);
  const hasActions = canChange(model) || canDelete(model) || model.label === INVENTORY;
  return (
    <Card sx={{ overflowX: 'auto', ...TOOLBAR_IN_PLACE }}>
      <ThemeProvider theme={withNamedBoxes(translate('ra.action.select_row'))}>
        <DataTable
          rowClick={(_id, _resource, record) =>
            model.lookup_field === null ? false : pathOf(model, rowIn(record as RaRecord))
          }
          hiddenColumns={hidden}
          bulkActionButtons={hasActions ? <BulkActions model={model} /> : false}
        >
          {parts.map((part) => (
            <DataTable.Col
              key={part.name}
              source={part.name}
              label={part.label}
              disableSort={part.field?.orderable !== true}
              cellSx={() => ({ maxWidth: 320 })}
            >
              <Cell model={model} part={part} />
            </DataTable.Col>
          ))}
        </DataTable>
      </ThemeProvider>
    </Card>
  );
}

/** React-admin slides it up over what stands above the table, where the filters are. */
const TOOLBAR_IN_PLACE = {
  '& .RaBulkActionsToolbar-toolbar.RaBulkActionsToolbar-toolbar': {
    position: 'relative',
    transform: 'none',
    bgcolor: 'background.paper',
    color: 'text.primary',
  },
};

/** React-admin names the element around the box of a row, which has no role; here that has one, and the box a name of its own. */
const withNamedBoxes =
  (name: string) =>
  (theme: Theme): Theme => ({
    ...theme,
    components: {
      ...theme.components,
      MuiCheckbox: {
        defaultProps: { role: 'group', slotProps: { input: { 'aria-label': name } } },
      },
    },
  });

function Cell({ model, part }: { model: Model; part: Part }): JSX.Element {
  const record = useRecordContext();
  if (!record) return <></>;
  const row = rowIn(record);
  // By keyboard the row is reached through its name.
  if (part.name === nameField(model) && model.lookup_field !== null)
    return (
      <Box
        component={Link}
        to={pathOf(model, row)}
        onClick={(event) => {
          event.stopPropagation();
        }}
        sx={{ color: 'primary.main', fontWeight: 600, textDecoration: 'none' }}
      >
        {nameOf(model, row)}
      </Box>
    );
  return <Value part={part} value={valueIn(row, part)} />;
}

/** For narrow screens: what a table would not have room for. */
function Cards({ model, parts }: { model: Model; parts: readonly Part[] }): JSX.Element {
  const { data = [], isPending } = useListContext();
  const translate = useTranslate();
  const shown = parts.filter(({ name }) => name !== nameField(model) && name !== 'id').slice(0, 4);
  if (!isPending && data.length === 0)
    return <Typography sx={{ p: 2 }}>{translate('lockstep.list.nothing')}</Typography>;
  return (
    <Stack spacing={1} component="ul" sx={{ p: 0, m: 0, listStyle: 'none' }}>
      {data.map(rowIn).map((row) => (
        <Card key={String(keyOf(model, row))} component="li">
          <CardActionArea component={Link} to={pathOf(model, row)} sx={{ p: 1.5 }}>
            <Typography sx={{ fontWeight: 600, color: 'primary.main' }}>
              {nameOf(model, row)}
            </Typography>
            {shown.map((part) => (
              <Stack key={part.name} direction="row" spacing={1} sx={{ fontSize: '0.9rem' }}>
                <Box component="span" sx={{ color: 'text.secondary', minWidth: 96 }}>
                  {part.label}
                </Box>
                <PlainValue model={model} part={part} row={row} />
              </Stack>
            ))}
          </CardActionArea>
        </Card>
      ))}
    </Stack>
  );
}

/** Without links, because the card is one. */
function PlainValue({ part, row }: { model: Model; part: Part; row: Row }): JSX.Element {
  const related = useModel(part.relation?.model);
  const value = valueIn(row, part);
  if (!related) return <Value part={part} value={value} />;
  const rows = [value].flat().filter((one) => one !== null && one !== undefined);
  return (
    <>{rows.map((one) => (isRow(one) ? nameOf(related, one) : textOf(one))).join(', ') || '–'}</>
  );
}

/** Relations to rows of models that are shown come with the list. */
const expandable = ({ relations }: Model): string =>
  relations
    .filter(({ kind, single }) => kind === 'many_to_many' || (kind === 'forward' && single))
    .map(({ name }) => name)
    .join(',');

/** An expanded foreign key stands under the name of its relation. */
function valueIn(row: Row, { name, relation, field }: Part): unknown {
  const expanded = relation && field ? row[relation.name] : undefined;
  return isRow(expanded) ? expanded : row[name];
}

/** React-admin's `id` is the key; a column of that name stands beside it. */
const rowIn = ({ $id, ...record }: RaRecord): Row =>
  $id === undefined ? record : { ...record, id: $id };
