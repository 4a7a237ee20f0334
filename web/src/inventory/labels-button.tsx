import LabelIcon from '@mui/icons-material/QrCode2Outlined';
import { Button } from '@mui/material';
import type { JSX } from 'react';
import { useTranslate } from 'react-admin';
import { Link } from 'react-router-dom';
import { pathOfLabels } from './model.js';

/** Leads to the labels of these assets. */
export function LabelsButton({ ids }: { ids: readonly unknown[] }): JSX.Element {
  const translate = useTranslate();
  return (
    <Button size="small" component={Link} to={pathOfLabels(ids)} startIcon={<LabelIcon />}>
      {translate('lockstep.pages.labels.title')}
    </Button>
  );
}
