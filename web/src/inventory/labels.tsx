import PrintIcon from '@mui/icons-material/PrintOutlined';
import { Alert, Box, Button, GlobalStyles, Stack, Typography } from '@mui/material';
import { useQuery } from '@tanstack/react-query';
import type { JSX } from 'react';
import { Loading, useTranslate } from 'react-admin';
import { useSearchParams } from 'react-router-dom';
import { messageOf, type Row, rowsOf } from '../api/lockstep.js';
import { textOf } from '../api/text.js';
import { Page } from '../pages/page.js';
import { Barcode, QrCode } from './codes.js';
import { idsIn, INVENTORY, pathOfAsset } from './model.js';

/** Labels for the rows that `?ids=` names, to print and to stick on. */
export default function LabelsPage(): JSX.Element {
  const translate = useTranslate();
  const [parameters] = useSearchParams();
  const ids = idsIn(parameters);
  const { data, error } = useQuery({
    queryKey: [INVENTORY, 'labels', ids],
    queryFn: ({ signal }) =>
      rowsOf(INVENTORY).getMany(ids, { fields: 'id,asset_tag,name,serial', signal }),
  });
  const missing = data ? ids.length - data.length : 0;
  return (
    <Page title="lockstep.pages.labels.title">
      <GlobalStyles styles={PRINTED} />
      {error && <Alert severity="error">{messageOf(error)}</Alert>}
      {!data && !error && <Loading />}
      {ids.length === 0 && <Typography>{translate('lockstep.pages.labels.none')}</Typography>}
      {missing > 0 && (
        <Alert severity="warning" sx={{ mb: 2 }}>
          {translate('lockstep.pages.labels.missing', { count: missing })}
        </Alert>
      )}
      {data && data.length > 0 && (
        <>
          <Stack direction="row" spacing={2} sx={{ alignItems: 'center', flexWrap: 'wrap', mb: 2 }}>
            <Button
              variant="contained"
              startIcon={<PrintIcon />}
              onClick={() => {
                print();
              }}
            >
              {translate('lockstep.pages.labels.print')}
            </Button>
            <Typography sx={{ color: 'text.secondary' }}>
              {translate('lockstep.pages.labels.count', { count: data.length })}
            </Typography>
          </Stack>
          <Box
            component="ul"
            className="labels"
            aria-label={translate('lockstep.pages.labels.title')}
            sx={SHEET}
          >
            {data.map(({ key, value }) => (
              <Label key={key} row={value} />
            ))}
          </Box>
        </>
      )}
    </Page>
  );
}

function Label({ row }: { row: Row }): JSX.Element {
  const translate = useTranslate();
  const tag = textOf(row.asset_tag);
  const serial = textOf(row.serial);
  const say = (key: string): string => translate(`lockstep.pages.labels.${key}`, { tag });
  return (
    <Box component="li" sx={LABEL}>
      <Stack direction="row" sx={{ gap: '1mm' }}>
        <Box sx={{ flex: 1, minWidth: 0, overflow: 'hidden', maxHeight: '24mm', pt: '2mm' }}>
          <Box sx={{ fontSize: '4.2mm', fontWeight: 700, overflowWrap: 'anywhere' }}>{tag}</Box>
          <Box sx={{ fontSize: '3.4mm', overflowWrap: 'anywhere' }}>{textOf(row.name)}</Box>
          {serial !== '' && (
            <Box sx={{ fontSize: '3mm', overflowWrap: 'anywhere' }}>
              {translate('lockstep.pages.labels.serial', { serial })}
            </Box>
          )}
        </Box>
        <QrCode text={new URL(pathOfAsset(row.id), location.origin).href} label={say('qr')} />
      </Stack>
      <Barcode text={tag} label={say('barcode')} />
    </Box>
  );
}

/** On paper there is nothing but the labels, from the upper left corner on, whatever the colours of the console are. */
const PRINTED = {
  '@page': { margin: '8mm' },
  '@media print': {
    'html, body': { background: '#fff !important', margin: '0 !important' },
    'body *:not(:has(.labels)):not(.labels, .labels *)': { display: 'none !important' },
    'body *:has(.labels)': {
      display: 'block !important',
      margin: '0 !important',
      padding: '0 !important',
      minHeight: '0 !important',
      maxWidth: 'none !important',
      background: 'none !important',
    },
  },
};

const SHEET = {
  display: 'grid',
  gridTemplateColumns: 'repeat(auto-fill, 62mm)',
  gap: '3mm',
  m: 0,
  p: 0,
  listStyle: 'none',
};

/** Black on white in the dark, too: scanners want it. */
const LABEL = {
  display: 'flex',
  flexDirection: 'column',
  justifyContent: 'space-between',
  boxSizing: 'border-box',
  height: '37mm',
  p: '1mm',
  pl: '2mm',
  border: '0.2mm dashed #999',
  borderRadius: '1mm',
  bgcolor: '#fff',
  color: '#000',
  lineHeight: 1.2,
  breakInside: 'avoid',
};
