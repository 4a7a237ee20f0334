import { Alert, Button, Card, CardContent, MenuItem, Stack, TextField } from '@mui/material';
import { type JSX, useState } from 'react';
import { useTranslate } from 'react-admin';
import type { Model } from '../../api/models.js';
import { useSession } from '../../session.js';
import { Page } from '../page.js';
import { type Mapping, guess, mapped, preview, type Table } from './mapping.js';
import { MappingTable } from './mapping-table.js';
import { ImportResult } from './import-result.js';
import { fieldsOf, isImportable, keysOf } from './targets.js';
import { useImport } from './use-import.js';

const say = 'lockstep.pages.import';

/** Rows from a file: look at it, say which column is what, try it, do it. */
export default function ImportPage(): JSX.Element {
  const translate = useTranslate();
  const { models } = useSession();
  const targets = [...models.values()].filter(isImportable);
  const [label, setLabel] = useState(targets[0]?.label ?? '');
  const model = models.get(label);
  return (
    <Page title={`${say}.title`}>
      {model ? (
        <Stack spacing={2}>
          <Select
            label={translate(`${say}.model`)}
            value={label}
            options={targets.map((one) => [one.label, one.verbose_name])}
            onChange={setLabel}
          />
          <ImportInto key={label} model={model} />
        </Stack>
      ) : (
        <Alert severity="info">{translate(`${say}.nothing`)}</Alert>
      )}
    </Page>
  );
}

interface Chosen {
  readonly file: File;
  /** Absent for NDJSON, whose lines name their fields themselves. */
  readonly table?: Table;
}

function ImportInto({ model }: { model: Model }): JSX.Element {
  const translate = useTranslate();
  const keys = keysOf(model);
  const [key, setKey] = useState(keys[0] ?? '');
  const [mode, setMode] = useState<'atomic' | 'rows'>('atomic');
  const [chosen, setChosen] = useState<Chosen>();
  const [mapping, setMapping] = useState<Mapping>([]);
  const [broken, setBroken] = useState<string>();
  const { state, run, stop, reset } = useImport();

  const choose = async (file: File | undefined): Promise<void> => {
    reset();
    setBroken(undefined);
    setChosen(undefined);
    if (!file) return;
    if (/\.(nd)?jsonl?$/i.test(file.name)) {
      setChosen({ file });
      return;
    }
    try {
      const table = await preview(file);
      setChosen({ file, table });
      setMapping(guess(table.header, fieldsOf(model)));
    } catch (error) {
      setBroken(error instanceof Error ? error.message : String(error));
    }
  };

  const start = async ({ file, table }: Chosen, dryRun: boolean): Promise<void> => {
    const body = table ? await mapped(file, table.header, mapping) : file;
    const type = table ? 'text/csv' : 'application/x-ndjson';
    await run({ label: model.label, file: body, type, key, mode, dryRun });
  };

  return (
    <Card>
      <CardContent>
        <Stack spacing={2}>
          <Stack direction={{ xs: 'column', sm: 'row' }} spacing={2}>
            <TextField
              type="file"
              label={translate(`${say}.file`)}
              slotProps={{
                inputLabel: { shrink: true },
                htmlInput: { accept: '.csv,.txt,.tsv,.ndjson,.jsonl,text/csv' },
              }}
              onChange={({ target }) => void choose((target as HTMLInputElement).files?.[0])}
            />
            <Select
              label={translate(`${say}.key`)}
              value={key}
              options={keys.map((name) => [name, name])}
              onChange={setKey}
            />
            <Select
              label={translate(`${say}.mode`)}
              value={mode}
              options={[
                ['atomic', translate(`${say}.atomic`)],
                ['rows', translate(`${say}.rows`)],
              ]}
              onChange={(value) => {
                setMode(value as typeof mode);
              }}
            />
          </Stack>
          {broken !== undefined && (
            <Alert severity="error">{translate(`${say}.broken`, { message: broken })}</Alert>
          )}
          {chosen?.table && (
            <MappingTable
              table={chosen.table}
              fields={fieldsOf(model)}
              mapping={mapping}
              onChange={setMapping}
            />
          )}
          {chosen && (
            <Stack direction="row" spacing={2}>
              <Button disabled={state.isRunning} onClick={() => void start(chosen, true)}>
                {translate(`${say}.check`)}
              </Button>
              <Button
                variant="contained"
                disabled={state.isRunning}
                onClick={() => void start(chosen, false)}
              >
                {translate(`${say}.start`)}
              </Button>
              {state.isRunning && <Button onClick={stop}>{translate(`${say}.cancel`)}</Button>}
            </Stack>
          )}
          <ImportResult state={state} file={chosen?.file} />
        </Stack>
      </CardContent>
    </Card>
  );
}

interface SelectProps {
  readonly label: string;
  readonly value: string;
  /** Values and what stands for them. */
  readonly options: readonly (readonly [string, string])[];
  readonly onChange: (value: string) => void;
}

const Select = ({ label, value, options, onChange }: SelectProps): JSX.Element => (
  <TextField
    select
    label={label}
    value={value}
    sx={{ maxWidth: 320 }}
    onChange={({ target }) => {
      onChange(target.value);
    }}
  >
    {options.map(([name, text]) => (
      <MenuItem key={name} value={name}>
        {text}
      </MenuItem>
    ))}
  </TextField>
);
