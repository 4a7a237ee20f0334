import { Alert, Box, Card, Stack, Tab, Tabs, Typography } from '@mui/material';
import { type JSX, type SyntheticEvent, useState } from 'react';
import { Loading, Title, useResourceContext, useTranslate } from 'react-admin';
import { useParams } from 'react-router-dom';
import { messageOf } from '../api/lockstep.js';
import { canChange, type Model, nameOf } from '../api/models.js';
import { Timeline } from '../history/timeline.js';
import { RowActions } from '../inventory/row-actions.js';
import { useModel } from '../session.js';
import { LeaseBanner } from './lease-banner.js';
import { RowForm } from './row-form.js';
import { useLease } from './use-lease.js';
import { useRow } from './use-row.js';

/** One row: its form and its history. */
export function RowPage(): JSX.Element {
  const model = useModel(useResourceContext());
  const { id } = useParams();
  if (!model || id === undefined) return <></>;
  return <Opened key={`${model.label}/${id}`} model={model} id={id} />;
}

function Opened({ model, id }: { model: Model; id: string }): JSX.Element {
  const translate = useTranslate();
  const [tab, setTab] = useState<'form' | 'history'>('form');
  const row = useRow(model, id);
  const lease = useLease(model, id, canChange(model) && row.state !== undefined, row.look);
  const { state, deletedBy, error } = row;
  const name = state ? nameOf(model, state.draft.base) : id;
  return (
    <Box component="section" sx={{ py: 2, maxWidth: 1000 }}>
      <Title title={`${model.verbose_name} · ${name}`} />
      <Stack direction="row" sx={{ alignItems: 'center', gap: 1.5, flexWrap: 'wrap', mb: 1 }}>
        <Typography component="h2" variant="h5">
          {name}
        </Typography>
        <LeaseBanner lease={lease} />
      </Stack>
      {deletedBy !== undefined && (
        <Alert severity="error" sx={{ mb: 1 }}>
          {translate('lockstep.form.deleted', { who: deletedBy ?? translate('lockstep.somebody') })}
        </Alert>
      )}
      {error !== undefined && (
        <Alert severity="error" sx={{ mb: 1 }}>
          {messageOf(error)}
        </Alert>
      )}
      {state && (
        <RowActions
          model={model}
          row={state.draft.base}
          etag={state.etag}
          lease={lease}
          onDone={row.begin}
        />
      )}
      <Tabs
        value={tab}
        onChange={(_: SyntheticEvent, next: 'form' | 'history') => {
          setTab(next);
        }}
        aria-label={name}
      >
        {(['form', 'history'] as const).map((one) => (
          <Tab
            key={one}
            value={one}
            id={`tab-${one}`}
            aria-controls={`panel-${one}`}
            label={translate(`lockstep.tabs.${one}`)}
          />
        ))}
      </Tabs>
      <Card
        role="tabpanel"
        id="panel-form"
        aria-labelledby="tab-form"
        hidden={tab !== 'form'}
        sx={{ p: { xs: 1.5, sm: 3 }, mt: 1 }}
      >
        {state ? (
          <RowForm model={model} id={id} row={row} state={state} lease={lease} />
        ) : (
          deletedBy === undefined && <Loading />
        )}
      </Card>
      {tab === 'history' && (
        <Card
          role="tabpanel"
          id="panel-history"
          aria-labelledby="tab-history"
          sx={{ p: { xs: 1.5, sm: 3 }, mt: 1 }}
        >
          <Timeline model={model} id={id} />
        </Card>
      )}
    </Box>
  );
}
