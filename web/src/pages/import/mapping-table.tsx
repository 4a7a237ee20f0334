import {
  MenuItem,
  Table as MuiTable,
  TableBody,
  TableCell,
  TableContainer,
  TableHead,
  TableRow,
  TextField,
} from '@mui/material';
import type { JSX } from 'react';
import { useTranslate } from 'react-admin';
import type { Mapping, Table } from './mapping.js';

interface MappingTableProps {
  readonly table: Table;
  readonly fields: readonly { readonly name: string; readonly label: string }[];
  readonly mapping: Mapping;
  readonly onChange: (mapping: Mapping) => void;
}

const say = 'lockstep.pages.import';

/** The first rows of a file, and which field each of its columns goes into. */
export function MappingTable({ table, fields, mapping, onChange }: MappingTableProps): JSX.Element {
  const translate = useTranslate();
  return (
    <TableContainer tabIndex={0} aria-label={translate(`${say}.preview`)}>
      <MuiTable size="small">
        <TableHead>
          <TableRow>
            {table.header.map((column, at) => (
              <TableCell key={at} sx={{ minWidth: 160, verticalAlign: 'bottom' }}>
                <TextField
                  select
                  label={column}
                  value={mapping[at] ?? ''}
                  slotProps={{ select: { displayEmpty: true }, inputLabel: { shrink: true } }}
                  onChange={({ target }) => {
                    onChange(mapping.map((name, place) => (place === at ? target.value : name)));
                  }}
                >
                  <MenuItem value="">{translate(`${say}.ignored`)}</MenuItem>
                  {fields.map(({ name, label }) => (
                    <MenuItem
                      key={name}
                      value={name}
                      disabled={mapping.includes(name) && mapping[at] !== name}
                    >
                      {label}
                    </MenuItem>
                  ))}
                </TextField>
              </TableCell>
            ))}
          </TableRow>
        </TableHead>
        <TableBody>
          {table.rows.map((row, line) => (
            <TableRow key={line}>
              {table.header.map((_, at) => (
                <TableCell
                  key={at}
                  sx={{ color: mapping[at] === '' ? 'text.secondary' : undefined }}
                >
                  {row[at]}
                </TableCell>
              ))}
            </TableRow>
          ))}
        </TableBody>
      </MuiTable>
    </TableContainer>
  );
}
