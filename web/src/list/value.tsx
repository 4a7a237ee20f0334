import { Box, Chip, Link as MuiLink } from '@mui/material';
import type { JSX } from 'react';
import { useLocaleState, useTranslate } from 'react-admin';
import { Link } from 'react-router-dom';
import { type Row } from '../api/lockstep.js';
import { textOf } from '../api/text.js';
import { type Field, keyOf, type Model, nameOf, type Part } from '../api/models.js';
import { useModel } from '../session.js';

interface ValueProps {
  readonly part: Part;
  readonly value: unknown;
}

/** A value as a person reads it. Related rows are shown by their names where the answer has them. */
export function Value({ part, value }: ValueProps): JSX.Element {
  const { field, relation } = part;
  const related = useModel(relation?.model);
  if (value === null || value === undefined) return <Empty />;
  if (relation && related && Array.isArray(value))
    return (
      <Box component="span" sx={{ display: 'inline-flex', gap: 0.5, flexWrap: 'wrap' }}>
        {value.length === 0 && <Empty />}
        {(value as unknown[]).map((one) => (
          <RelatedChip
            key={String(isRow(one) ? keyOf(related, one) : one)}
            model={related}
            row={one}
          />
        ))}
      </Box>
    );
  if (relation && related && isRow(value)) return <RelatedLink model={related} row={value} />;
  return <Plain field={field} value={value} />;
}

function Plain({ field, value }: { field: Field | undefined; value: unknown }): JSX.Element {
  const translate = useTranslate();
  const [locale] = useLocaleState();
  const choice = field?.choices?.find((one) => one.value === value);
  if (choice) return <>{choice.label}</>;
  if (field?.type === 'boolean')
    return <>{translate(value ? 'ra.boolean.true' : 'ra.boolean.false')}</>;
  if (field?.type === 'datetime' && typeof value === 'string')
    return <time dateTime={value}>{formatTime(value, locale)}</time>;
  if (isRow(value) || Array.isArray(value))
    return (
      <Box component="code" sx={{ fontSize: '0.85em', wordBreak: 'break-word' }}>
        {JSON.stringify(value)}
      </Box>
    );
  return <>{textOf(value)}</>;
}

const Empty = (): JSX.Element => (
  <Box component="span" sx={{ color: 'text.secondary' }}>
    –
  </Box>
);

function RelatedLink({ model, row }: { model: Model; row: Row }): JSX.Element {
  return (
    <MuiLink component={Link} to={pathOf(model, row)} onClick={stop}>
      {nameOf(model, row)}
    </MuiLink>
  );
}

/** @param row the row, or its key where nothing else is known */
function RelatedChip({ model, row }: { model: Model; row: unknown }): JSX.Element {
  if (!isRow(row)) return <Chip size="small" label={String(row)} />;
  return (
    <Chip
      size="small"
      variant="outlined"
      clickable
      component={Link}
      to={pathOf(model, row)}
      label={nameOf(model, row)}
      onClick={stop}
    />
  );
}

/** A click on the link is not one on the row of the table. */
const stop = (event: { stopPropagation: () => void }): void => {
  event.stopPropagation();
};

export const pathOf = (model: Model, row: Row): string =>
  `/${model.label}/${encodeURIComponent(String(keyOf(model, row)))}`;

export const isRow = (value: unknown): value is Row =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

export function formatTime(value: string, locale: string): string {
  const time = new Date(value);
  if (Number.isNaN(time.getTime())) return value;
  return time.toLocaleString(locale === 'zh' ? 'zh-CN' : 'en-GB', {
    dateStyle: 'medium',
    timeStyle: 'short',
  });
}
