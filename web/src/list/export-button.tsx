import DownloadIcon from '@mui/icons-material/FileDownloadOutlined';
import { Button, Menu, MenuItem } from '@mui/material';
import { type JSX, useState } from 'react';
import { useListContext, useStore, useTranslate } from 'react-admin';
import { textOf } from '../api/text.js';
import { type Model, partsOf } from '../api/models.js';
import { useFilters } from './use-filters.js';

/** What the list shows, all pages of it, as a file. */
export function ExportButton({ model }: { model: Model }): JSX.Element {
  const translate = useTranslate();
  const { sort } = useListContext();
  const filters = useFilters();
  const [anchor, setAnchor] = useState<HTMLElement | null>(null);
  const [hidden] = useStore<string[]>(`${model.label}.datatable`, []);
  const fields = partsOf(model)
    .map(({ name }) => name)
    .filter((name) => !hidden.includes(name));
  const address = (format: string): string => {
    const query = new URLSearchParams({ format, fields: fields.join(',') });
    if (sort.field) query.set('ordering', `${sort.order === 'DESC' ? '-' : ''}${sort.field}`);
    for (const [name, value] of Object.entries(filters))
      query.set(name === 'q' ? 'search' : name, textOf(value));
    return `${model.url}/export?${query.toString()}`;
  };
  const close = (): void => {
    setAnchor(null);
  };
  return (
    <>
      <Button
        size="small"
        startIcon={<DownloadIcon />}
        aria-haspopup="menu"
        onClick={(event) => {
          setAnchor(event.currentTarget);
        }}
      >
        {translate('ra.action.export')}
      </Button>
      <Menu anchorEl={anchor} open={anchor !== null} onClose={close}>
        {['csv', 'ndjson'].map((format) => (
          <MenuItem key={format} component="a" href={address(format)} download onClick={close}>
            {format.toUpperCase()}
          </MenuItem>
        ))}
      </Menu>
    </>
  );
}
